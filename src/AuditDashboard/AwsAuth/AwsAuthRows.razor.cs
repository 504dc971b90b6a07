using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.AwsAuth;

/// <summary>The rows of aws-auth that a write added, removed or changed; those that stayed are folded.</summary>
public sealed partial class AwsAuthRows
{
    private const int MaxRows = 300;

    private bool _showsUnchanged;

    /// <summary>The difference.</summary>
    [Parameter, EditorRequired]
    public required AwsAuthDiff Diff { get; set; }

    /// <summary>False if the text before is not known: then no row can be called new or gone.</summary>
    [Parameter]
    public bool IsBeforeKnown { get; set; }

    private IReadOnlyList<Line> Lines => IsBeforeKnown
        ? [.. Diff.Rows.Where(r => r.Kind != AwsAuthChangeKind.Same).SelectMany(LinesOf)]
        : [.. Diff.Rows.Where(r => r.After is not null).Select(r => new Line(r.After!, null, "", null, Diff.IsPassedOver(r.After!)))]; // filtered just now

    private IReadOnlyList<AwsAuthRow> Unchanged => IsBeforeKnown ? [.. Diff.Rows.Where(r => r.Kind == AwsAuthChangeKind.Same).Select(r => r.After!)] : []; // a row that stayed has both sides

    private string UnchangedText
    {
        get
        {
            var masters = Unchanged.Count(r => r.IsMasters);
            return $"{Numbers.Count(Unchanged.Count, "row")} unchanged{(masters > 0 ? $", of them {Numbers.Count(masters)} in system:masters" : "")}";
        }
    }

    private IEnumerable<Line> LinesOf(AwsAuthRowChange change)
    {
        if (change.Before is { } before)
        {
            yield return new Line(before, "del", "−", change.After is null ? "removed" : "was", false);
        }

        if (change.After is { } after)
        {
            yield return new Line(after, "add", "+", change.Before is null ? "added" : "is now", Diff.IsPassedOver(after));
        }
    }

    private sealed record Line(AwsAuthRow Row, string? Css, string Sign, string? Word, bool IsPassedOver);
}
