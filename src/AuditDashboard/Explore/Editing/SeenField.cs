namespace AuditDashboard.Explore.Editing;

/// <summary>A field that occurs in stored events.</summary>
/// <param name="Path">How a query writes it.</param>
/// <param name="Kind">What its values are: text, number, true or false, list, object, or several of them.</param>
/// <param name="Events">In how many of the looked-at events it occurs.</param>
public sealed record SeenField(string Path, string Kind, int Events);
