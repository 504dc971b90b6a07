namespace AuditDashboard.Commands.Output;

/// <summary>How rows are printed.</summary>
internal enum OutputFormat
{
    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,

    /// <summary>Columns for people.</summary>
    Table,
}
