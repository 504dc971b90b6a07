using System.Globalization;
using System.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Charts;

/// <summary>A small picture of bins: inline SVG, hatched where nothing was collected. The number beside it is for readers of any kind; the picture is hidden from screen readers.</summary>
public sealed partial class Sparkline
{
    // SVG pattern ids are global to the page.
    private readonly string _id = "spark-" + Guid.NewGuid().ToString("N");

    /// <summary>One count a bin, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<int> Counts { get; set; }

    /// <summary>CSS variable with the colour.</summary>
    [Parameter, EditorRequired]
    public required string ColorToken { get; set; }

    /// <summary>The window that the bins span.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>Coverage of the window; empty if it is not known.</summary>
    [Parameter]
    public IReadOnlyList<CoverageStretch> Coverage { get; set; } = [];

    /// <summary>Height in pixels. Default 22.</summary>
    [Parameter]
    public int Height { get; set; } = 22;

    private int Count => Math.Max(1, Counts.Count);

    // The picture is stretched to its cell; the pattern is turned before that, so that its lines stay lines.
    private string PatternTransform => string.Create(CultureInfo.InvariantCulture, $"scale({Count / 240.0:0.####} 1) rotate(45)");

    private string Bars()
    {
        var max = Math.Max(3, Counts.DefaultIfEmpty(0).Max());
        var path = new StringBuilder();
        for (var i = 0; i < Counts.Count; i++)
        {
            if (Counts[i] > 0)
            {
                var height = Math.Max(1.5, (double)Counts[i] / max * (Height - 2));
                path.Append(CultureInfo.InvariantCulture, $"M{i} {Height}v{-height:0.##}h0.8v{height:0.##}z");
            }
        }

        return path.ToString();
    }

    private IEnumerable<(string X, string Width, bool IsDue)> Gaps()
    {
        var length = (double)(Window.ToMicros - Window.FromMicros);
        foreach (var stretch in Coverage.Where(s => length > 0 && s.State is CoverageState.NotCollected or CoverageState.Failed or CoverageState.OutOfScope or CoverageState.Due or CoverageState.Expired))
        {
            var from = Math.Clamp((stretch.Window.FromMicros - Window.FromMicros) / length, 0, 1) * Count;
            var to = Math.Clamp((stretch.Window.ToMicros - Window.FromMicros) / length, 0, 1) * Count;
            yield return (Number(from), Number(Math.Max(to - from, Count * 0.005)), stretch.State == CoverageState.Due);
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
