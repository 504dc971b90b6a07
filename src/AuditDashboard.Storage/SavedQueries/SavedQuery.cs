namespace AuditDashboard.Storage.SavedQueries;

/// <summary>A query that a reader kept.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Owner">Who saved it.</param>
/// <param name="Name">Its name, unique among its owner's.</param>
/// <param name="Text">The query.</param>
/// <param name="Note">What it is for; may be empty.</param>
/// <param name="IsShared">True if every reader sees it; only its owner changes it.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record SavedQuery(long Id, string Owner, string Name, string Text, string Note, bool IsShared, DateTimeOffset ChangedAt);
