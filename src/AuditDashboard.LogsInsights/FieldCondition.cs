namespace AuditDashboard.LogsInsights;

/// <summary>How a field compares with a value.</summary>
public enum FieldComparison
{
    /// <summary>Equal by value: <c>401</c> and <c>"401"</c> are.</summary>
    Equal,

    /// <summary>The value is a part of the field's text.</summary>
    Contains,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,
}

/// <summary>One field of a record's JSON compared with one value.</summary>
/// <param name="Parts">The field's name, part by part, such as <c>objectRef</c> and <c>resource</c>.</param>
/// <param name="Comparison">How it compares.</param>
/// <param name="Value">The value as text.</param>
/// <param name="IsNumber">True if the value is a number. Comparisons other than equality and containment always have one.</param>
public sealed record FieldCondition(IReadOnlyList<string> Parts, FieldComparison Comparison, string Value, bool IsNumber);
