using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Retention;

/// <summary>Settings under <c>Retention</c>: how long what is stored is kept. Snapshots, short links, reviews, listings and costs are kept for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>Least of each of them. Unit: days.</summary>
    public const int MinDays = 1;

    /// <summary>Most of each of them, ten years. Unit: days.</summary>
    public const int MaxDays = 3_650;

    /// <summary>How long events are kept after their time; those from files, and undated ones, after they were read. Default 400, 1 to 3,650. Unit: days.</summary>
    public int Days { get; set; } = 400;

    /// <summary>The same for demo clusters. Default 14, 1 to 3,650. Unit: days.</summary>
    public int DemoDays { get; set; } = 14;

    /// <summary>How long the tool's own activity log is kept. Default 400, 1 to 3,650. Unit: days.</summary>
    public int ActivityDays { get; set; } = 400;

    /// <summary>How long events of a source are kept. Unit: days.</summary>
    /// <param name="source">The kind of the log source, such as <c>Demo</c>.</param>
    public int DaysOf(string source) => source == "Demo" ? DemoDays : Days;

    /// <summary>First instant that is kept: whole UTC days, so that each minute and each bin is kept or removed as one.</summary>
    /// <param name="now">Now.</param>
    /// <param name="days">How long to keep. Unit: days.</param>
    public static DateTimeOffset HorizonOf(DateTimeOffset now, int days)
    {
        var micros = TimeWindow.ToMicrosSinceEpoch(now.AddDays(-days));
        var day = 24 * 60 * TimeWindow.MinuteMicros;
        return TimeWindow.FromMicrosSinceEpoch(micros - (((micros % day) + day) % day));
    }
}
