using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Charts;

/// <summary>A click on a bar.</summary>
/// <param name="Window">The bar's window, cut to the chart's.</param>
/// <param name="SeriesKey">The series that was clicked; null for the whole bar.</param>
public sealed record ChartBar(TimeWindow Window, string? SeriesKey);

/// <summary>The one time chart: stacked bars of counts over UTC minutes, with coverage below, a legend and a table twin.</summary>
public sealed partial class TimeChart
{
    /// <summary>What to draw.</summary>
    [Parameter, EditorRequired]
    public required ChartModel Model { get; set; }

    /// <summary>What the chart shows, for screen readers and the table's caption.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Height of the drawing in pixels, 80 to 600. Default 176.</summary>
    [Parameter]
    public int Height { get; set; } = 176;

    /// <summary>False hides the legend (a chart with one series). Default true.</summary>
    [Parameter]
    public bool HasLegend { get; set; } = true;

    /// <summary>A range was dragged: the new absolute window.</summary>
    [Parameter]
    public EventCallback<TimeWindow> OnRange { get; set; }

    /// <summary>A bar was clicked or chosen by keyboard.</summary>
    [Parameter]
    public EventCallback<ChartBar> OnBar { get; set; }
}
