using System.Globalization;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>What AWS leaves open, as questions over a sample.</summary>
/// <remarks>Answers of readings other than the engine's are counted here by hand: the engine knows its own alone.</remarks>
internal static class SemanticQuestions
{
    private const string Subresource = "objectRef.subresource";
    private const string Code = "responseStatus.code";
    private const string Decision = "annotations.authorization.k8s.io/decision";

    // In an audit event, behind "pods/": some have it and most have none.
    private const string Known = "status";

    /// <summary>An answer without any row.</summary>
    public const string NoRow = "no row";

    /// <summary>A row without the column.</summary>
    public const string NoCell = "nothing";

    /// <summary>Most fields that the service discovers in an event.</summary>
    private const int MostFields = 200;

    /// <summary>All questions.</summary>
    public static IReadOnlyList<SemanticQuestion> Of(SemanticSample sample) =>
    [
        .. Orders(sample), .. MissingFields(sample), .. Numbers(sample), Week(sample), .. Statistics.Of(sample), Discovery(sample), RowLimits(sample), End(sample),
    ];

    /// <summary>A column's values as one text.</summary>
    public static string Join(IReadOnlyList<string?> cells) =>
        cells.Count == 0 ? NoRow : string.Join(", ", cells.Select(c => c ?? NoCell).Order(StringComparer.Ordinal));

    /// <summary>A question about one query, whose first reading is the engine's.</summary>
    internal static SemanticQuestion Ask(
        SemanticSample sample, string topic, string text, string column, string ours, string needs, params SemanticReading[] others) => new()
        {
            Topic = topic,
            Probes = [new SemanticProbe(text, column)],
            Readings = [new SemanticReading(ours, Join(sample.Run(text, column))), .. others],
            Needs = needs,
        };

    private static IEnumerable<SemanticQuestion> Orders(SemanticSample sample)
    {
        var newest = sample.Times[^1];
        yield return Ask(
            sample, "A filter that follows a limit",
            Say($"fields @timestamp | filter {sample.Condition} | sort @timestamp desc | limit 1 | filter toMillis(@timestamp) < {newest}"), "@timestamp",
            "is applied before it", "two events of different times",
            new SemanticReading("is applied to the rows that the limit leaves", NoRow));
        yield return Ask(
            sample, "Rows of a query without a sort", Say($"fields @timestamp | filter {sample.Condition} | limit 1"), "@timestamp",
            "come newest first", "two events of different times",
            new SemanticReading("come oldest first", Print(sample.Times[0])));

        var codes = sample.Events.Select(e => e.Code).OfType<string>().ToList();
        yield return Ask(
            sample, "A sort that names no direction",
            Say($"fields {Code} | filter {sample.Condition} and ispresent({Code}) | sort {Code} | limit 1"), Code,
            "is ascending", "two response codes",
            new SemanticReading("is descending", codes.MaxBy(c => double.TryParse(c, CultureInfo.InvariantCulture, out var code) ? code : -1) ?? NoRow));

        var subresources = sample.Events.Select(e => e.Subresource).OfType<string>().ToList();
        var needs = "event with a subresource beside one without";
        yield return Ask(
            sample, "An event without the field of an ascending sort", Say($"fields {Subresource} | filter {sample.Condition} | sort {Subresource} asc | limit 1"), Subresource,
            "comes last", needs, new SemanticReading("comes first", subresources.Count < sample.Events.Count ? NoCell : Join(sample.Run(
                Say($"fields {Subresource} | filter {sample.Condition} | sort {Subresource} asc | limit 1"), Subresource))));
        yield return Ask(
            sample, "An event without the field of a descending sort", Say($"fields {Subresource} | filter {sample.Condition} | sort {Subresource} desc | limit 1"), Subresource,
            "comes last", needs, new SemanticReading("comes first", subresources.Count < sample.Events.Count ? NoCell : Join(sample.Run(
                Say($"fields {Subresource} | filter {sample.Condition} | sort {Subresource} desc | limit 1"), Subresource))));
    }

    private static IEnumerable<SemanticQuestion> MissingFields(SemanticSample sample)
    {
        // Of what is there, all but one value; of what is not there, all.
        var kept = Count(sample, e => e.Subresource != Known);
        var keptUnlike = Count(sample, e => e.Subresource?.Contains(Known, StringComparison.Ordinal) != true);
        foreach (var (words, condition, answer) in new[]
        {
            ("!=", $"{Subresource} != \"{Known}\"", kept),
            ("not like", $"{Subresource} not like \"{Known}\"", keptUnlike),
            ("not in", $"{Subresource} not in [\"{Known}\"]", kept),
        })
        {
            yield return Ask(
                sample, $"An event without the field that {words} compares", Counting(sample, condition), "n",
                "is left out", "event without a subresource", new SemanticReading("is kept", answer));
        }

        var groups = sample.Events.GroupBy(e => e.Subresource, StringComparer.Ordinal).Where(g => g.Key is not null).Select(g => (string?)Text(g.Count()));
        yield return Ask(
            sample, "An event without the field that stats groups by", Say($"filter {sample.Condition} | stats count(*) as n by {Subresource}"), "n",
            "is in a group of its own", "event without a subresource", new SemanticReading("is left out", Join([.. groups])));
        yield return Ask(
            sample, "stats without groups, over no event,", Say($"filter {sample.Condition} and toMillis(@timestamp) < 0 | stats count(*) as n"), "n",
            "gives a row with zero", "", new SemanticReading("gives no row", NoRow));
    }

    private static IEnumerable<SemanticQuestion> Numbers(SemanticSample sample)
    {
        const string Needs = "event with the response code 200";
        yield return Ask(
            sample, "A number and a text of the same digits", Counting(sample, $"{Code} = \"200\""), "n", "are equal", Needs, new SemanticReading("are not equal", "0"));
        yield return Ask(
            sample, "A number in a list of texts of the same digits", Counting(sample, $"{Code} in [\"200\", \"201\"]"), "n", "is in it", Needs, new SemanticReading("is not in it", "0"));
        yield return Ask(
            sample, "The numbers 200 and 200.0", Counting(sample, $"{Code} = 200.0"), "n", "are equal", Needs, new SemanticReading("are not equal", "0"));
    }

    private static SemanticQuestion Week(SemanticSample sample)
    {
        return Ask(
            sample, "A week of bin(1w)", Say($"filter {sample.Condition} | stats count(*) as n by bin(1w) as week"), "week",
            "begins on Monday", "",
            new SemanticReading("begins on Thursday, as whole weeks since 1970 do", Weeks(DayOfWeek.Thursday)),
            new SemanticReading("begins on Sunday", Weeks(DayOfWeek.Sunday)));

        string Weeks(DayOfWeek first) => Join(
        [
            .. sample.Times.Select(ms => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.Date)
                .Select(day => day.AddDays(-(((int)day.DayOfWeek - (int)first + 7) % 7))).Distinct()
                .Select(day => Print(new DateTimeOffset(day, TimeSpan.Zero).ToUnixTimeMilliseconds())),
        ]);
    }

    private static SemanticQuestion Discovery(SemanticSample sample) => Ask(
        sample, "Fields of an event of more than 200", Counting(sample, $"ispresent(`{Decision}`)"), "n",
        "are all found", "event whose decision comes after 200 other fields",
        new SemanticReading("are found up to the 200th in the order of its text", Count(sample, e => e.HasDecision && e.DecisionPlace is > 0 and <= MostFields))) with
    {
        IsDependedOn = false,
        Aside = "Where not all are found, conditions on annotations behind a long body miss such events; what is collected by default has none.",
    };

    private static SemanticQuestion RowLimits(SemanticSample sample)
    {
        var text = $"fields @timestamp | filter {sample.Condition} | limit ";
        return new SemanticQuestion
        {
            Topic = "Where a query's limit and the limit of StartQuery differ,",
            Probes = [new SemanticProbe(text + "2", "@timestamp") { RowLimit = 3 }, new SemanticProbe(text + "3", "@timestamp") { RowLimit = 2 }],
            Readings =
            [
                new SemanticReading("that of the query holds", Rows(2, 3)), new SemanticReading("that of StartQuery holds", Rows(3, 2)),
                new SemanticReading("the smaller holds", Rows(2, 2)),
            ],
            Needs = "three events",
            IsDependedOn = false,
        };

        // The newest come first, as was asked before.
        string Rows(int first, int second) => Newest(first) + "; " + Newest(second);

        string Newest(int rows) => Join([.. sample.Events.Reverse().Take(rows).Select(e => (string?)Print(e.Ms))]);
    }

    private static SemanticQuestion End(SemanticSample sample)
    {
        // A second in which something happened after it began; the last one may be told apart the worst.
        var second = sample.Times.FirstOrDefault(ms => ms % 1_000 != 0) / 1_000;
        return new SemanticQuestion
        {
            Topic = "The end of a window",
            Probes = [new SemanticProbe($"filter {sample.Condition} | stats count(*) as n", "n") { Seconds = (second, second) }],
            Readings =
            [
                new SemanticReading("means the instant at which its last second begins", Count(sample, e => e.Ms == second * 1_000)),
                new SemanticReading("means its last second as a whole", Count(sample, e => e.Ms / 1_000 == second)),
            ],
            Needs = "event between two whole seconds",
            IsDependedOn = false,
        };
    }

    private static string Counting(SemanticSample sample, string condition) => $"filter {sample.Condition} and {condition} | stats count(*) as n";

    private static string Count(SemanticSample sample, Func<SampleEvent, bool> isCounted) => Text(sample.Events.Count(isCounted));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Print(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
