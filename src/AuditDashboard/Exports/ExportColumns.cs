using System.Globalization;
using AuditDashboard.Api;

namespace AuditDashboard.Exports;

/// <summary>The columns of an export for spreadsheets.</summary>
internal static class ExportColumns
{
    /// <summary>Each column's name and its value; null for absent, which is an empty field.</summary>
    public static IReadOnlyList<(string Name, Func<EventItem, string?> Value)> All { get; } =
    [
        ("time", item => item.Time is { } time ? Instant(time) : null),
        ("cluster", item => item.Cluster),
        ("queries", item => string.Join(' ', item.Queries)),
        ("change", item => item.Change),
        ("verb", item => item.Verb),
        ("user", item => item.User),
        ("impersonatedUser", item => item.ImpersonatedUser),
        ("apiGroup", item => item.ApiGroup),
        ("resource", item => item.Resource),
        ("subresource", item => item.Subresource),
        ("namespace", item => item.Namespace),
        ("name", item => item.Name),
        ("code", item => item.Code?.ToString(CultureInfo.InvariantCulture)),
        ("outcome", item => item.Outcome),
        ("decision", item => item.Decision),
        ("sourceIp", item => item.SourceIp),
        ("userAgent", item => item.UserAgent),
        ("requestUri", item => item.RequestUri),
        ("auditId", item => item.AuditId),
        ("stage", item => item.Stage),
        ("flags", item => string.Join(' ', item.Flags)),
        ("fromFiles", item => item.FromFiles ? "true" : "false"),
        ("firstSeenAt", item => Instant(item.FirstSeenAt)),
        ("id", item => item.Id),
    ];

    /// <summary>What spreadsheets' form does to values.</summary>
    public const string Defused = "An apostrophe stands before what a spreadsheet would compute; hidden characters are shown as marks. JSON and NDJSON hold the exact values.";

    /// <summary>A stretch of time.</summary>
    public static string Stretch(DateTimeOffset from, DateTimeOffset to) => $"{Instant(from)} to {Instant(to)}";

    /// <summary>An instant as the API writes it.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
