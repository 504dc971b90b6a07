namespace AuditDashboard.Explore;

/// <summary>What a query is run over.</summary>
public enum ExploreSource
{
    /// <summary>The events in the database: what canned queries selected, redacted.</summary>
    Collected,

    /// <summary>The files that the settings name for the clusters in scope, read as they are now, redacted before they are searched.</summary>
    Files,

    /// <summary>The log group of a cluster in CloudWatch Logs, by a query that is billed: the records as they were written.</summary>
    CloudWatch,
}
