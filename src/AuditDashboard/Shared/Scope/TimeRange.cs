using System.Globalization;
using AuditDashboard.Storage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Which time a page shows: the last so much, or a fixed window.</summary>
public abstract record TimeRange
{
    /// <summary>The last 24 hours.</summary>
    public static TimeRange Default { get; } = new Relative(TimeSpan.FromHours(24));

    /// <summary>The window at an instant.</summary>
    public abstract TimeWindow Resolve(DateTimeOffset now);

    /// <summary>The last <paramref name="Span"/> up to now: 1 minute to 3,660 days.</summary>
    public sealed record Relative(TimeSpan Span) : TimeRange
    {
        /// <summary>Shortest span that a link may ask for.</summary>
        public static readonly TimeSpan Min = TimeSpan.FromMinutes(1);

        /// <summary>Longest span that a link may ask for.</summary>
        public static readonly TimeSpan Max = TimeSpan.FromDays(3660);

        /// <summary>Ends at the last whole second, so that a copied link has plain times.</summary>
        public override TimeWindow Resolve(DateTimeOffset now)
        {
            var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
            return TimeWindow.Between(end - Span, end);
        }

        /// <summary>Prints for a URL: <c>90s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>.</summary>
        public string ToUrlText() => Span switch
        {
            { TotalHours: 24 } => "24h",
            _ when Span.Ticks % TimeSpan.TicksPerDay == 0 => Print(Span.Ticks / TimeSpan.TicksPerDay, 'd'),
            _ when Span.Ticks % TimeSpan.TicksPerHour == 0 => Print(Span.Ticks / TimeSpan.TicksPerHour, 'h'),
            _ when Span.Ticks % TimeSpan.TicksPerMinute == 0 => Print(Span.Ticks / TimeSpan.TicksPerMinute, 'm'),
            _ => Print(Span.Ticks / TimeSpan.TicksPerSecond, 's'),
        };

        /// <summary>Reads what <see cref="ToUrlText"/> prints; false for anything else or out of range.</summary>
        public static bool TryParse(string text, out Relative? range)
        {
            range = null;
            if (text.Length is < 2 or > 8 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return false;
            }

            var unit = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(1),
                'm' => TimeSpan.FromMinutes(1),
                'h' => TimeSpan.FromHours(1),
                'd' => TimeSpan.FromDays(1),
                _ => TimeSpan.Zero,
            };
            var span = unit * count;
            if (span < Min || span > Max)
            {
                return false;
            }

            range = new Relative(span);
            return true;
        }

        private static string Print(long count, char unit) => string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }

    /// <summary>A fixed window.</summary>
    public sealed record Absolute(TimeWindow Window) : TimeRange
    {
        /// <inheritdoc/>
        public override TimeWindow Resolve(DateTimeOffset now) => Window;
    }
}
