using System.Globalization;
using System.Text;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>FilterLogEvents, GetLogEvents, GetLogRecord, PutLogEvents.</summary>
internal sealed class EventOperations(GroupOperations groups, LogStore store, LocalServerOptions options)
{
    private const int MaxPageBytes = 1_048_576;
    private const int MaxBatchBytes = 1_048_576;
    private const int EventOverhead = 26;
    private const long DayMs = 86_400_000;

    public Task FilterAsync(Call call)
    {
        var request = call.Request;
        var group = groups.Find(request);
        var streams = request.Texts("logStreamNames", 100, 1, 512, Members.StreamName)?.ToHashSet(StringComparer.Ordinal);
        var prefix = request.Text("logStreamNamePrefix", 1, 512, Members.StreamName);
        var from = request.Whole("startTime") ?? 0;
        var to = request.Whole("endTime") ?? long.MaxValue;
        var written = request.Text("filterPattern", 0, 1024) ?? "";
        var pattern = FilterPattern.Parse(written);
        var max = (int)(request.Whole("limit", 1, 10_000) ?? 10_000);
        _ = request.Truth("interleaved");
        _ = request.Truth("unmask");
        var after = request.Text("nextToken", 1) is { } token ? EventToken.Parse(token, 'n', store.NowMs, DayMs) : EventToken.Before(from);
        if (streams is not null && prefix is not null)
        {
            throw ServiceErrorException.Parameter("logStreamNames and logStreamNamePrefix are mutually exclusive.");
        }

        if (streams is not null && streams.FirstOrDefault(s => !group.HasStream(s)) is not null)
        {
            throw ServiceErrorException.NotFound("The specified log stream does not exist.");
        }

        if (from > to)
        {
            throw ServiceErrorException.Parameter("startTime must not be after endTime.");
        }

        var found = group.Visible(from, to, store.NowMs).Where(e => after.IsBefore(e)
            && (streams is null || streams.Contains(e.Stream))
            && (prefix is null || e.Stream.StartsWith(prefix, StringComparison.Ordinal))
            && group.IsLetThrough(written, pattern, e));
        var (page, isCut) = call.Fault == FaultKind.EmptyPage ? ([], true) : Cut(found, max);
        WriteEvents(call, page, isNamed: true);
        call.Answer.WriteStartArray("searchedLogStreams");
        call.Answer.WriteEndArray();
        if (isCut)
        {
            call.Answer.WriteString("nextToken", (page.Count == 0 ? after : EventToken.Of(page[^1])).ToText('n', store.NowMs));
        }

        return Task.CompletedTask;
    }

    public Task GetAsync(Call call)
    {
        var request = call.Request;
        var group = groups.Find(request);
        var stream = request.RequiredText("logStreamName", 1, 512, Members.StreamName);
        var from = request.Whole("startTime") ?? 0;
        var to = (request.Whole("endTime") ?? long.MaxValue) - 1;
        var max = (int)(request.Whole("limit", 1, 10_000) ?? 10_000);
        var isFromHead = request.Truth("startFromHead") ?? false;
        _ = request.Truth("unmask");
        if (!group.HasStream(stream))
        {
            throw ServiceErrorException.NotFound("The specified log stream does not exist.");
        }

        var all = group.Visible(from, to, store.NowMs).Where(e => e.Stream == stream);
        var token = request.Text("nextToken", 1);
        var isForward = token is null ? isFromHead : token.StartsWith("f/", StringComparison.Ordinal);
        var at = token is null
            ? (isFromHead ? EventToken.Before(from) : EventToken.Before(long.MaxValue))
            : EventToken.Parse(token.Length > 2 ? token[2..] : "", isForward ? 'f' : 'b', store.NowMs, DayMs);
        List<StoredEvent> page;
        if (isForward)
        {
            page = Cut(all.Where(at.IsBefore), max).Page;
        }
        else
        {
            page = Cut(all.Where(e => !at.IsBefore(e) && !at.IsAt(e)).Reverse(), max).Page;
            page.Reverse();
        }

        WriteEvents(call, page, isNamed: false);

        // The token that comes back as it was sent tells the client that there is no more, so it says nothing of the time.
        call.Answer.WriteString("nextForwardToken", "f/" + (page.Count == 0 ? at : EventToken.Of(page[^1])).ToText('f', 0));
        call.Answer.WriteString("nextBackwardToken", "b/" + (page.Count == 0 ? at : EventToken.Of(page[0])).ToText('b', 0));
        return Task.CompletedTask;
    }

    public Task GetRecordAsync(Call call)
    {
        var pointer = call.Request.RequiredText("logRecordPointer");
        _ = call.Request.Truth("unmask");
        if (!store.TryFind(pointer, out var group, out var stored))
        {
            throw ServiceErrorException.Parameter("The specified logRecordPointer is invalid.");
        }

        call.Answer.WriteStartObject("logRecord");
        call.Answer.WriteString("@ptr", pointer);
        call.Answer.WriteString("@timestamp", stored.TimestampMs.ToString(CultureInfo.InvariantCulture));
        call.Answer.WriteString("@ingestionTime", stored.IngestionMs.ToString(CultureInfo.InvariantCulture));
        call.Answer.WriteString("@logStream", stored.Stream);
        call.Answer.WriteString("@log", $"{options.Account}:{group.Name}");
        call.Answer.WriteString("@message", stored.Message.Span);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in DiscoveredFields.Of(stored.Message, options.MaxDiscoveredFields ?? int.MaxValue))
        {
            if (seen.Add(name))
            {
                call.Answer.WriteString(name.StartsWith('@') ? "@" + name : name, Comparison.TextOf(value));
            }
        }

        call.Answer.WriteEndObject();
        return Task.CompletedTask;
    }

    public Task PutAsync(Call call)
    {
        var request = call.Request;
        var name = request.RequiredText("logGroupName", 1, 512, Members.GroupName);
        var stream = request.RequiredText("logStreamName", 1, 512, Members.StreamName);
        var list = request.List("logEvents") ?? throw Members.Missing("logEvents");
        _ = request.Text("sequenceToken", 1);
        _ = request.Object("entity");
        if (list.Count is < 1 or > 10_000)
        {
            throw Members.Violated("logEvents", $"{list.Count} elements", list.Count < 1 ? "have length greater than or equal to 1" : "have length less than or equal to 10000");
        }

        var events = list.Select(e => new Members(e)).Select(m => (At: m.RequiredWhole("timestamp"), Text: m.RequiredText("message", 1))).ToList();
        if (!store.TryGet(name, out var group))
        {
            throw ServiceErrorException.NotFound("The specified log group does not exist.");
        }

        if (!group.HasStream(stream))
        {
            throw ServiceErrorException.NotFound("The specified log stream does not exist.");
        }

        CheckBatch(events);
        var now = store.NowMs;
        var visibleAt = options.VisibleAt(options.Clock.GetUtcNow()).ToUnixTimeMilliseconds();
        var expired = group.RetentionDays is { } days ? events.FindLastIndex(e => e.At < now - days * DayMs) + 1 : 0;
        var tooOld = events.FindLastIndex(e => e.At < now - 14 * DayMs) + 1;
        var tooNew = events.FindIndex(e => e.At > now + 2 * 3_600_000);
        var good = events.Take(tooNew < 0 ? events.Count : tooNew).Skip(Math.Max(expired, tooOld)).ToList();
        foreach (var (at, text) in good)
        {
            store.Add(name, stream, at, Encoding.UTF8.GetBytes(text), visibleAt);
        }

        call.Entry.Rows = good.Count;
        call.Answer.WriteString("nextSequenceToken", "49610000000000000000000000000000000000000000000000000000");
        if (good.Count < events.Count)
        {
            call.Answer.WriteStartObject("rejectedLogEventsInfo");
            WriteIf("tooNewLogEventStartIndex", tooNew, tooNew >= 0);
            WriteIf("tooOldLogEventEndIndex", tooOld, tooOld > 0);
            WriteIf("expiredLogEventEndIndex", expired, expired > 0);
            call.Answer.WriteEndObject();
        }

        return Task.CompletedTask;

        void WriteIf(string member, int index, bool isRejected)
        {
            if (isRejected)
            {
                call.Answer.WriteNumber(member, index);
            }
        }
    }

    private static void CheckBatch(List<(long At, string Text)> events)
    {
        var sizes = events.Select(e => Encoding.UTF8.GetByteCount(e.Text) + EventOverhead).ToList();
        if (sizes.Exists(s => s > MaxBatchBytes))
        {
            throw ServiceErrorException.Parameter($"Log event too large: {sizes.Max()} bytes exceeds limit of {MaxBatchBytes}");
        }

        if (sizes.Sum() > MaxBatchBytes)
        {
            throw ServiceErrorException.Parameter($"Upload too large: {sizes.Sum()} bytes exceeds limit of {MaxBatchBytes}");
        }

        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].At < events[i - 1].At)
            {
                throw ServiceErrorException.Parameter("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }

        if (events[^1].At - events[0].At > DayMs)
        {
            throw ServiceErrorException.Parameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private static (List<StoredEvent> Page, bool IsCut) Cut(IEnumerable<StoredEvent> events, int max)
    {
        var page = new List<StoredEvent>();
        var bytes = 0;
        foreach (var one in events)
        {
            if (page.Count == max || (page.Count > 0 && bytes + one.Message.Length > MaxPageBytes))
            {
                return (page, true);
            }

            page.Add(one);
            bytes += one.Message.Length;
        }

        return (page, false);
    }

    private static void WriteEvents(Call call, List<StoredEvent> events, bool isNamed)
    {
        call.Entry.Rows = events.Count;
        call.Answer.WriteStartArray("events");
        foreach (var one in events)
        {
            call.Answer.WriteStartObject();
            if (isNamed)
            {
                call.Answer.WriteString("logStreamName", one.Stream);
            }

            call.Answer.WriteNumber("timestamp", one.TimestampMs);
            call.Answer.WriteString("message", Encoding.UTF8.GetString(one.Message.Span));
            call.Answer.WriteNumber("ingestionTime", one.IngestionMs);
            if (isNamed)
            {
                call.Answer.WriteString("eventId", one.Id.ToString("D56", CultureInfo.InvariantCulture));
            }

            call.Answer.WriteEndObject();
        }

        call.Answer.WriteEndArray();
    }
}
