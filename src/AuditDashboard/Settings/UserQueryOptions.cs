namespace AuditDashboard.Settings;

/// <summary>One entry of the setting <c>Queries</c>: a query that a user added to the catalog.</summary>
public sealed class UserQueryOptions
{
    /// <summary>Stable id: 1 to 60 lower-case letters, digits and hyphens, starting with a letter. Not one of the built-in ids.</summary>
    public string Id { get; set; } = "";

    /// <summary>Title for people. Default: the id.</summary>
    public string Title { get; set; } = "";

    /// <summary>What it tells a reviewer. Default: empty.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The query text in the language of CloudWatch Logs Insights; its filters are the selection.</summary>
    public string Text { get; set; } = "";
}
