using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Commands.Querying;

/// <summary>Runs a query text or canned queries over files in one pass.</summary>
internal sealed class FileQuery(CommandConsole console, QueryRequest request, TimeProvider clock, RecordReader reader)
{
    private readonly ScanStatistics _statistics = new(clock);

    /// <summary>What was read.</summary>
    public ScanStatistics Statistics => _statistics;

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
        var run = query.HasSubqueries ? RunSubqueries(query, cancellationToken) : query.Start(PlainEvents.FewMembers);
        var scan = new FileScan(console, request, _statistics, reader);
        scan.Read(() => new QueryJudge(run.StartFilter(PlainEvents.FewMembers), request.Bounds, request.IsDistinct), TakePlain, Take, cancellationToken);
        var result = run.Complete();
        _statistics.Matched = run.RecordsMatched;
        var rows = Rows.WriteResult(console, request.Format, result);
        Rows.SayLeftOut(console, result);
        scan.Complete(hasContent: rows > 0);

        void TakePlain(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields)
        {
            if (scan.Accepts(message.Span, record.TimeMicros))
            {
                run.AddRead(FileScan.ToLogRecord(message, record.TimeMicros), fields, record.Fields);
            }
        }

        void Take(in RecordView record)
        {
            var time = FileScan.TimeOf(record);
            if (scan.Accepts(record.Message.Span, time))
            {
                run.Add(FileScan.ToLogRecord(record, time));
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
        reader.Visit(request.Files, console.Input, Offer, cancellationToken);
        return pass.Complete(PlainEvents.FewMembers);

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
        var scan = new FileScan(console, request, _statistics, reader);
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
        var scan = new FileScan(console, request, _statistics, reader);
        var bins = new CannedBins(request.Canned.Count);
        Select(scan, (mask, time, _) => bins.Add(mask, time), cancellationToken);
        Rows.WriteBins(console, request.Format, request.Canned, bins);
        scan.Complete(hasContent: false);
    }

    private void Select(FileScan scan, MatchTaker matched, CancellationToken cancellationToken)
    {
        var merged = new MergedScan(request.Canned);
        scan.Read(() => new SelectionJudge(merged.Start(PlainEvents.Members)), TakePlain, Take, cancellationToken);

        void TakePlain(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields) => Found(message.Span, record.Mask, record.TimeMicros);

        void Take(in RecordView record)
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
                    Found(record.Message.Span, merged.Match(FileScan.ToLogRecord(record, time)), time);
                    break;

                default:
                    throw new InvalidOperationException("Unknown result of reading a record.");
            }
        }

        void Found(ReadOnlySpan<byte> message, ulong mask, long? time)
        {
            if (mask != 0 && scan.Accepts(message, time))
            {
                _statistics.Matched++;
                matched(mask, time, message);
            }
        }
    }

    /// <summary>Keeps the events that a query's first filters let pass, with their fields.</summary>
    private sealed class QueryJudge(RecordFilter filter, TimeBounds bounds, bool keepsAll) : PlainJudge(new PlainEvents(filter.Fields, isEnvelopeRead: false))
    {
        public override bool Keep(ReadOnlyMemory<byte> message, FieldStore fields, ref PlainRecord record)
        {
            long? time = null;
            if (keepsAll || bounds.IsBounded || filter.ReadsTime)
            {
                time = Events.TimeOf(message.Span);
            }

            // Those without a time are counted where there is a window, whatever they hold; of repeats the first counts.
            var isCounted = keepsAll || (bounds.IsBounded && time is null);
            if (!isCounted && (!bounds.Contains(time) || !filter.Matches(FileScan.ToLogRecord(message, time))))
            {
                return false;
            }

            record.TimeMicros = time ?? Events.TimeOf(message.Span);
            record.Fields = filter.Save(fields);
            return true;
        }
    }

    /// <summary>Keeps the events that canned queries select.</summary>
    private sealed class SelectionJudge(SelectionScan selections) : PlainJudge(new PlainEvents(selections.Fields, isEnvelopeRead: true))
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override bool Keep(ReadOnlyMemory<byte> message, FieldStore fields, ref PlainRecord record)
        {
            var candidates = selections.Candidates(message.Span);
            if (candidates == 0)
            {
                return false;
            }

            // Few records match, and hardly a selection looks at the time: so it is read last.
            var time = selections.ReadsTime ? Events.TimeOf(message.Span) : null;
            record.Mask = selections.Match(FileScan.ToLogRecord(message, time), candidates);
            record.TimeMicros = record.Mask == 0 ? null : time ?? Events.TimeOf(message.Span);
            return record.Mask != 0;
        }
    }
}
