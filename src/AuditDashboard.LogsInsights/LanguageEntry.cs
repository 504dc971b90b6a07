namespace AuditDashboard.LogsInsights;

/// <summary>What a word of the language is.</summary>
public enum LanguageEntryKind
{
    /// <summary>A command, such as <c>filter</c>.</summary>
    Command,

    /// <summary>A function of one record, such as <c>strlen</c>.</summary>
    Function,

    /// <summary>A function of many records, for <c>stats</c>, such as <c>count</c>.</summary>
    Aggregate,

    /// <summary>A word inside commands, such as <c>by</c>.</summary>
    Keyword,

    /// <summary>A field that the source gives beside the message, such as <c>@timestamp</c>.</summary>
    SystemField,
}

/// <summary>A word of the language, as completion and hover help show it.</summary>
/// <param name="Name">The word in the case in which it is usually written; the language ignores the case of all but fields.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Signature">How it is written, such as <c>substr(text, start[, length])</c>; what stands in brackets may be left out.</param>
/// <param name="Summary">One or two sentences: what it does.</param>
public sealed record LanguageEntry(string Name, LanguageEntryKind Kind, string Signature, string Summary);
