namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Which rule of the grammar reads a command; several names may share one.</summary>
internal enum CommandKind
{
    Fields,
    Display,
    Filter,
    Sort,
    Limit,
    Parse,
    Stats,
    Dedup,
    Unnest,
    Expand,
    Json,
    FillMissing,
    CountFrequent,
    Source,
}

/// <summary>A command that the engine runs.</summary>
/// <param name="Name">Its name in the case in which AWS writes it.</param>
/// <param name="Kind">The rule that reads it.</param>
/// <param name="Signature">How it is written.</param>
/// <param name="Summary">What it does.</param>
internal sealed record CommandEntry(string Name, CommandKind Kind, string Signature, string Summary);

/// <summary>The commands that the engine runs, and those that it knows of and refuses.</summary>
internal static class CommandTable
{
    /// <summary>The commands that the engine runs.</summary>
    public static readonly CommandEntry[] All =
    [
        new("fields", CommandKind.Fields, "fields expression [as name], …", "Chooses columns and makes new fields. Several fields commands add up."),
        new("display", CommandKind.Display, "display expression [as name], …", "Chooses the columns that are shown; the last display counts and overrides fields."),
        new("filter", CommandKind.Filter, "filter condition", "Keeps the rows for which the condition is true. A comparison with a missing field is never true."),
        new("where", CommandKind.Filter, "where condition", "The same as filter."),
        new("filterIndex", CommandKind.Filter, "filterIndex condition", "The same as filter here; on CloudWatch it uses a field index to scan less."),
        new("sort", CommandKind.Sort, "sort expression [asc|desc], …", "Orders the rows; ascending unless desc is written. Text comes before numbers, missing values last."),
        new("order", CommandKind.Sort, "order expression [asc|desc], …", "The same as sort."),
        new("limit", CommandKind.Limit, "limit [any] rows", "Returns at most so many rows; 10,000 without it, 100,000 at most."),
        new("head", CommandKind.Limit, "head rows", "The same as limit."),
        new("parse", CommandKind.Parse, "parse [field] \"user=*, id=*\" as user, id", "Takes values out of a text: by a pattern with *, by a regular expression with groups (multi: a row for each match), or as logfmt or csv."),
        new("stats", CommandKind.Stats, "stats aggregate [as name], … [by expression [as name], …]", "Groups rows and computes one row for each group. Two are allowed; afterwards only their own columns exist."),
        new("dedup", CommandKind.Dedup, "dedup field, …", "Keeps the first row of each combination of values, by the current order. Only limit may follow."),
        new("unnest", CommandKind.Unnest, "unnest expression into name", "Makes a row for each element of a list that jsonParse gave."),
        new("expand", CommandKind.Expand, "expand field", "Makes a row for each element of a JSON array; the field becomes the element."),
        new("json", CommandKind.Json, "json [field=field] \"key.sub\" [as name], …", "Takes values out of a JSON text by their paths; @message unless a field is named."),
        new("fillmissing", CommandKind.FillMissing, "fillmissing [with value for column, …]", "Directly behind stats … by bin(…): adds rows for the bins that have none."),
        new("countFrequent", CommandKind.CountFrequent, "countFrequent field, …", "Counts the combinations of values, the most frequent first, in the column _approxcount; exact here."),
        new("count_frequent", CommandKind.CountFrequent, "count_frequent field, …", "The same as countFrequent."),
        new("SOURCE", CommandKind.Source, "SOURCE logGroups(namePrefix: ['/aws/eks/'])", "Names the log groups to read; only as the first command. Here the caller chooses what is read."),
    ];

    private static readonly Dictionary<string, CommandEntry> ByName = All.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The command of this name, whatever its case; null if there is none.</summary>
    public static CommandEntry? Find(string name) => ByName.GetValueOrDefault(name);
}
