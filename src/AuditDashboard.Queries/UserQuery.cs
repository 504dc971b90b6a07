namespace AuditDashboard.Queries;

/// <summary>A query that a user added in settings.</summary>
public sealed record UserQuery
{
    /// <summary>Id: 1 to 40 lower-case letters, digits and hyphens, starting with a letter; not one of the catalog's.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people; the id if it is empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it tells a reviewer; may be empty.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>A whole query, whose filters are the selection, or a filter expression alone.</summary>
    public required string Text { get; init; }
}
