using System.Globalization;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>What AWS leaves open of averages, deviations and percentiles, over the milliseconds of the events' times: numbers that every event has.</summary>
internal static class Statistics
{
    private const string Value = "toMillis(@timestamp) % 1000";

    /// <summary>Among many events, readings lie too close together.</summary>
    private const int MostEvents = 40;

    /// <summary>The questions.</summary>
    public static IEnumerable<SemanticQuestion> Of(SemanticSample sample)
    {
        yield return Average(sample);
        yield return Deviation(sample);
        yield return Median(sample);
    }

    private static SemanticQuestion Average(SemanticSample sample)
    {
        var to = FewUpTo(sample, values => OtherPrints(values.Average()).All(p => p != Rounded(values.Average(), 4)));
        var average = Values(sample, to).Average();
        var others = OtherPrints(average);
        return SemanticQuestions.Ask(
            sample, "An average", UpTo(sample, to, $"avg({Value})"), "a",
            "is printed with four decimals at most", "average of more than six decimals",
            new SemanticReading("is printed as a whole number", others[0]),
            new SemanticReading("is printed with two decimals at most", others[1]),
            new SemanticReading("is printed with six decimals at most", others[2]),
            new SemanticReading("is printed with all its decimals", others[3]));

        static string[] OtherPrints(double average) =>
            [Rounded(average, 0), Rounded(average, 2), Rounded(average, 6), average.ToString("R", CultureInfo.InvariantCulture)];

        static string Rounded(double average, int decimals) => Math.Round(average, decimals).ToString(CultureInfo.InvariantCulture);
    }

    private static SemanticQuestion Deviation(SemanticSample sample)
    {
        var to = FewUpTo(sample, values => values.Count >= 2 && values.Distinct().Skip(1).Any());
        var few = Values(sample, to);
        var mean = few.Average();
        var squares = few.Sum(v => (v - mean) * (v - mean));
        return Numeric(
            sample, "stddev", "stddev", to, "is that of the population", "two events of different milliseconds",
            new SemanticReading("is that of a sample", few.Count < 2 ? "0" : Print(Math.Sqrt(squares / (few.Count - 1)))));
    }

    private static SemanticQuestion Median(SemanticSample sample)
    {
        var to = FewUpTo(sample, values => values.Count % 2 == 0 && Middle(values) is var (low, high) && high - low >= 1);
        var (lower, upper) = Middle(Values(sample, to));
        return Numeric(
            sample, "pct between two values", "pct", to, "is interpolated", "pair of events whose milliseconds differ",
            new SemanticReading("is the lower of them", Print(lower)), new SemanticReading("is the upper of them", Print(upper)));
    }

    private static SemanticQuestion Numeric(SemanticSample sample, string topic, string function, long to, string ours, string needs, params SemanticReading[] others)
    {
        var argument = function == "pct" ? Value + ", 50" : Value;
        return SemanticQuestions.Ask(sample, topic, UpTo(sample, to, $"{function}({argument})"), "a", ours, needs, others) with { IsNumeric = true };
    }

    private static string UpTo(SemanticSample sample, long to, string aggregate) =>
        string.Create(CultureInfo.InvariantCulture, $"filter {sample.Condition} and toMillis(@timestamp) <= {to} | stats {aggregate} as a");

    /// <summary>Up to which time few events can tell; the last time where none can.</summary>
    private static long FewUpTo(SemanticSample sample, Func<List<double>, bool> canTell)
    {
        foreach (var to in sample.Times.Take(MostEvents))
        {
            var values = Values(sample, to);
            if (values.Count > MostEvents)
            {
                break;
            }

            if (canTell(values))
            {
                return to;
            }
        }

        return sample.Times[0];
    }

    private static List<double> Values(SemanticSample sample, long to) => [.. sample.Events.TakeWhile(e => e.Ms <= to).Select(e => (double)(e.Ms % 1_000))];

    private static (double Low, double High) Middle(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2], sorted[sorted.Count / 2]);
    }

    private static string Print(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
