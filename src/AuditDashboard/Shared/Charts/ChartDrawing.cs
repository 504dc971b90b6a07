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
        before = model.Before is null ? null : model.BeforeLabel,
        stretches = model.Coverage.Select(s => new object[] { Ms(s.Window.FromMicros), Ms(s.Window.ToMicros), s.State.ToString() }).ToArray(),
        marks = model.Annotations.Take(MaxMarks).Select(m => new object[] { Ms(m.AtMicros), Text.LogSegments.ToPlain(m.Label, 80), m.ColorToken }).ToArray(),
    };

    /// <summary>Float32, series by series, last the period before if there is one: exact up to 16.7 million events a bin, and a month of minutes is 173 kB.</summary>
    public static byte[] Counts(ChartModel model)
    {
        var rows = model.Series.Select(s => s.Counts).Concat(model.Before is { } before ? [before] : []).ToList();
        var floats = new float[rows.Sum(r => r.Count)];
        var at = 0;
        foreach (var row in rows)
        {
            foreach (var count in row)
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
