using System.Text;
using AuditDashboard.Commands;
using AuditDashboard.Commands.Querying;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Queries;

namespace AuditDashboard.Tests.Commands.Scanning;

/// <summary>
/// The same queries over the same hostile files, with and without recognising plain events, on one thread and on several, with blocks that cut the
/// files everywhere: what is printed and what is reported must be the same, byte for byte.
/// </summary>
public sealed class FileQueryAgreementTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "fields @timestamp, @message, verb, user.username, objectRef.name, responseStatus.code | limit 100000",
        "filter verb = \"create\" and objectRef.resource in [\"roles\", \"secrets\"] | sort @timestamp asc | limit 20",
        "filter verb != \"get\" | stats count(*), latest(auditID), count_distinct(user.username) by objectRef.resource, bin(5m)",
        "filter responseStatus.code >= 401 | fields @message",
        "filter @message like /system:anon/ | fields user.username, @timestamp | dedup user.username",
        "filter not ispresent(objectRef.resource) | stats count(*) by verb",
        "fields concat(verb, \" \", objectRef.resource) as what | filter what = \"get secrets\" | stats count(*) by user.groups.0",
        "filter @timestamp >= 1767607200000 | stats count(*), min(@timestamp), max(@timestamp)",
    ];

    private readonly ScanFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_HostileFiles_SameOnEveryWay(int seed)
    {
        var lines = new HostileLines(seed);
        var files = new[] { _folder.Write("a.log", lines.Next(120)), _folder.Write("b.log.gz", lines.Next(60)), _folder.Write("c.json", lines.Next(3)), _folder.Write("d.log", lines.Next(400)) };
        RecordReader[] ways =
        [
            new() { Threads = 1 },
            new() { Threads = 1, BlockBytes = 700 },
            new() { Threads = 4, BlockBytes = 1_500 },
            new() { Threads = 3, BlockBytes = 64 * 1024 },
        ];

        foreach (var request in Requests(files))
        {
            var expected = ScanFolder.Run(request, new RecordReader { RecognisesPlainEvents = false });
            foreach (var way in ways)
            {
                expected.AssertSame(ScanFolder.Run(request, way), $"Seed {seed}, {way.Threads} threads, {way.BlockBytes} bytes: {Describe(request)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_OnePassAndSeparatePasses_Same(int seed)
    {
        var file = _folder.Write("a.log", new HostileLines(seed + 1_000).Next(300));
        var all = QueryCatalog.BuiltIn.Queries;

        var together = ScanFolder.Run(Canned([file], all), new RecordReader());

        var apart = all.Select(query => ScanFolder.Run(Canned([file], [query]), new RecordReader())).ToList();
        Assert.Equal(Encoding.UTF8.GetString(together.Output), string.Concat(apart.Select(run => Encoding.UTF8.GetString(run.Output))));
        Assert.All(apart, run => Assert.Equal(Problems(together.Errors), Problems(run.Errors)));
    }

    private static IEnumerable<string> Problems(string errors) => errors.Split('\n').Where(line => line.Contains(".log:", StringComparison.Ordinal) || line.Contains("could not be read", StringComparison.Ordinal));

    private static IEnumerable<QueryRequest> Requests(string[] files)
    {
        var canned = Canned(files, QueryCatalog.BuiltIn.Queries);
        var window = new TimeBounds(1_767_607_500_000_000, 1_767_609_000_000_000);
        yield return canned;
        yield return canned with { IsDistinct = true, Limit = 5 };
        yield return canned with { Bounds = window, IsBins = true };
        foreach (var text in Texts)
        {
            var query = ScanFolder.Request(files, text) with { HasStats = true };
            yield return query;
            yield return query with { IsDistinct = true };
            yield return ScanFolder.Request(files, text, window) with { HasStats = true };
        }
    }

    private static QueryRequest Canned(string[] files, IReadOnlyList<CannedQuery> queries) => ScanFolder.Request(files, null) with { HasStats = true, Canned = queries };

    private static string Describe(QueryRequest request) => request.Query?.Text ?? $"{request.Canned.Count} canned";
}
