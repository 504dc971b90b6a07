namespace AuditDashboard.Harvest.Import;

/// <summary>Imports files into a cluster. Twice, from two processes, or after a kill: the same content as once.</summary>
public sealed class ImportRunner
{
    /// <summary>Imports files and folders into a cluster, which is made if new.</summary>
    public Task<HarvestSummary> ImportAsync(
        string cluster, IReadOnlyList<string> paths, IProgress<ImportProgress> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");
}

/// <summary>How far an import is.</summary>
public sealed record ImportProgress(string File, long RecordsRead, long BytesRead, long EventsInserted);
