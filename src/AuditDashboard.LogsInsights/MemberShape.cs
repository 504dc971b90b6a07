namespace AuditDashboard.LogsInsights;

/// <summary>What a member of a record is.</summary>
public enum MemberShape : byte
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>A text without escapes.</summary>
    Text,

    /// <summary>A text with escapes.</summary>
    EscapedText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>Null.</summary>
    Null,

    /// <summary>An object.</summary>
    Object,

    /// <summary>A list.</summary>
    List,
}
