namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Names that the service knows and the local engine refuses, each with why and what to write instead.</summary>
internal static class RefusedNames
{
    private static readonly Dictionary<string, string> Commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pattern"] = "it clusters messages by a method that is not published; group by the fields that tell them apart: stats count(*) by field",
        ["diff"] = "it compares with the window before by a method that is not published; run the query over both windows",
        ["anomaly"] = "it finds anomalies by a trained model; look at stats count(*) by bin(1h)",
        ["join"] = "the engine reads one source at a time; write filter field in (subquery) where a list of values is enough",
        ["lookup"] = "there are no lookup tables here; write case(condition, value, ...)",
        ["cidrlookup"] = "there are no lookup tables here; write the function cidrlookup(address, \"10.0.0.0/8\", \"name\", ...)",
        ["search"] = "AWS does not document it; write filter @message like \"text\"",
        ["tail"] = "AWS calls it deprecated; write sort @timestamp asc | limit N",
        ["unmask"] = "nothing is masked here; use the field itself",
        ["addtotals"] = "it is not built; add up with stats sum(field)",
        ["autoregress"] = "it needs the rows before, which the engine does not keep; export the rows and compute it there",
        ["logcompare"] = "it compares with a shifted window; run the query over both windows, or group by bin(5m) offset 1d",
        ["filldown"] = "it needs the rows before, which the engine does not keep; write coalesce(field, value) for a constant",
        ["outlier"] = "it is not built; compare with pct(field, 25) and pct(field, 75)",
        ["accum"] = "it needs the rows before, which the engine does not keep; export the rows and add them up there",
        ["appendcols"] = "it runs a second query beside the first; run both",
        ["sessionize"] = "it needs the rows before, which the engine does not keep; group by the field and bin(30m)",
        ["relevantfields"] = "it ranks fields by a method that is not published; group by the fields that you suspect",
    };

    private static readonly Dictionary<string, string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        ["values"] = "AWS does not document it; group by the field: stats count(*) by field",
        ["topk"] = "AWS does not document it; write countFrequent field | limit N",
        ["avgOverTime"] = "AWS does not document it; write avg(field) with by bin(5m)",
        ["minOverTime"] = "AWS does not document it; write min(field) with by bin(5m)",
        ["maxOverTime"] = "AWS does not document it; write max(field) with by bin(5m)",
    };

    /// <summary>The refused commands.</summary>
    public static IEnumerable<string> AllCommands => Commands.Keys;

    /// <summary>The fault for a refused command; null for any other word.</summary>
    public static QueryFault? OfCommand(Token word) =>
        Commands.TryGetValue(word.Text, out var why)
            ? new QueryFault("E-UNSUPPORTED", $"The command '{word.Text}' is not supported by the local engine: {why}.", word.Span)
            : null;

    /// <summary>The fault for a refused aggregate; null for any other name.</summary>
    public static QueryFault? OfAggregate(string name, TextSpan span) =>
        Aggregates.TryGetValue(name, out var why)
            ? new QueryFault("E-UNSUPPORTED", $"The aggregate '{name}' is not supported by the local engine: {why}.", span)
            : null;
}
