using AuditDashboard.LogsInsights;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.Explore.Editing;

/// <summary>A word that the editor colours, completes and explains; in the form that js/query-editor.js takes.</summary>
/// <param name="Text">What is inserted and what is looked for.</param>
/// <param name="Kind">command, function, aggregate, keyword, field.</param>
/// <param name="Signature">How it is written.</param>
/// <param name="Summary">What it does, or what a field's values are; plain text.</param>
public sealed record EditorWord(string Text, string Kind, string Signature, string Summary)
{
    /// <summary>The words of the language.</summary>
    public static IReadOnlyList<EditorWord> OfLanguage { get; } =
        [.. LanguageReference.All.Select(e => new EditorWord(e.Name, KindOf(e.Kind), e.Signature, e.Summary))];

    /// <summary>A field that was seen.</summary>
    public static EditorWord Of(SeenField field) =>
        new(field.Path, "field", LogSegments.ToPlain(field.Path, 200), $"{field.Kind}; in {Numbers.Count(field.Events, "event")} of the newest stored.");

    private static string KindOf(LanguageEntryKind kind) => kind switch
    {
        LanguageEntryKind.Command => "command",
        LanguageEntryKind.Function => "function",
        LanguageEntryKind.Aggregate => "aggregate",
        LanguageEntryKind.Keyword => "keyword",
        LanguageEntryKind.SystemField => "field",
        _ => "field",
    };
}
