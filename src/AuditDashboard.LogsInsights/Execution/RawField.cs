namespace AuditDashboard.LogsInsights.Execution;

/// <summary>What a discovered field is in the record's JSON.</summary>
internal enum RawKind : byte
{
    Missing,
    Text,
    Number,
    True,
    False,
}

/// <summary>Where the value of a discovered field stands in the record, so that most comparisons need no decoding.</summary>
internal readonly record struct RawField(RawKind Kind, int Start, int Length, bool IsEscaped);
