using System.Globalization;
using System.Text.Json;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Tests.Sources.Demo;

public sealed class DemoClusterTests
{
    private const long MinuteMicros = 60_000_000;
    private const long Week = 7 * 1440;

    /// <summary>2026-11-16T00:00Z.</summary>
    private const long Start = 29_907_360;

    [Fact]
    public void Minute_AskedTwice_IsTheSameBytesUnderAnyCulture()
    {
        var usual = CultureInfo.CurrentCulture;
        var first = Digest(1, Start, 500);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal(first, Digest(1, Start, 500));
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(first, Digest(1, Start, 500));
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }

        Assert.NotEqual(first, Digest(2, Start, 500));
    }

    [Fact]
    public void Minutes_InAnyOrder_AreTheSame()
    {
        var cluster = new DemoCluster(3, 6, 4);
        var forwards = Enumerable.Range(0, 200).Select(i => Text(cluster.GetMinute(Start + i))).ToList();

        var backwards = Enumerable.Range(0, 200).Reverse().Select(i => Text(new DemoCluster(3, 6, 4).GetMinute(Start + i))).Reverse().ToList();

        Assert.Equal(forwards, backwards);
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(0.1, 4)]
    [InlineData(60, 0)]
    public void Events_OfAMinute_LieInItInOrderAndAreSound(double rate, double noise)
    {
        var cluster = new DemoCluster(5, rate, noise);
        var ids = new HashSet<string>();
        for (var minute = Start; minute < Start + 600; minute++)
        {
            var last = long.MinValue;
            foreach (var record in cluster.GetMinute(minute))
            {
                Assert.InRange(record.TimeMicros, Math.Max(last, minute * MinuteMicros), ((minute + 1) * MinuteMicros) - 1);
                last = record.TimeMicros;
                using var json = JsonDocument.Parse(record.Message);
                var e = json.RootElement;
                Assert.Equal(("Event", "audit.k8s.io/v1"), (e.GetProperty("kind").GetString(), e.GetProperty("apiVersion").GetString()));
                var at = DateTimeOffset.ParseExact(e.GetProperty("stageTimestamp").GetString()!, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                Assert.Equal(record.TimeMicros, (at - DateTimeOffset.UnixEpoch).Ticks / 10);
                Assert.True(string.CompareOrdinal(e.GetProperty("requestReceivedTimestamp").GetString(), e.GetProperty("stageTimestamp").GetString()) <= 0);
                Assert.True(ids.Add(e.GetProperty("auditID").GetString() + e.GetProperty("stage").GetString()), "One event a stage of a request.");
                Assert.NotEmpty(e.GetProperty("sourceIPs").EnumerateArray());
                Assert.True(e.TryGetProperty("verb", out _) && e.TryGetProperty("requestURI", out _) && e.TryGetProperty("userAgent", out _) && e.TryGetProperty("user", out _));
                AssertFollowsPolicy(e);
            }
        }
    }

    [Theory]
    [InlineData(1, 6, 4)]
    [InlineData(2, 6, 4)]
    [InlineData(3, 60, 1)]
    [InlineData(4, 0.5, 4)]
    public void Rate_OverTwoWeeks_IsAsAskedFor(long seed, double rate, double noise)
    {
        var (scan, days) = (new MergedScan(QueryCatalog.BuiltIn.Queries), rate > 10 ? 1 : rate < 1 ? 10 : 5);
        var cluster = new DemoCluster(seed, rate, noise);
        long matches = 0;
        long all = 0;
        for (var minute = Start; minute < Start + (days * 1440); minute++)
        {
            foreach (var record in cluster.GetMinute(minute))
            {
                all++;
                matches += scan.Match(Record(record)) != 0 ? 1 : 0;
            }
        }

        var expected = rate * days * 1440;
        Assert.InRange(matches / expected, 0.9, 1.1);
        Assert.InRange((all - matches) / (expected * noise), 0.9, 1.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20261123)]
    public void Week_OfAnySeed_HoldsEveryStory(long seed)
    {
        var scan = new MergedScan(QueryCatalog.BuiltIn.Queries);
        var cluster = new DemoCluster(seed, 2, 0.5);
        var found = new List<(ulong Mask, JsonElement Event)>();
        var counts = new Dictionary<string, int>();
        var peopleByHour = new HashSet<long>();
        for (var minute = Start + 777; minute < Start + 777 + Week; minute++)
        {
            foreach (var record in cluster.GetMinute(minute))
            {
                var mask = scan.Match(Record(record));
                using var json = JsonDocument.Parse(record.Message);
                foreach (var query in scan.Matched(mask))
                {
                    counts[query.Id] = counts.GetValueOrDefault(query.Id) + 1;
                }

                if (json.RootElement.GetProperty("user").TryGetProperty("username", out var name) && name.GetString()!.Contains(":assumed-role/", StringComparison.Ordinal))
                {
                    peopleByHour.Add(minute / 60);
                }

                if (mask != 0)
                {
                    found.Add((mask, json.RootElement.Clone()));
                }
            }
        }

        Assert.All(QueryCatalog.BuiltIn.Queries, q => Assert.True(counts.GetValueOrDefault(q.Id) > 0, q.Id));
        var map = found.Where(f => f.Event.TryGetProperty("objectRef", out var o) && o.TryGetProperty("name", out var n) && n.GetString() == "aws-auth" && Code(f.Event) < 400).Select(f => f.Event).ToList();
        var texts = map.Where(e => e.TryGetProperty("responseObject", out var r) && r.TryGetProperty("data", out _)).Select(e => e.GetProperty("responseObject").GetProperty("data").GetProperty("mapRoles").GetString()!).ToList();
        Assert.Contains(texts, t => t.Contains("444455556666", StringComparison.Ordinal) && t.Contains("system:masters", StringComparison.Ordinal));
        Assert.DoesNotContain("444455556666", texts[^1], StringComparison.Ordinal);
        Assert.Contains(texts, t => t.Contains('\t', StringComparison.Ordinal));
        Assert.Contains(map, e => Verb(e) == "delete");
        Assert.Contains(map, e => Verb(e) == "create" && !e.TryGetProperty("requestObject", out _) && e.GetProperty("level").GetString() == "Metadata");
        var bound = found.Select(f => f.Event).Where(e => e.GetProperty("requestURI").GetString()!.Contains("clusterrolebindings", StringComparison.Ordinal) && e.ToString().Contains("metrics-aggregator-view", StringComparison.Ordinal)).ToList();
        Assert.Contains(bound, e => Verb(e) == "create" && e.GetProperty("requestObject").GetProperty("roleRef").GetProperty("name").GetString() == "cluster-admin");
        Assert.Contains(bound, e => Verb(e) == "delete");
        Assert.Contains(found, f => f.Event.TryGetProperty("objectRef", out var o) && o.TryGetProperty("apiGroup", out var g) && g.GetString() == "iam.services.k8s.aws");
        Assert.True(LongestGapHours(peopleByHour) >= 9, "One quiet night.");
    }

    [Fact]
    public void AwsAuth_InAnyDay_HasAtLeastOneEdit()
    {
        var edits = Events(4, Start, Start + Week).Where(e => IsMapWrite(e.Event)).Select(e => e.Record.TimeMicros).ToList();

        Assert.All(edits.Zip(edits.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 20 * 60 * MinuteMicros));
    }

    [Fact]
    public void AwsAuth_EditAfterEdit_FollowsFromTheOneBefore()
    {
        string? version = null;
        string? uid = null;
        var previous = new List<string>();
        foreach (var (_, e) in Events(4, Start, Start + Week).Where(e => IsMapWrite(e.Event)))
        {
            if (Verb(e) == "update")
            {
                var read = e.GetProperty("requestObject").GetProperty("metadata");
                Assert.Equal(version ?? read.GetProperty("resourceVersion").GetString(), read.GetProperty("resourceVersion").GetString());
            }

            version = null;
            if (e.TryGetProperty("responseObject", out var stored) && stored.TryGetProperty("metadata", out var metadata))
            {
                version = metadata.GetProperty("resourceVersion").GetString();
                uid ??= metadata.GetProperty("uid").GetString();
                Assert.Equal(uid, metadata.GetProperty("uid").GetString());
                var lines = stored.GetProperty("data").ToString().Split("\\n");
                if (previous.Count > 0)
                {
                    Assert.InRange(lines.Except(previous).Count() + previous.Except(lines).Count(), 1, 12);
                }

                previous = [.. lines];
            }

            if (Verb(e) == "delete")
            {
                uid = null;
                previous = [];
            }
        }
    }

    [Fact]
    public void RbacObjects_EditedAgainAndAgain_ChangeByOneRuleEach()
    {
        var last = new Dictionary<string, (string Version, JsonElement Stored)>();
        var updates = 0;
        foreach (var (_, e) in Events(9, Start, Start + 2000))
        {
            if (!e.TryGetProperty("responseObject", out var stored) || !e.TryGetProperty("objectRef", out var o) || !o.TryGetProperty("apiGroup", out var g) || g.GetString() != "rbac.authorization.k8s.io"
                || !stored.TryGetProperty("metadata", out var metadata) || !metadata.TryGetProperty("uid", out var uid))
            {
                continue;
            }

            if (last.TryGetValue(uid.GetString()!, out var before))
            {
                if (Verb(e) == "update")
                {
                    updates++;
                    Assert.Equal(before.Version, e.GetProperty("requestObject").GetProperty("metadata").GetProperty("resourceVersion").GetString());
                }

                var member = stored.TryGetProperty("rules", out _) ? "rules" : "subjects";
                Assert.Equal(1, Math.Abs(stored.GetProperty(member).GetArrayLength() - before.Stored.GetProperty(member).GetArrayLength()));
                Assert.True(long.Parse(before.Version, CultureInfo.InvariantCulture) < long.Parse(metadata.GetProperty("resourceVersion").GetString()!, CultureInfo.InvariantCulture));
            }

            last[uid.GetString()!] = (metadata.GetProperty("resourceVersion").GetString()!, stored.Clone());
        }

        Assert.True(updates > 5);
    }

    [Fact]
    public void Stream_OfNEvents_IsExactAndRepeatable()
    {
        var first = DemoStream.Generate(4_345, 8, DemoStream.DefaultStart, DemoStream.DefaultRate).ToList();
        var again = DemoStream.Generate(4_345, 8, DemoStream.DefaultStart, DemoStream.DefaultRate).ToList();
        var fast = DemoStream.Generate(4_345, 8, DemoStream.DefaultStart.AddSeconds(30), 3000).ToList();

        Assert.Equal(4_345, first.Count);
        Assert.Equal(Text(first), Text(again));
        Assert.InRange((first[^1].TimeMicros - first[0].TimeMicros) / MinuteMicros, 110, 190);
        Assert.InRange(fast[^1].TimeMicros - fast[0].TimeMicros, 40_000_000, 150_000_000);
        Assert.True((DemoStream.DefaultStart.AddSeconds(30) - DateTimeOffset.UnixEpoch).Ticks / 10 <= fast[0].TimeMicros);
        Assert.Contains(first, r => System.Text.Encoding.UTF8.GetString(r.Message.Span).Contains("444455556666", StringComparison.Ordinal));
        Assert.Empty(DemoStream.Generate(0, 8, DemoStream.DefaultStart, DemoStream.DefaultRate));
    }

    private static void AssertFollowsPolicy(JsonElement e)
    {
        var level = e.GetProperty("level").GetString();
        var stage = e.GetProperty("stage").GetString();
        var hasUser = e.GetProperty("user").TryGetProperty("username", out _);
        var resource = e.TryGetProperty("objectRef", out var o) ? o.GetProperty("resource").GetString() : null;
        if (level == "Metadata")
        {
            Assert.False(e.TryGetProperty("requestObject", out _) || e.TryGetProperty("responseObject", out _));
        }

        if (resource is "secrets")
        {
            Assert.Equal("Metadata", level);
        }

        if (stage == "RequestReceived")
        {
            Assert.Equal(("serviceaccounts", "token"), (resource, o.GetProperty("subresource").GetString()));
            return;
        }

        var code = Code(e);
        Assert.Equal(code == 401, !hasUser);
        Assert.Equal(code == 401 || (Verb(e) == "watch" && stage == "ResponseStarted"), stage == "ResponseStarted");
        Assert.Equal(hasUser, e.TryGetProperty("annotations", out var annotations));
        if (hasUser)
        {
            Assert.Equal(code == 403 ? "forbid" : "allow", annotations.GetProperty("authorization.k8s.io/decision").GetString());
        }
    }

    private static bool IsMapWrite(JsonElement e) =>
        e.TryGetProperty("objectRef", out var o) && o.TryGetProperty("name", out var n) && n.GetString() == "aws-auth" && Verb(e) is not ("get" or "list") && Code(e) < 400;

    private static IEnumerable<(DemoRecord Record, JsonElement Event)> Events(long seed, long from, long to)
    {
        var cluster = new DemoCluster(seed, 6, 0);
        for (var minute = from; minute < to; minute++)
        {
            foreach (var record in cluster.GetMinute(minute))
            {
                using var json = JsonDocument.Parse(record.Message);
                yield return (record, json.RootElement.Clone());
            }
        }
    }

    private static LogRecord Record(DemoRecord record) => new() { Message = record.Message, TimestampMicros = record.TimeMicros };

    private static string? Verb(JsonElement e) => e.GetProperty("verb").GetString();

    private static int Code(JsonElement e) => e.GetProperty("responseStatus").GetProperty("code").GetInt32();

    private static long LongestGapHours(HashSet<long> hours)
    {
        var sorted = hours.Order().ToList();
        return sorted.Zip(sorted.Skip(1), (a, b) => b - a).Max();
    }

    private static string Text(IEnumerable<DemoRecord> records) => string.Join('\n', records.Select(r => Convert.ToBase64String(r.Message.Span)));

    private static string Digest(long seed, long from, int minutes)
    {
        var cluster = new DemoCluster(seed, 6, 4);
        var bytes = Enumerable.Range(0, minutes).SelectMany(i => cluster.GetMinute(from + i)).SelectMany(r => r.Message.ToArray()).ToArray();
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
    }
}
