using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Semantics;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Tests.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Semantics;

/// <summary>What a log group is asked of that AWS leaves open, and what is made of its answers.</summary>
/// <remarks>Four events are asked about: a status of a pod, a role, a shell in a pod and a refused write of more than 200 fields. What other readings give of them is counted by hand.</remarks>
public sealed class SemanticsCheckerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private static readonly TimeWindow Window = TimeWindow.Between(Noon.AddMinutes(-10), Noon);

    // Part of the query whose answer is another, the column and its cells, and what is said of it. No column: no row; column x: a row without it.
    private static readonly (string Part, string Column, string Cells, string Sentence)[] OtherReadings =
    [
        ("| stats count(*) as n", "n", "4.0", "A count is printed with a decimal. In the embedded engine, it is printed without decimals."),
        ("| limit 1 | filter", "", "", "A filter that follows a limit is applied to the rows that the limit leaves. In the embedded engine, it is applied before it."),
        ("fields @timestamp | filter @logStream like \"kube-apiserver-audit\" and toMillis(@timestamp) < 1795176000000 | limit 1", "@timestamp", "2026-11-20 11:51:00.100", "Rows of a query without a sort come oldest first. In the embedded engine, they come newest first."),
        ("| sort responseStatus.code |", "responseStatus.code", "403", "A sort that names no direction is descending. In the embedded engine, it is ascending."),
        ("| sort objectRef.subresource asc", "x", "", "An event without the field of an ascending sort comes first. In the embedded engine, it comes last."),
        ("| sort objectRef.subresource desc", "x", "", "An event without the field of a descending sort comes first. In the embedded engine, it comes last."),
        ("!= \"status\"", "n", "3", "An event without the field that != compares is kept. In the embedded engine, it is left out."),
        ("not like \"status\"", "n", "3", "An event without the field that not like compares is kept. In the embedded engine, it is left out."),
        ("not in [\"status\"]", "n", "3", "An event without the field that not in compares is kept. In the embedded engine, it is left out."),
        ("as n by objectRef.subresource", "n", "1,1", "An event without the field that stats groups by is left out. In the embedded engine, it is in a group of its own."),
        ("toMillis(@timestamp) < 0 | stats", "", "", "stats without groups, over no event, gives no row. In the embedded engine, it gives a row with zero."),
        ("= \"200\"", "n", "0", "A number and a text of the same digits are not equal. In the embedded engine, they are equal."),
        ("in [\"200\", \"201\"]", "n", "0", "A number in a list of texts of the same digits is not in it. In the embedded engine, it is in it."),
        ("= 200.0", "n", "0", "The numbers 200 and 200.0 are not equal. In the embedded engine, they are equal."),
        ("bin(1w)", "week", "2026-11-19 00:00:00.000", "A week of bin(1w) begins on Thursday, as whole weeks since 1970 do. In the embedded engine, it begins on Monday."),
        ("bin(1w)", "week", "2026-11-15 00:00:00.000", "A week of bin(1w) begins on Sunday. In the embedded engine, it begins on Monday."),
        ("avg(", "a", "118.67", "An average is printed with two decimals at most. In the embedded engine, it is printed with four decimals at most."),
        ("avg(", "a", "118.66666666666667", "An average is printed with all its decimals. In the embedded engine, it is printed with four decimals at most."),
        ("stddev(", "a", "110.309", "stddev is that of a sample. In the embedded engine, it is that of the population."),
        ("pct(", "a", "100.0", "pct between two values is the lower of them. In the embedded engine, it is interpolated."),
        ("pct(", "a", "256", "pct between two values is the upper of them. In the embedded engine, it is interpolated."),
        ("pct(", "a", "7", "pct between two values is read in a way of its own: the answer was 7, where 178 was expected. In the embedded engine, it is interpolated."),
    ];

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EndReading.Instant, "means the instant at which its last second begins")]
    [InlineData(EndReading.WholeSecond, "means its last second as a whole")]
    public async Task Check_ServiceReadsAsTheEngineDoes_SaysOfEachQuestionThatItHolds(EndReading reading, string end)
    {
        await using var scene = await StartSceneAsync(reading, maxFields: null);

        var report = await CheckAsync(scene, (_, rows) => rows);

        Assert.Null(report.Error);
        Assert.Equal((4, Window), (report.Events, report.Window));
        Assert.Equal(
            [
                "A count is printed without decimals.",
                "A filter that follows a limit is applied before it.",
                "Rows of a query without a sort come newest first.",
                "A sort that names no direction is ascending.",
                "An event without the field of an ascending sort comes last.",
                "An event without the field of a descending sort comes last.",
                "An event without the field that != compares is left out.",
                "An event without the field that not like compares is left out.",
                "An event without the field that not in compares is left out.",
                "An event without the field that stats groups by is in a group of its own.",
                "stats without groups, over no event, gives a row with zero.",
                "A number and a text of the same digits are equal.",
                "A number in a list of texts of the same digits is in it.",
                "The numbers 200 and 200.0 are equal.",
                "A week of bin(1w) begins on Monday.",
                "An average is printed with four decimals at most.",
                "stddev is that of the population.",
                "pct between two values is interpolated.",
            ],
            Sentences(report, SemanticOutcome.Holds));
        Assert.Equal(
            [
                "Fields of an event of more than 200 are all found. Where not all are found, conditions on annotations behind a long body miss such events; what is collected by default has none.",
                "Where a query's limit and the limit of StartQuery differ, that of StartQuery holds. Nothing depends on it here.",
                $"The end of a window {end}. Nothing depends on it here.",
                "A query that cannot be compiled is refused, with its place, character 20. Nothing depends on it here.",
            ],
            Sentences(report, SemanticOutcome.Found).Select(s => s.Split(" It said: ")[0]));
        Assert.Equal(
            ["What is stored of this window cannot be compared with the log group: not all of it is collected and settled yet."], Sentences(report, SemanticOutcome.NotTold));
        Assert.Equal(23, report.Findings.Count);
        Assert.Equal(report.Queries, scene.Server.Journal.Of("StartQuery").Count);
        Assert.InRange(report.Bytes, 1, long.MaxValue);
    }

    [Fact]
    public async Task Check_ServiceDiscovers200Fields_IsTold()
    {
        await using var scene = await StartSceneAsync(EndReading.Instant, maxFields: 200);

        var report = await CheckAsync(scene, (_, rows) => rows);

        Assert.Equal(
            "Fields of an event of more than 200 are found up to the 200th in the order of its text. Where not all are found, conditions on annotations behind a long body miss such events; what is collected by default has none.",
            Sentences(report, SemanticOutcome.Found)[0]);
        Assert.Empty(Sentences(report, SemanticOutcome.Differs));
    }

    [Fact]
    public async Task Check_ServiceReadsOtherwise_SaysWhichReadingHolds()
    {
        await using var scene = await StartSceneAsync(EndReading.Instant, maxFields: null);
        using var inner = scene.Source();
        var source = new AlteringSource(inner);
        await using var host = await HarvestHost.StartAsync(_folder, sources: [("lab", source)]);
        var checker = host.Provider.GetRequiredService<SemanticsChecker>();

        // Several answers to the same question come in as many rounds.
        foreach (var round in OtherReadings.GroupBy(r => r.Part).SelectMany(g => g.Select((reading, i) => (reading, i))).GroupBy(r => r.i, r => r.reading))
        {
            var left = round.ToList();
            source.Alter = (asked, rows) =>
            {
                var i = left.FindIndex(r => asked.Text.Contains(r.Part, StringComparison.Ordinal));
                if (i < 0)
                {
                    return rows;
                }

                var (_, column, cells, _) = left[i];
                left.RemoveAt(i);
                string?[] values = column == "x" ? new string?[1] : cells.Split(',');
                return column.Length == 0 ? AlteringSource.Rows("") : AlteringSource.Rows(column, values);
            };

            var report = await checker.CheckAsync("lab", Window, Token);

            Assert.Null(report.Error);
            Assert.Equal(round.Select(r => r.Sentence), Sentences(report, SemanticOutcome.Differs));
        }
    }

    [Fact]
    public async Task Check_ServiceRefusesAQuery_IsToldWithWhatItSaid()
    {
        await using var scene = await StartSceneAsync(EndReading.Instant, maxFields: null);

        var report = await CheckAsync(scene, (asked, rows) => asked.Text.Contains("bin(1w)", StringComparison.Ordinal)
            ? throw new QueryRefusedException("It is refused.", "no weeks here", new InvalidOperationException())
            : rows);

        var sentence = Assert.Single(Sentences(report, SemanticOutcome.Differs));
        Assert.StartsWith("A week of bin(1w) cannot be told: CloudWatch Logs refuses the query filter ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(", which the embedded engine takes. It said: no weeks here", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_EventsOfTheWindowTellLittle_SaysWhatIsMissing()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-9), Role(Noon.AddMinutes(-9), "a"));
        scene.Put(Noon.AddMinutes(-8), Role(Noon.AddMinutes(-8), "b"));

        var report = await CheckAsync(scene, (_, rows) => rows);

        Assert.Empty(Sentences(report, SemanticOutcome.Differs));
        Assert.Contains("A number and a text of the same digits cannot be told: this window holds no event with the response code 200.", Sentences(report, SemanticOutcome.NotTold));
        Assert.Contains("stddev cannot be told: this window holds no two events of different milliseconds.", Sentences(report, SemanticOutcome.NotTold));
        Assert.Contains("The end of a window cannot be told: this window holds no event between two whole seconds.", Sentences(report, SemanticOutcome.NotTold));
    }

    [Fact]
    public async Task Check_TooFewEvents_SaysSoAndWhatToDo()
    {
        await using var scene = await LogGroupScene.StartAsync();

        var report = await CheckAsync(scene, (_, rows) => rows);

        Assert.Equal(
            "The window from 2026-11-20 11:50:00 to 2026-11-20 12:00:00 UTC holds 0 audit events, which is too few to tell anything by. Choose another by --from and --to.",
            report.Error);
    }

    [Fact]
    public async Task Check_MoreEventsThanAreHeld_AsksAboutTheEndOfTheWindow()
    {
        await using var scene = await LogGroupScene.StartAsync();
        for (var i = 0; i < 2_000; i++)
        {
            scene.Put(Noon.AddMinutes(-9), Noise(Noon, string.Create(CultureInfo.InvariantCulture, $"n{i}")));
        }

        scene.Put(Noon.AddMinutes(-3), Role(Noon.AddMinutes(-3), "a"));
        scene.Put(Noon.AddMinutes(-2), Role(Noon.AddMinutes(-2), "b"));

        var report = await CheckAsync(scene, (_, rows) => rows);

        Assert.Null(report.Error);
        Assert.Empty(Sentences(report, SemanticOutcome.Differs));
        Assert.Equal((2, TimeWindow.Between(Noon.AddMinutes(-5), Noon)), (report.Events, report.Window));
    }

    [Fact]
    public async Task Check_EventsComeInMeanwhile_SaysSoInsteadOfTellingAnything()
    {
        await using var scene = await StartSceneAsync(EndReading.Instant, maxFields: null);

        var report = await CheckAsync(scene, (asked, rows) =>
        {
            if (asked.Text.Contains("| sort responseStatus.code |", StringComparison.Ordinal))
            {
                scene.Put(Noon.AddMinutes(-5), Noise(Noon, "late"));
            }

            return rows;
        });

        Assert.Empty(report.Findings);
        Assert.Equal(
            "The window from 2026-11-20 11:50:00 to 2026-11-20 12:00:00 UTC gave other events the second time it was read: events are still coming in. Choose an older one by --from and --to.",
            report.Error);
    }

    [Fact]
    public async Task Check_BudgetIsSpent_SaysSo()
    {
        await using var scene = await StartSceneAsync(EndReading.Instant, maxFields: null);
        using var inner = scene.Source();
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { DailyBudget = 0.004, BudgetReserve = 0, PricePerGigabyte = 1_000 }, sources: [("lab", new AlteringSource(inner))]);

        var report = await host.Provider.GetRequiredService<SemanticsChecker>().CheckAsync("lab", Window, Token);
        var days = await host.Provider.GetRequiredService<ScanCostStore>().GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token);

        Assert.Contains("Harvest:DailyBudget", report.Error, StringComparison.Ordinal);
        Assert.Equal((ScanPurpose.Check, report.Bytes), days.Select(d => (d.Purpose, d.Bytes)).Single());
    }

    [Fact]
    public async Task Check_StoredEventsAreThoseOfTheLogGroup_SaysSoAndElseWhichQueryDiffers()
    {
        await using var scene = await LogGroupScene.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            scene.Put(Noon.AddMinutes(i - 8), Role(Noon.AddMinutes(i - 8), "r" + i));
        }

        using var inner = scene.Source();
        await using var host = await HarvestHost.StartAsync(_folder, sources: [("lab", new AlteringSource(inner))]);
        await host.RunAsync("lab");
        var checker = host.Provider.GetRequiredService<SemanticsChecker>();

        var same = await checker.CheckAsync("lab", Window, Token);
        scene.Put(Noon.AddMinutes(-4), Role(Noon.AddMinutes(-4), "unseen"));
        var other = await checker.CheckAsync("lab", Window, Token);

        Assert.Equal("What is stored of this window is what the log group holds of it: 3 matches of 12 canned queries.", same.Findings[^1].Sentence);
        Assert.Equal(SemanticOutcome.Holds, same.Findings[^1].Outcome);
        Assert.Equal("What is stored of this window is not what the log group holds of it: roles selects 4 of its events, and 3 are stored.", other.Findings[^1].Sentence);
        Assert.Equal(SemanticOutcome.Differs, other.Findings[^1].Outcome);
    }

    [Fact]
    public async Task Check_NoWindowGiven_AsksAboutTheNewestThatHoldsCollectedEvents()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-95), Role(Noon.AddMinutes(-95), "a"));
        scene.Put(Noon.AddMinutes(-92), Role(Noon.AddMinutes(-92), "b"));
        using var inner = scene.Source();
        await using var host = await HarvestHost.StartAsync(_folder, sources: [("lab", new AlteringSource(inner))]);
        await host.RunAsync("lab");

        var report = await host.Provider.GetRequiredService<SemanticsChecker>().CheckAsync("lab", null, Token);

        Assert.Equal((2, TimeWindow.Between(Noon.AddMinutes(-101), Noon.AddMinutes(-91))), (report.Events, report.Window));
    }

    [Fact]
    public async Task Check_SourceWithoutAnEngineOfItsOwn_HasNothingToAsk()
    {
        await using var host = await HarvestHost.StartAsync(_folder, sources: [("files", new ScriptedSource())]);

        var report = await host.Provider.GetRequiredService<SemanticsChecker>().CheckAsync("files", null, Token);

        Assert.EndsWith("is read by the embedded engine alone, so there is nobody else to ask.", report.Note, StringComparison.Ordinal);
        Assert.Equal((null, 0), (report.Error, report.Queries));
    }

    private static async Task<LogGroupScene> StartSceneAsync(EndReading reading, int? maxFields)
    {
        var scene = await LogGroupScene.StartAsync(o =>
        {
            o.EndReading = reading;
            o.MaxDiscoveredFields = maxFields;
        });
        const string Decision = ""","annotations":{"authorization.k8s.io/decision":"allow"}""";
        scene.Put(Noon.AddMinutes(-9).AddMilliseconds(100), Event("a", 200, "status", Decision));
        scene.Put(Noon.AddMinutes(-8).AddMilliseconds(256), Event("b", 201, null, ""));
        scene.Put(Noon.AddMinutes(-7), Event("c", 200, "exec", ""));
        scene.Put(Noon.AddMinutes(-6).AddMilliseconds(640), Event("d", 403, null, $",\"requestObject\":{{{string.Join(',', Enumerable.Range(0, 250).Select(i => $"\"f{i}\":{i}"))}}}{Decision}"));

        // Other streams of the log group are no audit log.
        scene.Put(Noon.AddMinutes(-5), "I1120 something else"u8.ToArray(), "kube-apiserver-0123");
        return scene;
    }

    private static byte[] Event(string id, int code, string? subresource, string more) => Encoding.UTF8.GetBytes(
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{{id}}}","stage":"ResponseComplete","verb":"update","user":{"username":"alice"},"objectRef":{"resource":"pods","name":"web"{{{(subresource is null ? "" : $",\"subresource\":\"{subresource}\"")}}}},"responseStatus":{"code":{{{code}}}}{{{more}}}}""");

    private static List<string> Sentences(SemanticReport report, SemanticOutcome outcome) => [.. report.Findings.Where(f => f.Outcome == outcome).Select(f => f.Sentence)];

    private async Task<SemanticReport> CheckAsync(LogGroupScene scene, Func<AskedQuery, AskedRows, AskedRows> alter)
    {
        using var inner = scene.Source();
        await using var host = await HarvestHost.StartAsync(_folder, sources: [("lab", new AlteringSource(inner) { Alter = alter })]);
        return await host.Provider.GetRequiredService<SemanticsChecker>().CheckAsync("lab", Window, Token);
    }
}
