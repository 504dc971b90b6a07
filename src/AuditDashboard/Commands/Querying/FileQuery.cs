using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Commands.Querying;

/// <summary>Runs a query text or canned queries over files in one pass.</summary>
internal sealed class FileQuery(CommandConsole console, QueryRequest request, TimeProvider clock)
{
    private readonly ScanStatistics _statistics = new(clock);

    /// <summary>Runs it and prints the rows.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        request.Query is { } query ? RunTextAsync(query, cancellationToken)
        : request.IsBins ? RunBinsAsync(cancellationToken)
        : RunEventsAsync(cancellationToken);

    private async Task RunTextAsync(InsightsQuery query, CancellationToken cancellationToken)
    {
        var scan = new FileScan(console, request, _statistics);
        var run = query.Start();
        await foreach (var record in scan.ReadAsync(cancellationToken))
        {
            var time = FileScan.TimeOf(record);
            if (scan.Accepts(record, time))
            {
                run.Add(FileScan.ToLogRecord(record, time));
            }
        }

        var result = run.Complete();
        _statistics.Matched = run.RecordsMatched;
        var rows = Rows.WriteResult(console, request.Format, result);
        scan.Complete(hasContent: rows > 0);
    }

    private async Task RunEventsAsync(CancellationToken cancellationToken)
    {
        var scan = new FileScan(console, request, _statistics);
        using var matches = new CannedMatches(request.Canned.Count, request.Limit, MessageStore.DefaultMemoryLimit);
        await foreach (var (mask, time, message) in SelectAsync(scan, cancellationToken))
        {
            matches.Add(mask, time, message.Span);
        }

        using var writer = Rows.ForEvents(console, request.Format);
        for (var i = 0; i < request.Canned.Count; i++)
        {
            foreach (var (time, message) in matches.Of(i))
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.WriteEvent(request.Canned[i].Id, time, message);
            }
        }

        writer.Complete();
        scan.Complete(hasContent: writer.Rows > 0);
    }

    private async Task RunBinsAsync(CancellationToken cancellationToken)
    {
        var scan = new FileScan(console, request, _statistics);
        var bins = new CannedBins(request.Canned.Count);
        await foreach (var (mask, time, _) in SelectAsync(scan, cancellationToken))
        {
            bins.Add(mask, time);
        }

        Rows.WriteBins(console, request.Format, request.Canned, bins);
        scan.Complete(hasContent: false);
    }

    private async IAsyncEnumerable<(ulong Mask, long? TimeMicros, ReadOnlyMemory<byte> Message)> SelectAsync(
        FileScan scan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var merged = new MergedScan(request.Canned);

        // Built-in selections do not look at the time, so only what they select needs its time read.
        var needsTime = request.Canned.Any(query => query.IsUserDefined);
        await foreach (var record in scan.ReadAsync(cancellationToken))
        {
            var time = needsTime ? FileScan.TimeOf(record) : record.SourceTimeMicros;
            var mask = merged.Match(FileScan.ToLogRecord(record, time));
            if (mask == 0)
            {
                continue;
            }

            // The same that import would put into quarantine, so that both count alike.
            if (AuditEventReader.Read(record.Message.Span) is AuditReadResult.Unreadable unreadable)
            {
                scan.Refuse(record, unreadable.Reason);
                continue;
            }

            time ??= FileScan.TimeOf(record);
            if (scan.Accepts(record, time))
            {
                _statistics.Matched++;
                yield return (mask, time, record.Message);
            }
        }
    }
}
