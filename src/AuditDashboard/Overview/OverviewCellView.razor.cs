using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>One canned query: count, change against the period before, small picture, newest event. The whole cell opens exactly its events.</summary>
public sealed partial class OverviewCellView
{
    /// <summary>What to show.</summary>
    [Parameter, EditorRequired]
    public required OverviewCell Cell { get; set; }

    /// <summary>The scope over the window of the numbers.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    private string Change => Cell.CountBefore is { } before ? Difference(Cell.Count, before) : "before: not collected";

    private string ChangeTitle => Cell.CountBefore is { } before ? $"{Numbers.Count(before)} in the period before, of the same length" : "The period before, of the same length, was not collected as a whole";

    private string Last => Cell switch
    {
        { LastEvent: { } last } => $"last {UtcText.Near(last, Scope.Resolve(last).To)} UTC",
        { IsBlind: true } => "cannot tell",
        { IsWhole: true } => "none",
        { IsWholeButForDue: true, CollectedTo: { } to } => $"none to {UtcText.Near(to, Scope.Resolve(to).To)} UTC",
        _ => "none seen",
    };

    /// <summary>A difference in events, or in percent where both periods are large.</summary>
    internal static string Difference(long now, long before)
    {
        var difference = now - before;
        return before >= 1000 && now >= 1000 && difference != 0
            ? $"{(difference > 0 ? "+" : "−")}{Numbers.Percent(Math.Abs((double)difference / before)).Replace(".0", "", StringComparison.Ordinal)}"
            : Numbers.Signed(difference);
    }
}
