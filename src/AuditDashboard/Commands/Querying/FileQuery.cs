using AuditDashboard.Harvest.Input;
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
        var run = query.HasSubqueries ? await RunSubqueriesAsync(query, cancellationToken) : query.Start();
        var scan = new FileScan(console, request, _statistics);
        var hasLogStream = false;
        await foreach (var record in scan.ReadAsync(cancellationToken))
        {
            var time = FileScan.TimeOf(record);
            hasLogStream |= record.LogStream is not null;
            if (scan.Accepts(record, time))
            {
                run.Add(FileScan.ToLogRecord(record, time));
            }
        }

        var result = run.Complete();
        _statistics.Matched = run.RecordsMatched;
        var rows = Rows.WriteResult(console, request.Format, result);
        Rows.SayLeftOut(console, result);
        if (!hasLogStream && _statistics.Scanned > 0 && query.Text.Contains("@logStream", StringComparison.Ordinal))
        {
            // The console's texts ask for the stream first; over plain files that would read as nothing happening.
            console.Say("No record has @logStream: these files do not come from CloudWatch. A filter on @logStream selects none of them; leave it out.");
        }

        scan.Complete(hasContent: rows > 0);
    }

    // The queries inside in (...) read everything first. Nothing is reported or counted twice: the second pass meets the same.
    private async Task<QueryRun> RunSubqueriesAsync(InsightsQuery query, CancellationToken cancellationToken)
    {
        if (request.Files.Contains("-"))
        {
            throw new CommandFailure(ExitCodes.BadRequest, "A query inside in (...) reads its input twice, and standard input can be read once; write it to a file first.");
        }

        var pass = query.StartSubqueries();
        await foreach (var record in new RecordReader().ReadAsync(request.Files, console.Input, cancellationToken))
        {
            var time = record.Problem is null ? FileScan.TimeOf(record) : null;
            if (record.Problem is null && request.Bounds.Contains(time))
            {
                pass.Add(FileScan.ToLogRecord(record, time));
            }
        }

        return pass.Complete();
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
        await foreach (var record in scan.ReadAsync(cancellationToken))
        {
            // The same judgement as import's, so that both count alike.
            switch (AuditEventReader.Read(record.Message.Span))
            {
                case AuditReadResult.Unreadable unreadable:
                    scan.Refuse(record, unreadable.Reason);
                    break;

                case AuditReadResult.NotAnAuditEvent:
                    scan.Ignored++;
                    break;

                case AuditReadResult.Readable { Event: var audit }:
                    var time = record.SourceTimeMicros ?? audit.TimeMicros;
                    var mask = merged.Match(FileScan.ToLogRecord(record, time));
                    if (mask != 0 && scan.Accepts(record, time))
                    {
                        _statistics.Matched++;
                        yield return (mask, time, record.Message);
                    }

                    break;

                default:
                    throw new InvalidOperationException("Unknown result of reading a record.");
            }
        }
    }
}
