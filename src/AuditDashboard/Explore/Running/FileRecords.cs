using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Explore.Running;

/// <summary>The records of the files that the settings name, redacted. No path comes from a reader.</summary>
/// <remarks>
/// Redacted before the query sees them, not after: a filter on the text of a secret would otherwise tell it, one character at a time.
/// So the same query gives the same answer here and over the database.
/// </remarks>
public sealed class FileRecords(ClusterRegistry registry, RecordReader reader, Redactor redactor, string contentRoot)
{
    /// <summary>The clusters in scope whose settings name files.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    public IReadOnlyList<ClusterOptions> Clusters(string? cluster) =>
        [.. registry.Clusters.Select(c => c.Options).Where(o => o.Paths.Count > 0 && (cluster is null || o.Name == cluster))];

    /// <summary>All records that are JSON objects, cluster by cluster, in the order of the files. The pointer is the id that the event has, or would have, in the database.</summary>
    /// <param name="clusters">Clusters of <see cref="Clusters"/>.</param>
    /// <param name="tally">Takes what cannot be searched.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public async IAsyncEnumerable<LogRecord> ReadAsync(
        IReadOnlyList<ClusterOptions> clusters, FileTally tally, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var cluster in clusters)
        {
            string[] paths = [.. cluster.Paths.Select(path => Path.GetFullPath(path, contentRoot))];
            await foreach (var record in reader.ReadAsync(paths, standardInput: null, cancellationToken))
            {
                if (record.Problem is not null)
                {
                    tally.Unreadable++;
                    continue;
                }

                var safe = Redact(cluster.Name, record);
                if (safe.TimestampMicros is null)
                {
                    tally.Undated++;
                }

                yield return safe;
            }
        }
    }

    private LogRecord Redact(string cluster, InputRecord record)
    {
        var safe = new LogRecord
        {
            Message = default,
            TimestampMicros = record.SourceTimeMicros,
            IngestionTimeMicros = record.IngestionTimeMicros,
            LogStream = record.LogStream ?? StreamFilter.StreamName,
            Log = record.Log,
        };
        var bytes = record.Message.Span;
        switch (AuditEventReader.Read(bytes))
        {
            case AuditReadResult.Readable(var audit):
                var redacted = redactor.Redact(RecordIdentity.Compute(cluster, bytes), audit, bytes, record.SourceTimeMicros);
                return safe with { Message = redacted.Json, TimestampMicros = redacted.TimeMicros, Pointer = redacted.Id.LinkId };

            default:
                // No audit event, or one whose envelope cannot be read: searched as any JSON object, and no event page.
                return safe with
                {
                    Message = redactor.RedactUnreadable(bytes).Bytes,
                    TimestampMicros = record.SourceTimeMicros ?? AuditEventReader.ReadTimeMicros(bytes),
                };
        }
    }
}
