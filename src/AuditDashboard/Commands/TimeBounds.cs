using AuditDashboard.Storage;

namespace AuditDashboard.Commands;

/// <summary>The half-open window of <c>--from</c> and <c>--to</c>; either bound may be absent.</summary>
/// <param name="FromMicros">First instant inside, microseconds since 1970; null for no bound.</param>
/// <param name="ToMicros">First instant after; null for no bound.</param>
internal readonly record struct TimeBounds(long? FromMicros, long? ToMicros)
{
    /// <summary>True if there is a bound at all: undated records are then outside.</summary>
    public bool IsBounded => FromMicros is not null || ToMicros is not null;

    /// <summary>The window that the storage understands; null without bounds.</summary>
    public TimeWindow? Window => IsBounded ? new TimeWindow(FromMicros ?? long.MinValue, ToMicros ?? long.MaxValue) : null;

    /// <summary>True if the instant lies inside; an undated record (null) lies inside no bounds.</summary>
    public bool Contains(long? micros) =>
        !IsBounded || (micros is { } time && (FromMicros is not { } from || time >= from) && (ToMicros is not { } to || time < to));

    /// <summary>The window with its defaults: up to now, and 24 hours long.</summary>
    /// <exception cref="CommandFailure">Nothing lies between its ends.</exception>
    public TimeWindow LastDay(DateTimeOffset now)
    {
        var end = ToMicros ?? TimeWindow.ToMicrosSinceEpoch(now);
        var window = new TimeWindow(FromMicros ?? end - (24 * 60 * TimeWindow.MinuteMicros), end);
        return window.IsEmpty ? throw new CommandFailure(ExitCodes.BadRequest, "--from is not before now. Write an earlier time after --from.") : window;
    }

    /// <summary>Reads both bounds.</summary>
    /// <exception cref="CommandFailure">One cannot be read, or nothing lies between them.</exception>
    public static TimeBounds Parse(string? from, string? to, DateTimeOffset now)
    {
        var bounds = new TimeBounds(ParseOne("--from", from, now), ParseOne("--to", to, now));
        return bounds is { FromMicros: { } start, ToMicros: { } end } && end <= start
            ? throw new CommandFailure(ExitCodes.BadRequest, "--to is not after --from. Write a later time after --to.")
            : bounds;
    }

    private static long? ParseOne(string option, string? text, DateTimeOffset now) =>
        text is null ? null
        : TimeArgument.TryParse(text, now, out var micros) ? micros
        : throw new CommandFailure(ExitCodes.BadRequest, $"{option} is '{text}'. {TimeArgument.Hint}");
}
