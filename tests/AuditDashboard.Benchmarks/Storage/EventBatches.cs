using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>Turns records into batches as a harvest does: told apart by the catalog, redacted, at most 5,000 events each.</summary>
internal sealed class EventBatches(byte[] key)
{
    private readonly MergedScan _catalog = new(QueryCatalog.BuiltIn.Queries);
    private readonly Redactor _redactor = new(key);

    /// <summary>The batches of these records, each made when it is asked for.</summary>
    /// <exception cref="InvalidOperationException">A record was selected by no query, or could not be read: the generator is wrong.</exception>
    public IEnumerable<IngestBatch> Of(IEnumerable<byte[]> records)
    {
        var ranks = _catalog.Queries.ToDictionary(q => q.Id, q => q.StackRank, StringComparer.Ordinal);
        var now = TimeWindow.ToMicrosSinceEpoch(SyntheticEvents.Start.AddDays(SyntheticEvents.Days));
        var sorter = new RecordSorter(ReadMeasurements.Cluster, _catalog, _redactor, fromFiles: false, now, NullLogger.Instance);
        var counts = new SortCounts(_catalog.Queries.Count);
        foreach (var chunk in records.Chunk(IngestBatch.MaxEvents))
        {
            var pending = new PendingBatch();
            foreach (var record in chunk)
            {
                sorter.Sort(new InputRecord { Message = record, File = "synthetic", Line = 1 }, ulong.MaxValue, pending, counts);
            }

            if (pending.Events.Count != chunk.Length)
            {
                throw new InvalidOperationException($"{chunk.Length - pending.Events.Count} of {chunk.Length} records were not selected.");
            }

            yield return new IngestBatch { Cluster = ReadMeasurements.Cluster, RunId = 0, Lease = null, Events = pending.Events, StackRanks = ranks };
        }
    }
}
