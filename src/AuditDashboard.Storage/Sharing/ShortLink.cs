namespace AuditDashboard.Storage.Sharing;

/// <summary>A short name for a view of the dashboard.</summary>
/// <param name="Code">What stands in the link, see <see cref="LinkCode"/>.</param>
/// <param name="Target">The view: a path of the dashboard with its query. Whoever follows it checks it again.</param>
/// <param name="Title">What people call it; data, never markup.</param>
/// <param name="Note">What it is about; may be empty.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="RevokedAt">When it was revoked; null while it opens.</param>
/// <param name="RevokedBy">Who revoked it; null while it opens.</param>
public sealed record ShortLink(
    string Code, string Target, string Title, string Note, string Owner, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? RevokedBy);
