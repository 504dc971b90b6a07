using System.Collections.Frozen;
using System.Globalization;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Units of a period.</summary>
internal enum PeriodUnit
{
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>A period such as <c>5m</c>, with the rounding that <c>bin</c>, <c>datefloor</c> and <c>dateceil</c> do.</summary>
/// <param name="Count">How many units, from 1.</param>
/// <param name="Unit">The unit.</param>
internal readonly record struct Period(long Count, PeriodUnit Unit)
{
    private const long MicrosPerMillisecond = 1_000;
    private const long MicrosPerDay = 86_400_000_000;

    // 1970-01-01 was a Thursday; weeks start on Monday, three days before it.
    private const long MondayOffset = -3 * MicrosPerDay;

    private static readonly FrozenDictionary<string, PeriodUnit> Units = new Dictionary<string, PeriodUnit>
    {
        ["ms"] = PeriodUnit.Millisecond,
        ["msec"] = PeriodUnit.Millisecond,
        ["millisecond"] = PeriodUnit.Millisecond,
        ["s"] = PeriodUnit.Second,
        ["sec"] = PeriodUnit.Second,
        ["second"] = PeriodUnit.Second,
        ["m"] = PeriodUnit.Minute,
        ["min"] = PeriodUnit.Minute,
        ["minute"] = PeriodUnit.Minute,
        ["h"] = PeriodUnit.Hour,
        ["hr"] = PeriodUnit.Hour,
        ["hour"] = PeriodUnit.Hour,
        ["d"] = PeriodUnit.Day,
        ["day"] = PeriodUnit.Day,
        ["w"] = PeriodUnit.Week,
        ["week"] = PeriodUnit.Week,
        ["mo"] = PeriodUnit.Month,
        ["mon"] = PeriodUnit.Month,
        ["month"] = PeriodUnit.Month,
        ["q"] = PeriodUnit.Quarter,
        ["qtr"] = PeriodUnit.Quarter,
        ["quarter"] = PeriodUnit.Quarter,
        ["y"] = PeriodUnit.Year,
        ["yr"] = PeriodUnit.Year,
        ["year"] = PeriodUnit.Year,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>True if the text is a whole number and a known unit.</summary>
    public static bool IsPeriod(string text) => TryParse(text, out _);

    /// <summary>Reads <c>5m</c>, <c>2hours</c>: the plural s is allowed on names longer than one letter.</summary>
    public static bool TryParse(string text, out Period period)
    {
        period = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
        {
            return false;
        }

        var name = text[digits..];
        if (!Units.TryGetValue(name, out var unit)
            && !(name.Length > 2 && name[^1] is 's' or 'S' && name.Length > 2 && Units.TryGetValue(name[..^1], out unit)))
        {
            return false;
        }

        if (!long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        period = new Period(count, unit);
        return true;
    }

    /// <summary>The largest count the service uses for a unit: a larger one is reduced to it.</summary>
    public long Cap => Unit switch
    {
        PeriodUnit.Millisecond => 1_000,
        PeriodUnit.Second => 60,
        PeriodUnit.Minute => 60,
        PeriodUnit.Hour => 24,
        PeriodUnit.Day => 36_500,
        PeriodUnit.Week => 5_200,
        PeriodUnit.Month => 1_200,
        PeriodUnit.Quarter => 400,
        _ => 100,
    };

    /// <summary>The period with its count reduced to <see cref="Cap"/>.</summary>
    public Period Capped => this with { Count = Math.Min(Count, Cap) };

    /// <summary>Its length in microseconds; null for months, quarters and years, which have none, and for more than a hundred years.</summary>
    public long? LengthMicros
    {
        get
        {
            var unit = (this with { Count = 1 }) is var one && Unit == PeriodUnit.Week ? 7 * MicrosPerDay : one.FixedLength;
            return Unit < PeriodUnit.Month && Count <= 36_525 * MicrosPerDay / unit ? Count * unit : null;
        }
    }

    /// <summary>The short print, such as <c>60s</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}{ShortUnit}");

    private string ShortUnit => Unit switch
    {
        PeriodUnit.Millisecond => "ms",
        PeriodUnit.Second => "s",
        PeriodUnit.Minute => "m",
        PeriodUnit.Hour => "h",
        PeriodUnit.Day => "d",
        PeriodUnit.Week => "w",
        PeriodUnit.Month => "mo",
        PeriodUnit.Quarter => "q",
        _ => "y",
    };

    /// <summary>Start of the period that holds the instant; both in microseconds since 1970.</summary>
    public long Floor(long micros) => Unit switch
    {
        PeriodUnit.Week => FloorTo(micros - MondayOffset, Count * 7 * MicrosPerDay) + MondayOffset,
        PeriodUnit.Month => FloorMonths(micros, Count),
        PeriodUnit.Quarter => FloorMonths(micros, Count * 3),
        PeriodUnit.Year => FloorMonths(micros, Count * 12),
        _ => FloorTo(micros, FixedLength),
    };

    /// <summary>The instant itself if a period starts there, else the start of the next period.</summary>
    public long Ceiling(long micros)
    {
        var floor = Floor(micros);
        return floor == micros ? micros : Unit switch
        {
            PeriodUnit.Month => AddMonths(floor, Count),
            PeriodUnit.Quarter => AddMonths(floor, Count * 3),
            PeriodUnit.Year => AddMonths(floor, Count * 12),
            PeriodUnit.Week => floor + (Count * 7 * MicrosPerDay),
            _ => floor + FixedLength,
        };
    }

    private long FixedLength => Count * Unit switch
    {
        PeriodUnit.Millisecond => MicrosPerMillisecond,
        PeriodUnit.Second => 1_000 * MicrosPerMillisecond,
        PeriodUnit.Minute => 60_000 * MicrosPerMillisecond,
        PeriodUnit.Hour => 3_600_000 * MicrosPerMillisecond,
        _ => MicrosPerDay,
    };

    private static long FloorTo(long micros, long length)
    {
        var rest = micros % length;
        return micros - (rest < 0 ? rest + length : rest);
    }

    // Months are counted from January 1970, so that 12 months, 4 quarters and a year start together.
    private static long FloorMonths(long micros, long months)
    {
        var date = Date(micros);
        var index = ((date.Year - 1970) * 12L) + date.Month - 1;
        return MonthStart(FloorTo(index, months));
    }

    private static long AddMonths(long micros, long months)
    {
        var date = Date(micros);
        return MonthStart(((date.Year - 1970) * 12L) + date.Month - 1 + months);
    }

    private static DateTime Date(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static long MonthStart(long index)
    {
        var clamped = Math.Clamp(index + (1970 * 12L), 12, (9999 * 12L) + 11);
        var start = new DateTime((int)(clamped / 12), (int)(clamped % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return (start - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
