using AuditDashboard.Storage;

namespace AuditDashboard.Shared.Charts;

/// <summary>A chart model in the form that js/timechart.js draws: options, and all counts as one array of bytes.</summary>
internal static class ChartDrawing
{
    private const int MaxMarks = 3;

    /// <summary>Times in milliseconds since 1970, labels as plain text, colours as names of CSS variables.</summary>
    public static object Options(ChartModel model, int version) => new
    {
        version,
        startMs = Ms(model.StartMicros),
        stepMs = Ms(model.WidthMinutes * TimeWindow.MinuteMicros),
        fromMs = Ms(model.Window.FromMicros),
        toMs = Ms(model.Window.ToMicros),
        labels = model.Series.Select(s => Text.LogSegments.ToPlain(s.Label, 80)).ToArray(),
        colors = model.Series.Select(s => s.ColorToken).ToArray(),
        stretches = model.Coverage.Select(s => new object[] { Ms(s.Window.FromMicros), Ms(s.Window.ToMicros), s.State.ToString() }).ToArray(),
        marks = model.Annotations.Take(MaxMarks).Select(m => new object[] { Ms(m.AtMicros), Text.LogSegments.ToPlain(m.Label, 80), m.ColorToken }).ToArray(),
    };

    /// <summary>Float32, series by series: exact up to 16.7 million events a bin, and a month of minutes is 173 kB.</summary>
    public static byte[] Counts(ChartModel model)
    {
        var floats = new float[model.Series.Count * model.BinCount];
        var at = 0;
        foreach (var series in model.Series)
        {
            foreach (var count in series.Counts)
            {
                floats[at++] = count;
            }
        }

        var bytes = new byte[floats.Length * sizeof(float)];
        Buffer.BlockCopy(floats, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static double Ms(long micros) => micros / 1000.0;
}
