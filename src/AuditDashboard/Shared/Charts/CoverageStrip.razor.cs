using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Charts;

/// <summary>Coverage of a window as a strip: solid collected, dots settling, grey hatch not collected, red hatch failed, stripes from files.</summary>
public sealed partial class CoverageStrip
{
    /// <summary>The stretches, adjoining, oldest first; empty if coverage is not known.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CoverageStretch> Stretches { get; set; }

    /// <summary>The window that the strip spans.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>The same in words.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    private IEnumerable<(string Css, string Left, string Width)> Parts()
    {
        var length = (double)(Window.ToMicros - Window.FromMicros);
        if (length <= 0)
        {
            yield break;
        }

        foreach (var stretch in Stretches)
        {
            if (CoverageText.CssClass(stretch.State) is not { } css)
            {
                continue;
            }

            var from = Math.Clamp((stretch.Window.FromMicros - Window.FromMicros) / length, 0, 1);
            var to = Math.Clamp((stretch.Window.ToMicros - Window.FromMicros) / length, 0, 1);
            if (to > from)
            {
                // A short gap still has to be seen: at least 1 % of the strip.
                yield return (css, Percent(Math.Min(from, 0.99)), Percent(Math.Max(to - from, 0.01)));
            }
        }
    }

    private static string Percent(double share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture);
}
