namespace AuditDashboard.LogsInsights;

/// <summary>What a query's <c>SOURCE</c> names. The engine reads what its caller gives it; the caller maps these names to what it has.</summary>
public sealed record QuerySource
{
    /// <summary>Most prefixes in <c>logGroups(namePrefix: […])</c>.</summary>
    public const int MaximumPrefixes = 5;

    /// <summary>Most accounts in <c>logGroups(accountIdentifiers: […])</c>.</summary>
    public const int MaximumAccounts = 20;

    /// <summary>Log groups named one by one, as in <c>SOURCE '/aws/eks/demo/cluster'</c>.</summary>
    public IReadOnlyList<string> LogGroups { get; init; } = [];

    /// <summary>Prefixes of names of log groups; at most 5.</summary>
    public IReadOnlyList<string> NamePrefixes { get; init; } = [];

    /// <summary>Accounts to look in; at most 20; empty for the caller's own.</summary>
    public IReadOnlyList<string> AccountIdentifiers { get; init; } = [];

    /// <summary>Classes of log groups, such as <c>INFREQUENT_ACCESS</c>; empty for the standard class.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Start of the window as a console's share link writes it, such as <c>-3600s</c>; null where there is none.</summary>
    public string? Start { get; init; }

    /// <summary>End of the window as a console's share link writes it, such as <c>0s</c>; null where there is none.</summary>
    public string? End { get; init; }
}
