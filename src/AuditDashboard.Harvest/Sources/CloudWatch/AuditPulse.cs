using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Knows when audit events, or records of CloudTrail, were written into a log group: that tells a quiet time from one in which no log was kept.</summary>
/// <remarks>
/// Asked is FilterLogEvents for one event of the streams that are read: it is not billed by the byte and sees what is there. The times that
/// DescribeLogStreams tells may lag an hour behind, so they count only where events may not be listed. See <c>decisions/when-an-empty-window-is-believed.md</c>.
/// </remarks>
internal sealed class AuditPulse(CloudWatchClients clients, QueryCaller caller, CloudWatchSourceOptions options, TimeProvider clock)
{
    private const long SecondMicros = 1_000_000;
    private const long DayMicros = 24 * 60 * TimeWindow.MinuteMicros;
    private const int MaxPages = 100;
    private const string TrailAdvice = "See in the CloudTrail console whether the trail logs, and whether it may still write into this log group; collecting then goes on by itself.";
    private const string Advice = "Switch control plane logging of the type audit on for the cluster, in the EKS console or with aws eks update-cluster-config; collecting then goes on by itself.";
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(1);

    private readonly Beats _beats = new();
    private readonly Dictionary<TimeWindow, DateTimeOffset> _past = [];

    /// <summary>Finds the parts of a window that no audit log vouches for.</summary>
    /// <param name="window">The window, in whole seconds.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="LogSourceException">It cannot be found out.</exception>
    public async Task<PulseReading> LookAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        if (options.MaxSilence is not { } silence)
        {
            return PulseReading.Unasked;
        }

        var now = Now();
        if (_past.TryGetValue(window, out var asked) && now - asked < AskAgain)
        {
            return PulseReading.Empty(Past(window));
        }

        var max = silence.Ticks / TimeSpan.TicksPerMicrosecond;
        PulseReading reading;
        try
        {
            reading = await WalkAsync(window, max, cancellationToken);
        }
        catch (LogSourceException e) when (ServiceTrouble.IsDenied(e) || IsUnknown(e))
        {
            return await FromStreamsAsync(window, TimeWindow.ToMicrosSinceEpoch(now), max, e.Message, cancellationToken);
        }

        // A first start owes days in which a new cluster had no audit log, at each run again.
        if (!reading.HasEvents && reading.Silences is [{ Kind: SilenceKind.Past }] && window.ToMicros < TimeWindow.ToMicrosSinceEpoch(now) - DayMicros)
        {
            if (_past.Count >= MaxRemembered)
            {
                _past.Clear();
            }

            _past[window] = now;
        }

        return reading;
    }

    /// <summary>The audit streams, in the order in which the service lists them.</summary>
    /// <exception cref="LogSourceException">They cannot be listed.</exception>
    public async Task<IReadOnlyList<LogStream>> GetStreamsAsync(CancellationToken cancellationToken)
    {
        var streams = new List<LogStream>();
        string? token = null;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var request = new DescribeLogStreamsRequest
            {
                LogGroupName = options.GroupName,
                LogGroupIdentifier = options.GroupArn,
                LogStreamNamePrefix = options.StreamPrefix,
                NextToken = token,
            };
            var page = await caller.RepeatAsync(() => clients.Reader.DescribeLogStreamsAsync(request, cancellationToken), e => ServiceTrouble.Describe(e, options), cancellationToken);
            streams.AddRange((page.LogStreams ?? []).Where(s => s.LogStreamName is not null && options.IsRead(s.LogStreamName)));
            if (page.NextToken is not { Length: > 0 } next || next == token)
            {
                break;
            }

            token = next;
        }

        return streams;
    }

    /// <summary>An event of the audit streams, as a rule the first; null if there is none.</summary>
    /// <param name="fromMicros">First instant.</param>
    /// <param name="toMicros">End, exclusive.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>Its time, microseconds since 1970.</returns>
    /// <exception cref="LogSourceException">It cannot be found out.</exception>
    public async Task<long?> ProbeAsync(long fromMicros, long toMicros, CancellationToken cancellationToken)
    {
        var (from, to) = (Math.Max(0, (fromMicros + 999) / 1_000), (toMicros + 999) / 1_000 - 1);
        string? token = null;
        for (var pages = 0; from <= to; pages++)
        {
            var request = new FilterLogEventsRequest
            {
                LogGroupName = options.GroupName,
                LogGroupIdentifier = options.GroupArn,
                LogStreamNamePrefix = options.StreamPrefix,
                StartTime = from,
                EndTime = to,
                Limit = 1,
                NextToken = token,
            };
            var page = await caller.RepeatAsync(() => clients.Reader.FilterLogEventsAsync(request, cancellationToken), e => ServiceTrouble.Describe(e, options), cancellationToken);
            foreach (var found in page.Events ?? [])
            {
                // Whoever does not heed the prefix or the times proves nothing.
                if (options.IsRead(found.LogStreamName) && found.Timestamp is { } ms && ms >= from && ms <= to)
                {
                    _beats.Add(ms * 1_000);
                    return ms * 1_000;
                }
            }

            // A page may be empty and not the last.
            if (page.NextToken is not { Length: > 0 } next)
            {
                break;
            }

            token = next != token && pages < MaxPages
                ? next
                : throw new LogSourceException($"CloudWatch Logs did not come to an end of looking for {options.RecordWord}s in {options.LogGroup}.");
        }

        return null;
    }

    private DateTimeOffset Now() => clock.GetUtcNow() - clients.AheadBy;

    private async Task<PulseReading> WalkAsync(TimeWindow window, long max, CancellationToken cancellationToken)
    {
        var (from, to) = (window.FromMicros, window.ToMicros);
        var hasEvents = _beats.First(from, to) is not null || await ProbeAsync(from, to, cancellationToken) is not null;

        // After the first answer: it tells the service's time, if this machine's clock is ahead of it.
        var now = TimeWindow.ToMicrosSinceEpoch(Now());
        var before = _beats.Last(from - max, from + 1) ?? await ProbeAsync(from - max, from + 1, cancellationToken);
        if (before is null && !hasEvents)
        {
            return PulseReading.Empty(await JudgeAsync(window, now, max, cancellationToken));
        }

        var silences = new List<ScanSilence>();
        var at = before ?? await FirstAsync(from, to, cancellationToken);
        if (before is null)
        {
            AddTo(silences, Past(new TimeWindow(from, FloorSecond(at))));
        }

        // Between two events that are no further apart than the longest silence, the log was written.
        while (at < to)
        {
            if (await NextAsync(at, to, now, max, cancellationToken) is { } next)
            {
                at = next;
            }
            else if (at + max >= now)
            {
                // The newest window is read again soon; of an older one, what is known to be written counts for good.
                at = to < now - TimeWindow.MinuteMicros ? await LastAsync(at, to, cancellationToken) : at;
                AddTo(silences, new ScanSilence(window with { FromMicros = Math.Max(from, CeilSecond(at)) }, SilenceKind.Pending, $"No {options.RecordWord} that comes after this time has been delivered yet."));
                break;
            }
            else if (await LastAsync(at, Math.Min(at + max / 2, to), cancellationToken) is var last && last > at)
            {
                at = last;
            }
            else if (await ProbeAsync(at + max, to, cancellationToken) is { } again)
            {
                AddTo(silences, Past(new TimeWindow(Math.Max(from, CeilSecond(at)), FloorSecond(again))));
                at = again;
            }
            else
            {
                AddTo(silences, await JudgeAsync(window with { FromMicros = Math.Max(from, CeilSecond(at)) }, now, max, cancellationToken));
                break;
            }
        }

        return new PulseReading(hasEvents, silences);
    }

    // One that is as far ahead as it may be, or behind the window; null if none was found.
    private async Task<long?> NextAsync(long at, long to, long now, long max, CancellationToken cancellationToken)
    {
        if (_beats.Last(at + 1, at + max + 1) is { } known)
        {
            return known;
        }

        var end = Math.Min(at + max, now) + 1;
        var begin = Math.Min(to, at + max);
        if (begin < end && await ProbeAsync(begin, end, cancellationToken) is { } beyond)
        {
            return beyond;
        }

        return begin > at + max / 2 ? await ProbeAsync(at + max / 2, begin, cancellationToken) : null;
    }

    // The service gives the first of a time, as a rule: what lies before a known one is asked for until nothing does.
    private async Task<long> FirstAsync(long from, long to, CancellationToken cancellationToken)
    {
        var first = _beats.First(from, to) ?? to;
        for (var tries = 0; tries < MaxPages && first - from >= SecondMicros && await ProbeAsync(from, first, cancellationToken) is { } earlier; tries++)
        {
            first = earlier;
        }

        return first;
    }

    private async Task<long> LastAsync(long at, long to, CancellationToken cancellationToken)
    {
        while (to - at >= SecondMicros)
        {
            var middle = at + (to - at) / 2;
            if (await ProbeAsync(middle, to, cancellationToken) is { } later)
            {
                at = later;
            }
            else
            {
                to = middle;
            }
        }

        return at;
    }

    private async Task<ScanSilence> JudgeAsync(TimeWindow silent, long now, long max, CancellationToken cancellationToken) =>
        silent.ToMicros <= now - max || _beats.First(silent.ToMicros, long.MaxValue) is not null
            || await ProbeAsync(silent.ToMicros, now + 1, cancellationToken) is not null
                ? Past(silent)
                : new ScanSilence(silent, SilenceKind.Off, await SayOffAsync(cancellationToken));

    private async Task<string> SayOffAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await GetStreamsAsync(cancellationToken)).Count > 0 ? SaySilent(options) : SayNoStream(options);
        }
        catch (LogSourceException)
        {
            // Silent it is all the same.
            return SaySilent(options);
        }
    }

    /// <summary>Says that there is an audit log, and nothing comes.</summary>
    public static string SaySilent(CloudWatchSourceOptions options) =>
        options.IsTrail
            ? $"{GroupOf(options)} has had no record of CloudTrail for more than {SayLength(options.MaxSilence ?? TimeSpan.Zero)}: the trail is off, or its delivery stands still. {TrailAdvice}"
            : $"{GroupOf(options)} has had no audit event for more than {SayLength(options.MaxSilence ?? TimeSpan.Zero)}: the cluster's audit logging is off, or its delivery stands still. {Advice}";

    /// <summary>Says that there is no audit log.</summary>
    public static string SayNoStream(CloudWatchSourceOptions options) =>
        options.IsTrail
            ? $"{GroupOf(options)} has no stream: no trail writes into it. {TrailAdvice}"
            : $"{GroupOf(options)} has no stream {StreamFilter.StreamName}-…: the cluster's audit logging is off. {Advice}";

    private static string GroupOf(CloudWatchSourceOptions options) => $"The log group {options.LogGroup} in {ServiceTrouble.RegionOf(options)}";

    private static string SayLength(TimeSpan length) => length == TimeSpan.FromHours(1)
        ? "an hour"
        : length.Ticks % TimeSpan.TicksPerHour == 0 && length > TimeSpan.Zero
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length.TotalHours:0} hours")
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length.TotalMinutes:0} minutes");

    /// <summary>Where events may not be listed: what the streams say of themselves, as far as it reaches.</summary>
    private async Task<PulseReading> FromStreamsAsync(TimeWindow window, long now, long max, string problem, CancellationToken cancellationToken)
    {
        IReadOnlyList<LogStream> streams;
        try
        {
            streams = await GetStreamsAsync(cancellationToken);
        }
        catch (LogSourceException e) when (ServiceTrouble.IsDenied(e))
        {
            return new PulseReading(true, [new ScanSilence(
                window, SilenceKind.Off, $"Whether {(options.IsTrail ? "the trail" : "audit logging")} is on cannot be told, so nothing counts as collected. {problem}")]);
        }
        catch (LogSourceException e) when (IsUnknown(e))
        {
            // Not AWS, and nothing that could be asked.
            return PulseReading.Unasked;
        }

        // Their times may be an hour old, so that the end of what was written lies at or behind the end they tell.
        var written = Storage.Coverage.IntervalSet.Of(streams.Select(SpanOf).Where(s => !s.IsEmpty));
        var silences = new List<ScanSilence>();
        foreach (var silent in Storage.Coverage.IntervalSet.Of([window]).Except(written).Intervals)
        {
            var last = written.Intervals.Count == 0 ? long.MinValue : written.Intervals[^1].ToMicros;
            AddTo(silences, silent.ToMicros <= last || silent.ToMicros <= now - max - StreamLagMicros ? Past(silent)
                : last >= now - max - StreamLagMicros ? new ScanSilence(silent, SilenceKind.Pending, "The streams do not tell yet whether they reach this time.")
                : new ScanSilence(silent, SilenceKind.Off, await SayOffAsync(cancellationToken)));
        }

        return new PulseReading(streams.Count > 0, silences);
    }

    private const long StreamLagMicros = 60 * TimeWindow.MinuteMicros;

    private static TimeWindow SpanOf(LogStream stream)
    {
        var first = stream.FirstEventTimestamp ?? stream.CreationTime;
        var last = new[] { stream.LastEventTimestamp, stream.LastIngestionTime }.Max();
        return first is { } f && last is { } l && l >= f
            ? new TimeWindow(FloorSecond(Micros(f)), CeilSecond(Micros(l)))
            : default;
    }

    // Other servers than AWS's speak a part of the protocol only.
    private static bool IsUnknown(LogSourceException error) => error.InnerException is AmazonServiceException service and not ResourceNotFoundException
        && (service.ErrorCode is "UnknownOperationException" or "InvalidAction" or "NotImplemented" || (int)service.StatusCode is 404 or 405 or 501);

    private static long Micros(DateTime time) => TimeWindow.ToMicrosSinceEpoch(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)));

    private ScanSilence Past(TimeWindow window) => new(
        window, SilenceKind.Past, options.IsTrail
            ? "The log group holds no record of CloudTrail of this time: the trail was off or wrote elsewhere, or the records have expired."
            : "The log group holds no audit event of this time: audit logging was off, the cluster did not exist yet, or the events have expired.");

    private static void AddTo(List<ScanSilence> silences, ScanSilence one)
    {
        if (!one.Window.IsEmpty)
        {
            silences.Add(one);
        }
    }

    private static long FloorSecond(long micros) => micros - micros % SecondMicros;

    // The second of an event is one in which the log was written.
    private static long CeilSecond(long micros) => FloorSecond(micros) + SecondMicros;
}

/// <summary>What is known of a window before it is read.</summary>
/// <param name="HasEvents">False if no audit event lies in it: then there is nothing to read.</param>
/// <param name="Silences">Parts that no audit log vouches for, oldest first.</param>
internal sealed record PulseReading(bool HasEvents, IReadOnlyList<ScanSilence> Silences)
{
    /// <summary>Nothing is doubted.</summary>
    public static PulseReading Unasked { get; } = new(true, []);

    /// <summary>Nothing lies in the window.</summary>
    public static PulseReading Empty(ScanSilence silence) => new(false, [silence]);
}
