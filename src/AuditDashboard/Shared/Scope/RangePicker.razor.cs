using AuditDashboard.Shared.Text;
using AuditDashboard.Shell;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Scope;

/// <summary>Relative ranges, a fixed UTC window to the second, and one window earlier or later.</summary>
public sealed partial class RangePicker
{
    private bool _isOpen;
    private string _from = "";
    private string _to = "";
    private string? _problem;
    private int? _offsetMinutes;

    /// <summary>The range that is shown.</summary>
    [Parameter, EditorRequired]
    public required TimeRange Range { get; set; }

    /// <summary>The range as a window.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>The reader chose another.</summary>
    [Parameter]
    public EventCallback<TimeRange> OnChanged { get; set; }

    [Inject]
    private BrowserShell Browser { get; set; } = null!; // set by the framework before any method runs

    private async Task Toggle()
    {
        _isOpen = !_isOpen;
        if (!_isOpen)
        {
            return;
        }

        (_from, _to, _problem) = (RangeText.ToField(Window.FromMicros), RangeText.ToField(Window.ToMicros), null);
        _offsetMinutes = await Browser.GetUtcOffsetMinutesAsync(Window.From);
    }

    private Task ChooseAsync(TimeRange range)
    {
        _isOpen = false;
        return OnChanged.InvokeAsync(range);
    }

    private Task MoveAsync(int windows)
    {
        var by = (Window.ToMicros - Window.FromMicros) * windows;
        var from = Window.FromMicros + by;
        return from < 0 || from > RangeText.LatestMicros ? Task.CompletedTask
            : OnChanged.InvokeAsync(new TimeRange.Absolute(new TimeWindow(from, Window.ToMicros + by)));
    }

    private Task ApplyAsync()
    {
        if (!RangeText.TryParseField(_from, out var from))
        {
            _problem = "From is not a time such as 2026-11-23 13:41:00.";
        }
        else if (!RangeText.TryParseField(_to, out var to))
        {
            _problem = "To is not a time such as 2026-11-23 14:41:00.";
        }
        else if (to <= from)
        {
            _problem = "To has to be after from.";
        }
        else
        {
            return ChooseAsync(new TimeRange.Absolute(new TimeWindow(from, to)));
        }

        return Task.CompletedTask;
    }

    // The only place below which local time appears: a hint for the reader, from the browser's own zone.
    private string LocalHint(string field) =>
        _offsetMinutes is { } offset && RangeText.TryParseField(field, out var micros)
            ? "Your time: " + UtcText.Format(TimeWindow.FromMicrosSinceEpoch(micros).AddMinutes(offset), "d MMM yyyy HH:mm:ss") : "\u00A0";
}
