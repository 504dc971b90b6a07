using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Functions of instants. Numbers stand for milliseconds since 1970.</summary>
internal static class DateFunctions
{
    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("fromMillis", 1, 1, (_, a) => ToMicros(a[0]) is { } micros ? Value.OfInstant(micros) : default),
        new("toMillis", 1, 1, (_, a) => ToMicros(a[0]) is { } micros ? Value.OfNumber(ValueFormat.Millis(micros)) : default),
        new("now", 0, 0, (f, _) => Value.OfNumber(Math.Floor((decimal)f.Clock.NowMicros / 1_000_000))) { DependsOnRun = true },
        new("queryStartTime", 0, 0, (f, _) => OfBound(f.Clock.FromMicros)) { DependsOnRun = true },
        new("queryEndTime", 0, 0, (f, _) => OfBound(f.Clock.ToMicros)) { DependsOnRun = true },
        new("queryTimeRange", 0, 0, (f, _) => f.Clock is { FromMicros: { } from, ToMicros: { } to } ? Value.OfNumber((to - from) / 1_000) : default) { DependsOnRun = true },
    ];

    /// <summary>An instant, or a number of milliseconds, as microseconds since 1970.</summary>
    public static long? ToMicros(in Value value)
    {
        // Years 1 to 9999: what lies outside has no calendar.
        if (value.Kind == ValueKind.Instant)
        {
            return value.Micros is >= -62_135_596_800_000_000 and <= 253_402_300_799_999_999 ? value.Micros : null;
        }

        return value.TryGetDecimal(out var millis) && millis is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? (long)Math.Floor(millis * 1_000)
            : null;
    }

    private static Value OfBound(long? micros) => micros is { } known ? Value.OfNumber(ValueFormat.Millis(known)) : default;
}
