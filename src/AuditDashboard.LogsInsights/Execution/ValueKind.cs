namespace AuditDashboard.LogsInsights.Execution;

/// <summary>What a value is.</summary>
internal enum ValueKind : byte
{
    /// <summary>No value: a missing field, or a function that has none to give.</summary>
    Missing,

    /// <summary>Text; text that looks like a number compares as one.</summary>
    Text,

    /// <summary>A number within the range of decimal.</summary>
    Number,

    /// <summary>A number beyond the range of decimal.</summary>
    Real,

    /// <summary>An instant, in microseconds since 1970.</summary>
    Instant,

    /// <summary>A map of <c>jsonParse</c>.</summary>
    Map,

    /// <summary>A list of <c>jsonParse</c>.</summary>
    List,
}
