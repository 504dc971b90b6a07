using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries.Tests;

public sealed class MergedScanTests
{
    private static readonly MergedScan All = new(QueryCatalog.BuiltIn.Queries);

    [Fact]
    public void Text_AllQueries_CompilesAndGivesTheFieldsOfAScan()
    {
        Assert.True(InsightsQuery.TryCompile(All.Text, QueryOptions.Default, out var query, out var error), error?.ToString());

        Assert.Equal(["@timestamp", "@message", "@ingestionTime", "@logStream"], query.Columns);
        Assert.Empty(query.Notes);
        Assert.True(All.IsTextAccepted);
    }

    [Fact]
    public void Text_OverEvents_SelectsExactlyTheUnion()
    {
        var events = Generated(seed: 3, count: 3_000);
        Assert.True(InsightsQuery.TryCompile(All.Text, QueryOptions.Default, out var query, out _));
        var run = query.Start();
        foreach (var record in events)
        {
            run.Add(record);
        }

        var expected = events.Where(e => All.Match(e) != 0).Select(e => Encoding.UTF8.GetString(e.Message.Span)).Order(StringComparer.Ordinal);

        Assert.Equal(expected, run.Complete().Rows.Select(r => r.Cells[1]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Match_GeneratedEvents_SameAsReadByHand()
    {
        var found = new HashSet<string>();
        foreach (var record in Generated(seed: 4, count: 20_000))
        {
            var ids = All.Matched(All.Match(record)).Select(q => q.Id).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(HandReading.Select(record.Message.ToArray()).Order(StringComparer.Ordinal), ids);
            found.UnionWith(ids);
        }

        // The generator must reach every query, or the comparison says nothing of it.
        Assert.Equal(12, found.Count);
    }

    [Fact]
    public void Split_ManyLongQueries_EachTextIsAccepted()
    {
        var users = Enumerable.Range(0, 40).Select(i => new UserQuery { Id = $"q{i}", Text = $"a{i} = \"{new string('x', 900)}\"" }).ToList();
        var queries = QueryCatalog.Create(users, out var errors).Queries;
        Assert.Empty(errors);

        var scans = MergedScan.Split(queries);

        Assert.True(scans.Count > 1);
        Assert.All(scans, s => Assert.True(s.IsTextAccepted));
        Assert.Equal(queries.Select(q => q.Id), scans.SelectMany(s => s.Queries).Select(q => q.Id));
    }

    [Fact]
    public void Constructor_NoneOrTooMany_Refused()
    {
        Assert.Throws<ArgumentException>(() => new MergedScan([]));
        Assert.Throws<ArgumentException>(() => new MergedScan([.. Enumerable.Repeat(QueryCatalog.BuiltIn.Queries[0], 65)]));
    }

    // Events whose envelope is drawn from the values that matter and their neighbours, some with escapes, repeats and cuts.
    private static List<LogRecord> Generated(int seed, int count)
    {
        var random = new Random(seed);
        string Of(params string[] items) => items[random.Next(items.Length)];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var colon = Of(":", ":", " : ");
            string Member(string name, string value) => $"\"{name}\"{colon}{value}";
            string Text(string value) => random.Next(20) == 0 && value.Length > 0
                ? string.Create(CultureInfo.InvariantCulture, $"\"\\u{(int)value[0]:x4}{value[1..]}\"")
                : $"\"{value}\"";
            var subject = Of("system:anonymous", "system:unauthenticated", "ann", "x]");
            var subjects = $"{{\"subjects\"{colon}[{{\"kind\":\"User\",\"name\":\"bob\"}},{{\"kind\":\"Group\",{Member("name", $"\"{subject}\"")}}}]}}";
            var members = new List<string>
            {
                Member("kind", "\"Event\""),
                Member("verb", Text(Of("create", "update", "patch", "delete", "deletecollection", "get", "list", "watch"))),
                Member("user", "{" + Member("username", Text(Of("system:anonymous", "system:anonymous", "ann"))) + "}"),
                Member("requestURI", Text(Of("/healthz", "/livez/ping", "/version?x=1", "/versionx", "/api/v1/pods"))),
                Member("objectRef", "{" + string.Join(",",
                    Member("resource", Text(Of("roles", "rolebindings", "clusterroles", "clusterrolebindings", "configmaps", "secrets", "serviceaccounts", "pods"))),
                    Member("namespace", Text(Of("kube-system", "default"))),
                    Member("name", Text(Of("aws-auth", "coredns")))) + "}"),
                Member("responseStatus", "{" + Member("code", Of("200", "201", "401", "403", "\"401\"", "403.0", "4.01e2", "404", "null")) + "}"),
            };
            if (random.Next(3) == 0)
            {
                members.Add(Member(Of("requestObject", "responseObject"), subjects));
            }

            if (random.Next(10) == 0)
            {
                members.Add(members[random.Next(members.Count)]);
                members.Add(Member("verb", Text(Of("get", "create"))));
            }

            if (random.Next(10) == 0)
            {
                members.RemoveAt(random.Next(members.Count));
            }

            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
            var json = "{" + string.Join(Of(",", " , "), members) + "}";
            if (random.Next(40) == 0)
            {
                json = json[..random.Next(json.Length)];
            }

            return new LogRecord { Message = Encoding.UTF8.GetBytes(json), TimestampMicros = random.Next(), LogStream = "kube-apiserver-audit-1" };
        })];
    }
}
