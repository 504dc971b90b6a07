using System.Globalization;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Results;

/// <summary>A result as a chart: counts over time, or a bar a group. The bars of groups are a table themselves; the chart over time has its table twin.</summary>
public sealed partial class ChartView
{
    private int? _width;

    /// <summary>The chart.</summary>
    [Parameter, EditorRequired]
    public required ResultChart Chart { get; set; }

    /// <summary>The reader chose a range, or a bar.</summary>
    [Parameter]
    public EventCallback<TimeWindow> OnZoom { get; set; }

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string MarkText(double mark) => mark.ToString("0.######", CultureInfo.InvariantCulture);
}
