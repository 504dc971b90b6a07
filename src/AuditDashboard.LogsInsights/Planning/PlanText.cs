using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>A plan in words, for people who want to know what a run will do.</summary>
internal static class PlanText
{
    /// <summary>Prints it, one finding a line, lines ended by line feeds.</summary>
    public static string Print(Plan plan, IReadOnlyList<Plan> inner, QueryOptions options, QuerySource? source, IReadOnlyList<QueryDiagnostic> notes)
    {
        var output = new StringBuilder();
        Line(output, "runs", Printer.Print(plan.Order));
        if (source is not null)
        {
            Line(output, "source", "named by the query; what is read is chosen by whoever runs it");
        }

        Line(output, "window", Window(options));
        PrintReads(output, plan);
        foreach (var (step, index) in Steps(plan).Select((step, index) => (step, index)))
        {
            Line(output, index == 0 ? "steps" : "", step);
        }

        Line(output, "columns", string.Join(", ", plan.Columns));
        for (var i = 0; i < inner.Count; i++)
        {
            Line(output, string.Create(CultureInfo.InvariantCulture, $"first {i + 1}"), $"in a pass of its own: {Printer.Print(inner[i].Order)}");
            PrintReads(output, inner[i]);
        }

        foreach (var note in notes)
        {
            Line(output, note.Severity == DiagnosticSeverity.Note ? "note" : "warning", $"{note} ({note.Code})");
        }

        return output.ToString();
    }

    private static void PrintReads(StringBuilder output, Plan plan)
    {
        Line(output, "filter", plan.LeadingFilters.Count == 0
            ? "none before rows are held: every record of the window is a row"
            : $"on each record: {string.Join(" and ", plan.LeadingFilters.Select(f => f is Logical { IsAnd: false } ? $"({Printer.Print(f)})" : Printer.Print(f)))}");
        Line(output, "literals", plan.Literals.Count == 0
            ? "none: every record of the window is parsed"
            : $"a record without these bytes is passed over unparsed: {string.Join(" and ", plan.Literals.Select(l => plan.Literals.Count > 1 && l.Contains(" or ", StringComparison.Ordinal) ? $"({l})" : l))}");
        Line(output, "reads", plan.FieldsRead.Count == 0 ? "no field" : string.Join(", ", plan.FieldsRead));
    }

    private static string Window(QueryOptions options) => (options.FromMicros, options.ToMicros) switch
    {
        (null, null) => "none: every record, also one without a time",
        ({ } from, null) => $"from {ValueFormat.Instant(from)} UTC, decided before a record is read",
        (null, { } to) => $"before {ValueFormat.Instant(to)} UTC, decided before a record is read",
        ({ } from, { } to) => $"from {ValueFormat.Instant(from)} to before {ValueFormat.Instant(to)} UTC, decided before a record is read",
    };

    // Steps that hold rows back are what costs memory: they are told apart.
    private static IEnumerable<string> Steps(Plan plan)
    {
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case KeepStep keep:
                    yield return string.Create(CultureInfo.InvariantCulture, $"keep the first {keep.Limit} rows{(keep.IsDefault ? ", the default limit" : "")}");
                    break;
                case DedupStep:
                    yield return "keep the first row of each combination of keys";
                    break;
                case StatsStep stats:
                    yield return stats.Groups.Length == 0
                        ? "count all rows into one"
                        : $"hold one row for each group{(stats.IsByTimeAlone ? ", by time alone" : "")}{(stats.Fill is null ? "" : ", and add those of empty bins")}";
                    break;
                case FilterStep:
                    yield return "keep rows for which a filter is true";
                    break;
                case UnnestStep or ExpandStep:
                    yield return "make a row for each element of a list";
                    break;
                case GlobStep or RegexStep or CsvStep:
                    yield return "take values out of a text";
                    break;
                default:
                    yield return "compute a value";
                    break;
            }
        }
    }

    private static void Line(StringBuilder output, string name, string text) => output.Append(name.PadRight(10)).Append(text.ReplaceLineEndings(" ")).Append('\n');
}
