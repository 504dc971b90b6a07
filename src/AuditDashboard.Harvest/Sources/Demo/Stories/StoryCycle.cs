namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>Stories come back every five days, so that any week holds each of them whole.</summary>
internal static class StoryCycle
{
    /// <summary>Length of a cycle, in days and in microseconds.</summary>
    public const int Days = 5;

    private const long Length = Days * DemoTime.Day;

    /// <summary>The cycles whose events may lie in the minute: a story may run over the end of its cycle by less than a day.</summary>
    public static (long First, long Last) Around(DemoMinute minute) =>
        (DemoTime.Floor(minute.StartMicros - DemoTime.Day, Length), DemoTime.Floor(minute.EndMicros, Length));

    /// <summary>The cycle that an instant lies in.</summary>
    public static long Of(long micros) => DemoTime.Floor(micros, Length);

    /// <summary>An instant in a cycle.</summary>
    public static long At(long cycle, int day, long hour, long minute = 0) =>
        (cycle * Length) + (day * DemoTime.Day) + (hour * DemoTime.Hour) + (minute * DemoTime.Minute);
}
