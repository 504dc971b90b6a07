namespace AuditDashboard.Exports;

/// <summary>A form of an export.</summary>
/// <param name="Key">Its name in URLs, and the ending of its files.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="MediaType">What answers say that it is.</param>
public sealed record ExportFormat(string Key, string Title, string MediaType)
{
    /// <summary>Rows for spreadsheets; what would be a formula is defused and hidden characters are shown as marks, so values may differ from the log's.</summary>
    public static ExportFormat Csv { get; } = new("csv", "CSV", "text/csv; charset=utf-8");

    /// <summary>One document: about the export, the events with their records, the end.</summary>
    public static ExportFormat Json { get; } = new("json", "JSON", "application/json; charset=utf-8");

    /// <summary>A line about the export, a line an event, a line for the end.</summary>
    public static ExportFormat Ndjson { get; } = new("ndjson", "NDJSON", "application/x-ndjson; charset=utf-8");

    /// <summary>What the export is about, without its events: the sidecar of an export without header.</summary>
    public static ExportFormat About { get; } = new("about", "About", "application/json; charset=utf-8");

    /// <summary>All forms.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } = [Csv, Json, Ndjson, About];
}
