using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Commands.Querying;

/// <summary>Runs a query text or canned queries over files in one pass.</summary>
internal sealed class FileQuery(CommandConsole console, QueryRequest request, TimeProvider clock)
{
    private readonly ScanStatistics _statistics = new(clock);

    /// <summary>Is shown a record that canned queries selected.</summary>
    private delegate void MatchTaker(ulong mask, long? timeMicros, ReadOnlySpan<byte> message);

    /// <summary>Runs it and prints the rows.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        if (request.Query is { } query)
        {
            RunText(query, cancellationToken);
        }
        else if (request.IsBins)
        {
            RunBins(cancellationToken);
        }
        else
        {
            RunEvents(cancellationToken);
        }
    }

    private void RunText(InsightsQuery query, CancellationToken cancellationToken)
    {
        var run = query.HasSubqueries ? RunSubqueries(query, cancellationToken) : query.Start(PlainEvents.Members);
        var scan = new FileScan(console, request, _statistics);
        var plain = new PlainEvents(run.Fields, isEnvelopeRead: false);
        scan.Read(plain, Take, cancellationToken);
        var result = run.Complete();
        _statistics.Matched = run.RecordsMatched;
        var rows = Rows.WriteResult(console, request.Format, result);
        Rows.SayLeftOut(console, result);
        scan.Complete(hasContent: rows > 0);

        void Take(in RecordView record)
        {
            var time = record.IsPlain ? plain.TimeOf(record.Message.Span) : FileScan.TimeOf(record);
            if (!scan.Accepts(record, time))
            {
                return;
            }

            var offered = FileScan.ToLogRecord(record, time);
            if (record.IsPlain)
            {
                run.AddRead(offered);
            }
            else
            {
                run.Add(offered);
            }
        }
    }

    // The queries inside in (...) read everything first. Nothing is reported or counted twice: the second pass meets the same.
    private QueryRun RunSubqueries(InsightsQuery query, CancellationToken cancellationToken)
    {
        if (request.Files.Contains("-"))
        {
            throw new CommandFailure(ExitCodes.BadRequest, "A query inside in (...) reads its input twice, and standard input can be read once; write it to a file first.");
        }

        var pass = query.StartSubqueries();
        new RecordReader().Visit(request.Files, console.Input, Offer, plain: null, cancellationToken);
        return pass.Complete(PlainEvents.Members);

        bool Offer(in RecordView record)
        {
            var time = record.Problem is null ? FileScan.TimeOf(record) : null;
            if (record.Problem is null && request.Bounds.Contains(time))
            {
                pass.Add(FileScan.ToLogRecord(record, time));
            }

            return true;
        }
    }

    private void RunEvents(CancellationToken cancellationToken)
    {
        var scan = new FileScan(console, request, _statistics);
        using var matches = new CannedMatches(request.Canned.Count, request.Limit, MessageStore.DefaultMemoryLimit);
        Select(scan, matches.Add, cancellationToken);
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

    private void RunBins(CancellationToken cancellationToken)
    {
        var scan = new FileScan(console, request, _statistics);
        var bins = new CannedBins(request.Canned.Count);
        Select(scan, (mask, time, _) => bins.Add(mask, time), cancellationToken);
        Rows.WriteBins(console, request.Format, request.Canned, bins);
        scan.Complete(hasContent: false);
    }

    private void Select(FileScan scan, MatchTaker matched, CancellationToken cancellationToken)
    {
        var merged = new MergedScan(request.Canned);
        var selections = merged.Start(PlainEvents.Members);
        var plain = new PlainEvents(selections.Fields, isEnvelopeRead: true);
        scan.Read(plain, Take, cancellationToken);

        void Take(in RecordView record)
        {
            if (!record.IsPlain)
            {
                TakeAny(record);
                return;
            }

            // Few records match, and hardly a selection looks at the time: so it is read last.
            var time = selections.ReadsTime ? plain.TimeOf(record.Message.Span) : null;
            var mask = selections.Match(FileScan.ToLogRecord(record, time));
            if (mask != 0)
            {
                Found(record, mask, time ?? plain.TimeOf(record.Message.Span));
            }
        }

        void TakeAny(in RecordView record)
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
                    Found(record, merged.Match(FileScan.ToLogRecord(record, time)), time);
                    break;

                default:
                    throw new InvalidOperationException("Unknown result of reading a record.");
            }
        }

        void Found(in RecordView record, ulong mask, long? time)
        {
            if (mask != 0 && scan.Accepts(record, time))
            {
                _statistics.Matched++;
                matched(mask, time, record.Message.Span);
            }
        }
    }
}
