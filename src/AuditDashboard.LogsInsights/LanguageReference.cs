using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights;

/// <summary>All words that the engine accepts, from the tables that its parser and its binder use. Refused commands are not among them.</summary>
public static class LanguageReference
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<LanguageEntry> Commands { get; } =
        [.. CommandTable.All.Select(c => new LanguageEntry(c.Name, LanguageEntryKind.Command, c.Signature, c.Summary))];

    /// <summary>The functions, aggregates among them, by name.</summary>
    public static IReadOnlyList<LanguageEntry> Functions { get; } =
        [.. FunctionNames.All.Select(Describe).OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The words inside commands.</summary>
    public static IReadOnlyList<LanguageEntry> Keywords { get; } =
        [.. Syntax.Keywords.All.Select(k => new LanguageEntry(k.Word, LanguageEntryKind.Keyword, k.Signature, k.Summary))];

    /// <summary>The fields that the source gives beside the message.</summary>
    public static IReadOnlyList<LanguageEntry> SystemFields { get; } =
        [.. Execution.SystemFields.Names.Zip(Execution.SystemFields.Summaries, (name, summary) => new LanguageEntry(name, LanguageEntryKind.SystemField, name, summary))];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LanguageEntry> All { get; } = [.. Commands, .. Functions, .. Keywords, .. SystemFields];

    private static LanguageEntry Describe(string name)
    {
        var (signature, summary) = FunctionTexts.Of(name);
        return new LanguageEntry(name, AggregateNames.IsAggregate(name) ? LanguageEntryKind.Aggregate : LanguageEntryKind.Function, signature, summary);
    }
}
