using System.Globalization;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>DescribeLogGroups, CreateLogGroup, DescribeLogStreams, CreateLogStream.</summary>
internal sealed class GroupOperations(LogStore store, LocalServerOptions options)
{
    private static readonly string[] Classes = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"];

    /// <summary>The name in an identifier, which may be an ARN.</summary>
    public static string NameOf(string identifier)
    {
        var parts = identifier.Split(':');
        return parts.Length >= 7 && parts[0] == "arn" && parts[5] == "log-group" ? parts[6] : identifier;
    }

    /// <summary>The log group that a request names one way or the other.</summary>
    /// <exception cref="ServiceErrorException">It names none, two, or one that does not exist.</exception>
    public LogGroup Find(Members request)
    {
        var name = request.Text("logGroupName", 1, 512, Members.GroupName);
        var identifier = request.Text("logGroupIdentifier", 1, 2048, Members.GroupIdentifier);
        if ((name is null) == (identifier is null))
        {
            throw ServiceErrorException.Parameter("Exactly one of logGroupName and logGroupIdentifier must be set");
        }

        return store.TryGet(name ?? NameOf(identifier!), out var group) // one of the two is set
            ? group
            : throw ServiceErrorException.NotFound("The specified log group does not exist.");
    }

    public Task CreateGroupAsync(Call call)
    {
        var group = new LogGroup(call.Request.RequiredText("logGroupName", 1, 512, Members.GroupName), store.NowMs)
        {
            Class = call.Request.Choice("logGroupClass", Classes) ?? "STANDARD",
            KmsKeyId = call.Request.Text("kmsKeyId", 0, 256),
            IsProtected = call.Request.Truth("deletionProtectionEnabled") ?? false,
        };
        _ = call.Request.Object("tags");
        return store.TryAdd(group)
            ? Task.CompletedTask
            : throw new ServiceErrorException("ResourceAlreadyExistsException", "The specified log group already exists");
    }

    public Task CreateStreamAsync(Call call)
    {
        var name = call.Request.RequiredText("logGroupName", 1, 512, Members.GroupName);
        var stream = call.Request.RequiredText("logStreamName", 1, 512, Members.StreamName);
        if (!store.TryGet(name, out var group))
        {
            throw ServiceErrorException.NotFound("The specified log group does not exist.");
        }

        return group.TryAddStream(stream, store.NowMs)
            ? Task.CompletedTask
            : throw new ServiceErrorException("ResourceAlreadyExistsException", "The specified log stream already exists");
    }

    public Task DescribeGroupsAsync(Call call)
    {
        var request = call.Request;
        var accounts = request.Texts("accountIdentifiers", 20);
        var prefix = request.Text("logGroupNamePrefix", 1, 512, Members.GroupName);
        var pattern = request.Text("logGroupNamePattern", 0, 512);
        var max = (int)(request.Whole("limit", 1, 50) ?? 50);
        var wantsLinked = request.Truth("includeLinkedAccounts") ?? false;
        var wantedClass = request.Choice("logGroupClass", Classes);
        var names = request.Texts("logGroupIdentifiers", 50, 1, 2048, Members.GroupIdentifier)?.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        if (prefix is not null && pattern is not null)
        {
            throw ServiceErrorException.Parameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        // This server has one account and knows of no other.
        var isOwn = accounts is null || !wantsLinked || accounts.Contains(options.Account, StringComparer.Ordinal);
        var found = store.Groups.Where(g => isOwn
            && (prefix is null || g.Name.StartsWith(prefix, StringComparison.Ordinal))
            && (pattern is null || g.Name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            && (wantedClass is null || g.Class == wantedClass)
            && (names is null || names.Contains(g.Name))).ToList();
        Paging.Write(call, max, "logGroups", found, g =>
        {
            call.Answer.WriteString("logGroupName", g.Name);
            call.Answer.WriteNumber("creationTime", g.CreationMs);
            if (g.RetentionDays is { } days)
            {
                call.Answer.WriteNumber("retentionInDays", days);
            }

            call.Answer.WriteNumber("metricFilterCount", 0);
            call.Answer.WriteString("arn", ArnOf(g) + ":*");
            call.Answer.WriteNumber("storedBytes", g.StoredBytes);
            if (g.KmsKeyId is { } key)
            {
                call.Answer.WriteString("kmsKeyId", key);
            }

            call.Answer.WriteString("logGroupClass", g.Class);
            call.Answer.WriteString("logGroupArn", ArnOf(g));
            call.Answer.WriteBoolean("deletionProtectionEnabled", g.IsProtected);
        });
        return Task.CompletedTask;
    }

    public Task DescribeStreamsAsync(Call call)
    {
        var request = call.Request;
        var group = Find(request);
        var prefix = request.Text("logStreamNamePrefix", 1, 512, Members.StreamName);
        var isByTime = request.Choice("orderBy", "LogStreamName", "LastEventTime") == "LastEventTime";
        var isDescending = request.Truth("descending") ?? false;
        var max = (int)(request.Whole("limit", 1, 50) ?? 50);
        if (isByTime && prefix is not null)
        {
            throw ServiceErrorException.Parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var times = group.Visible(0, long.MaxValue, store.NowMs)
            .Where(e => options.StreamTimesLag == TimeSpan.Zero || e.IngestionMs <= store.NowMs - (long)options.StreamTimesLag.TotalMilliseconds).GroupBy(e => e.Stream, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => (First: g.First().TimestampMs, Last: g.Last().TimestampMs, Ingested: g.Max(e => e.IngestionMs)), StringComparer.Ordinal);
        var found = group.Streams.Where(s => prefix is null || s.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (isByTime)
        {
            found = [.. found.OrderBy(s => times.TryGetValue(s.Name, out var t) ? t.Last : s.CreationMs).ThenBy(s => s.Name, StringComparer.Ordinal)];
        }

        if (isDescending)
        {
            found.Reverse();
        }

        Paging.Write(call, max, "logStreams", found, s =>
        {
            call.Answer.WriteString("logStreamName", s.Name);
            call.Answer.WriteNumber("creationTime", s.CreationMs);
            if (times.TryGetValue(s.Name, out var t))
            {
                call.Answer.WriteNumber("firstEventTimestamp", t.First);
                call.Answer.WriteNumber("lastEventTimestamp", t.Last);
                call.Answer.WriteNumber("lastIngestionTime", t.Ingested);
                call.Answer.WriteString("uploadSequenceToken", "49610000000000000000000000000000000000000000000000000000");
            }

            call.Answer.WriteString("arn", $"{ArnOf(group)}:log-stream:{s.Name}");
            call.Answer.WriteNumber("storedBytes", 0);
        });
        return Task.CompletedTask;
    }

    private string ArnOf(LogGroup group) =>
        string.Create(CultureInfo.InvariantCulture, $"arn:aws:logs:{options.Region}:{options.Account}:log-group:{group.Name}");
}
