namespace AuditDashboard.Harvest;

/// <summary>What a harvest or an import did.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="IsSkipped">True if another holder has the lease: nothing was done.</param>
/// <param name="RunId">The run record; null if skipped.</param>
/// <param name="Windows">Windows collected.</param>
/// <param name="EventsInserted">Events that were new.</param>
/// <param name="EventsKnown">Events known before.</param>
/// <param name="Quarantined">Records newly quarantined.</param>
/// <param name="RecordsScanned">Records read.</param>
/// <param name="BytesScanned">Bytes read.</param>
/// <param name="Errors">One sentence for each part that failed.</param>
public sealed record HarvestSummary(
    string Cluster, bool IsSkipped, long? RunId, int Windows, long EventsInserted, long EventsKnown, long Quarantined,
    long RecordsScanned, long BytesScanned, IReadOnlyList<string> Errors)
{
    /// <summary>JSON objects that are no audit events: counted, and not stored unless they are CloudTrail's records about the cluster's access.</summary>
    public long Ignored { get; init; }

    /// <summary>CloudTrail's records about the cluster's access that were new.</summary>
    public long CallsInserted { get; init; }

    /// <summary>An import's events, new or known, whose time is from before what is kept: files are kept by when they were read.</summary>
    public long OlderThanKept { get; init; }
}
