using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Results;

/// <summary>The fields of a result with their most frequent values; each value can be filtered for and out.</summary>
public sealed partial class FieldPanel
{
    private ExploreResult? _counted;

    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public required ExploreResult Result { get; set; }

    /// <summary>The reader filters for, or out, a value.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FieldChoice> OnFilter { get; set; }

    private IReadOnlyList<FieldStatistics> Fields { get; set; } = [];

    private string Words => Fields.Count == 0 ? "The result has no columns to count."
        : Fields[0].Rows < Result.Rows.Count ? $"over the first {Numbers.Count(Fields[0].Rows)} of {Numbers.Count(Result.Rows.Count, "row")}"
        : $"over {Numbers.Count(Result.Rows.Count, "row")} of this result";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_counted, Result))
        {
            _counted = Result;
            Fields = FieldStatistics.Of(Result);
        }
    }
}
