namespace AuditDashboard.Storage;

/// <summary>A half-open interval of time in UTC: [<paramref name="FromMicros"/>, <paramref name="ToMicros"/>).</summary>
/// <param name="FromMicros">First instant inside, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="ToMicros">First instant after, microseconds since 1970-01-01T00:00Z.</param>
public readonly record struct TimeWindow(long FromMicros, long ToMicros)
{
    /// <summary>Microseconds in a minute.</summary>
    public const long MinuteMicros = 60_000_000;

    /// <summary>Makes a window from two instants, cut to microseconds.</summary>
    public static TimeWindow Between(DateTimeOffset from, DateTimeOffset to) => new(ToMicrosSinceEpoch(from), ToMicrosSinceEpoch(to));

    /// <summary>First instant inside.</summary>
    public DateTimeOffset From => FromMicrosSinceEpoch(FromMicros);

    /// <summary>First instant after.</summary>
    public DateTimeOffset To => FromMicrosSinceEpoch(ToMicros);

    /// <summary>Length; zero or negative means empty.</summary>
    public TimeSpan Duration => TimeSpan.FromMicroseconds(ToMicros - FromMicros);

    /// <summary>True if nothing lies inside.</summary>
    public bool IsEmpty => ToMicros <= FromMicros;

    /// <summary>True if the instant lies inside.</summary>
    public bool Contains(long micros) => micros >= FromMicros && micros < ToMicros;

    /// <summary>The instant as microseconds since 1970-01-01T00:00Z.</summary>
    public static long ToMicrosSinceEpoch(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The instant of a count of microseconds since 1970-01-01T00:00Z.</summary>
    public static DateTimeOffset FromMicrosSinceEpoch(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
