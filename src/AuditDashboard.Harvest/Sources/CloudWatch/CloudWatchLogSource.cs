using System.Runtime.CompilerServices;
using Amazon.CloudWatchLogs.Model;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A log group of CloudWatch Logs, read by Logs Insights queries.</summary>
/// <remarks>
/// A window is complete only where every query over it ended as <c>Complete</c>, all pages were read, and the number of rows proves that none is
/// missing. A cut answer is read again in smaller pieces; what is cut still within one second, for one query, is a gap of that query alone.
/// Where no audit log vouches for a time, its silence is told and not taken for quiet.
/// </remarks>
internal sealed class CloudWatchLogSource : ILateLogSource, IQueriedLogSource, IDisposable
{
    /// <summary>Records that no field was discovered in, such as events that were cut on their way: no selection by fields finds them.</summary>
    private const string Unreadable = " or not ispresent(verb)";

    private const string UnreadableCall = " or not ispresent(eventName)";

    private const long SecondMicros = 1_000_000;
    private const int MaxPages = 10_000;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private readonly CloudWatchSourceOptions _options;
    private readonly QueryQueue _queue;
    private readonly TimeProvider _clock;
    private readonly Func<CloudWatchClients> _makeClients;
    private readonly Lock _lock = new();
    private CloudWatchClients? _clients;
    private QueryCaller? _caller;
    private AuditPulse? _pulse;
    private CloudWatchClients? _retired;

    /// <summary>Makes the source; nothing is called yet.</summary>
    /// <param name="options">Where and how it is read.</param>
    /// <param name="queue">The queue of its account and region.</param>
    /// <param name="clock">The clock that says up to when can be asked.</param>
    /// <param name="makeClients">Makes its clients; null for those of the environment.</param>
    public CloudWatchLogSource(CloudWatchSourceOptions options, QueryQueue queue, TimeProvider clock, Func<CloudWatchClients>? makeClients = null)
    {
        _options = options;
        _queue = queue;
        _clock = clock;
        _makeClients = makeClients ?? (() => CloudWatchClients.Create(options));
    }

    /// <inheritdoc/>
    public string Kind => "CloudWatch";

    /// <inheritdoc/>
    public long AvailableToMicros => TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow() - (Known()?.AheadBy ?? TimeSpan.Zero));

    /// <inheritdoc/>
    public string? ClockTrouble => Known()?.ClockAhead is { } ahead && ahead.Duration() >= ClockTolerance
        ? string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"This machine's clock is {Math.Round(ahead.Duration().TotalMinutes):0} minutes {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} AWS's. {(ahead > TimeSpan.Zero ? "Windows end by AWS's clock, so nothing is missed" : "Nothing is missed, but events are read that much later")}; set the clock, and keep it set by NTP.")
        : null;

    /// <inheritdoc/>
    public string? Advice => Known() is not null && LongTermKeys.AreUsed(_options) ? LongTermKeys.Advice : null;

    /// <inheritdoc/>
    public TimeSpan DeliveryDelay => _options.DeliveryDelay;

    /// <inheritdoc/>
    public bool IsBilled => true;

    /// <inheritdoc/>
    public bool IsSelective => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        [.. (await ExamineAsync(cancellationToken)).Where(f => f.IsMissing).Select(f => f.Sentence)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        List<SourceFinding> findings;
        try
        {
            var caller = Caller();
            findings = await new CloudWatchCheck(caller, _clients!, _pulse!, _options, _clock).RunAsync(cancellationToken); // both made with the caller
        }
        catch (LogSourceException e)
        {
            findings = [new SourceFinding(true, e.Message)];
        }

        if (ClockTrouble is { } trouble)
        {
            findings.Add(new SourceFinding(true, trouble));
        }
        else if (Known()?.ClockAhead is { } ahead)
        {
            findings.Add(new SourceFinding(false, string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"This machine's clock and AWS's agree to {Math.Max(1, Math.Ceiling(ahead.Duration().TotalSeconds)):0} s.")));
        }

        return findings;
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> FindRetentionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = _options.GroupArn is { } arn
                ? new DescribeLogGroupsRequest { LogGroupIdentifiers = [arn] }
                : new DescribeLogGroupsRequest { LogGroupNamePrefix = _options.LogGroup, Limit = 50 };
            var caller = Caller();
            var page = await caller.RepeatAsync(
                () => _clients!.Reader.DescribeLogGroupsAsync(request, cancellationToken), e => ServiceTrouble.Describe(e, _options), cancellationToken); // made with the caller
            return page.LogGroups?.FirstOrDefault(g => g.LogGroupName == _options.LogGroup || g.LogGroupArn == _options.LogGroup)?.RetentionInDays is { } days ? TimeSpan.FromDays(days) : null;
        }
        catch (LogSourceException)
        {
            // Not needed, so most are not allowed to ask.
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> MayHoldEventsAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        try
        {
            _ = Caller();
            return (await _pulse!.LookAsync(window, cancellationToken)).HasEvents; // made with the caller
        }
        catch (LogSourceException)
        {
            // Whoever reads the window is told the same, and says so.
            return true;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var report = new ScanReport();
        await foreach (var record in ScanAsync(window, scan, report, cancellationToken))
        {
            yield return record;
        }

        if (report.Gaps.Count > 0)
        {
            throw new LogSourceException(report.Gaps[0].Reason);
        }

        if (report.Silences.FirstOrDefault(s => s.Kind != SilenceKind.Pending) is { } silence)
        {
            throw new LogSourceException(silence.Reason);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> ScanAsync(
        TimeWindow window, MergedScan scan, ScanReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = Caller();
        var pulse = await _pulse!.LookAsync(window, cancellationToken); // made with the caller
        foreach (var silence in pulse.Silences)
        {
            report.Silences.Add(silence);
        }

        if (!pulse.HasEvents)
        {
            // Whatever else lies in the log group would be scanned, and billed, for nothing.
            report.IsLeftUnread = true;
            yield break;
        }

        var left = new Stack<ScanPiece>(Parts(scan).Reverse().Select(part => new ScanPiece(window, part)));
        var whole = left.ToHashSet();
        while (left.TryPop(out var piece))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (report.Forbid(piece.Window, piece.Scan.Queries) is { } forbidden)
            {
                throw new BudgetSpentException(forbidden);
            }

            var query = await caller.RunAsync(
                TextOf(piece.Scan), piece.Window.FromMicros / SecondMicros, piece.Window.ToMicros / SecondMicros,
                bytes => report.Billed.Add(new BilledScan([.. piece.Scan.Queries.Select(q => q.Id)], piece.Window, bytes, !whole.Contains(piece))),
                cancellationToken);
            var sample = new long[piece.Scan.Queries.Count];
            if (query.IsKnownToBeCut)
            {
                Count(piece, Records(piece, query.FirstPage, 0), sample);
                if (TryPushSmaller(piece, sample, left))
                {
                    continue;
                }
            }

            // Of a piece that turns out to be cut, the rows that came are given all the same: they are stored once, however often they come.
            Array.Clear(sample);
            long rows = 0;
            var page = query.FirstPage;
            for (var pages = 1; ; pages++)
            {
                var records = Records(piece, page, rows).ToList();
                rows += page.Results?.Count ?? 0;
                Count(piece, records, sample);
                foreach (var record in records)
                {
                    yield return record;
                }

                if (page.NextToken is not { Length: > 0 } token)
                {
                    break;
                }

                page = await NextAsync(caller, query.Id, token, pages, cancellationToken);
            }

            if (!query.IsProven(rows) && !TryPushSmaller(piece, sample, left))
            {
                report.Gaps.Add(GapOf(piece));
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> SearchAsync(
        TimeWindow window, MergedScan scan, bool isThorough, SearchReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = Caller();
        var patterns = LatePatterns.Of(scan.Queries, out var notSearched);
        report.NotSearched = notSearched;
        foreach (var pattern in isThorough ? [.. patterns, .. LatePatterns.Unreadable] : patterns)
        {
            string? token = null;
            long number = 0;
            for (var pages = 1; ; pages++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Calls++;

                // Milliseconds, inclusive: the last one of the window is the one before its end.
                var page = await caller.FilterAsync(pattern, window.FromMicros / 1_000, window.ToMicros / 1_000 - 1, token, cancellationToken);
                foreach (var found in page.Events ?? [])
                {
                    var record = ResultRows.ToRecord(found, _options.LogGroup, ++number);
                    if (record.SourceTimeMicros is { } micros && window.Contains(micros))
                    {
                        yield return record;
                    }
                }

                // A page may be empty and not the last.
                if (page.NextToken is not { Length: > 0 } next)
                {
                    break;
                }

                if (next == token || pages >= MaxPages)
                {
                    throw new LogSourceException($"CloudWatch Logs gave the same page of {_options.LogGroup} again and again.");
                }

                token = next;
            }
        }
    }

    /// <inheritdoc/>
    public Task<AskedRows> AskAsync(AskedQuery asked, ScanReport report, CancellationToken cancellationToken) =>
        new QueryAsker(Caller(), _options).AskAsync(asked, report, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _clients?.Dispose();
        _retired?.Dispose();
    }

    private CloudWatchClients? Known()
    {
        lock (_lock)
        {
            return _clients ?? _retired;
        }
    }

    /// <summary>Credentials are looked for anew before the next call: those of a profile or for a role are kept by the clients.</summary>
    private void RetireClients()
    {
        lock (_lock)
        {
            if (_clients is null || (_options.Profile is null && _options.RoleArn is null))
            {
                return;
            }

            // Another call may be under way with them.
            _retired?.Dispose();
            (_retired, _clients, _caller) = (_clients, null, null);
        }
    }

    /// <summary>The text that is sent for a scan.</summary>
    internal static string TextOf(MergedScan scan) => scan.Text + (scan.IsOfTrail ? UnreadableCall : Unreadable);

    private static bool TryPushSmaller(ScanPiece piece, long[] sample, Stack<ScanPiece> left)
    {
        var smaller = piece.Split(sample);
        foreach (var one in smaller.Reverse())
        {
            left.Push(one);
        }

        return smaller.Count > 0;
    }

    private static void Count(ScanPiece piece, IEnumerable<InputRecord> records, long[] sample)
    {
        foreach (var record in records)
        {
            var mask = piece.Scan.Match(new LogRecord { Message = record.Message, TimestampMicros = record.SourceTimeMicros, LogStream = record.LogStream });
            for (var i = 0; i < sample.Length; i++)
            {
                sample[i] += (long)(mask >> i & 1);
            }
        }
    }

    private static ScanGap GapOf(ScanPiece piece)
    {
        var query = piece.Scan.Queries[0];
        return new ScanGap(
            query.Id, piece.Window,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"More events match {query.Id} in the second {piece.Window.From:yyyy-MM-dd HH:mm:ss} UTC than CloudWatch Logs gives; that second stays not collected for this query."));
    }

    private static IEnumerable<MergedScan> Parts(MergedScan scan)
    {
        foreach (var part in MergedScan.Split(scan.Queries))
        {
            if (part.Queries.Count == 1 || InsightsQuery.TryCompile(TextOf(part), QueryOptions.Default, out _, out _))
            {
                yield return part;
                continue;
            }

            // The addition made it too long.
            yield return new MergedScan([.. part.Queries.Take(part.Queries.Count / 2)]);
            yield return new MergedScan([.. part.Queries.Skip(part.Queries.Count / 2)]);
        }
    }

    /// <summary>The records of a page that lie in the piece's window: its end is exclusive, and inclusive on the wire.</summary>
    private IEnumerable<InputRecord> Records(ScanPiece piece, GetQueryResultsResponse page, long rowsBefore)
    {
        foreach (var row in page.Results ?? [])
        {
            var record = ResultRows.ToRecord(row, _options.LogGroup, ++rowsBefore);
            var isRead = _options.IsTrail || record.LogStream is not { } stream || stream.Contains(StreamFilter.StreamName, StringComparison.Ordinal);
            if (isRead && record.SourceTimeMicros is { } micros && piece.Window.Contains(micros))
            {
                yield return record;
            }
        }
    }

    private async Task<GetQueryResultsResponse> NextAsync(QueryCaller caller, string id, string token, int pages, CancellationToken cancellationToken)
    {
        var page = await caller.PageAsync(id, token, cancellationToken);
        return page.NextToken == token || pages >= MaxPages
            ? throw new LogSourceException($"CloudWatch Logs gave the same page of {_options.LogGroup} again and again.")
            : page;
    }

    private QueryCaller Caller()
    {
        lock (_lock)
        {
            if (_caller is { } made)
            {
                return made;
            }

            try
            {
                _clients = _makeClients();
            }
            catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
            {
                throw new LogSourceException(ServiceTrouble.Describe(e, _options), e);
            }

            _caller = new QueryCaller(_clients, _queue, _options, RetireClients);
            _pulse = new AuditPulse(_clients, _caller, _options, _clock);
            return _caller;
        }
    }
}
