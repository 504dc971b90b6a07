using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>An event that must be stored once, as read by hand from the input.</summary>
/// <param name="Key">auditID, stage, verb and time.</param>
/// <param name="TimeMicros">Its stageTimestamp, microseconds since 1970.</param>
/// <param name="Queries">The canned queries that select it, narrowest first.</param>
internal sealed record ExpectedEvent(string Key, long TimeMicros, IReadOnlyList<string> Queries)
{
    /// <summary>Reads a record; null if no canned query selects it.</summary>
    public static ExpectedEvent? From(ReadOnlyMemory<byte> record)
    {
        if (Truth.Select(record.Span) is not { Count: > 0 } queries)
        {
            return null;
        }

        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        var time = DateTimeOffset.Parse(root.GetProperty("stageTimestamp").GetString()!, CultureInfo.InvariantCulture);
        var micros = (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;
        return new ExpectedEvent(
            $"{root.GetProperty("auditID").GetString()}|{root.GetProperty("stage").GetString()}|{root.GetProperty("verb").GetString()}|{micros}",
            micros,
            [.. Truth.QueryIds.Where(queries.Contains)]);
    }
}
