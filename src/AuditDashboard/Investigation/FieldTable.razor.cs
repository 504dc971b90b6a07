using AuditDashboard.Kubernetes.Changes;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>A line of a difference: a name with its value on one side.</summary>
/// <param name="Side">On which side.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct FieldLine(ChangeSide Side, string Name, string Value)
{
    /// <summary>The lines of members that changed: what was, then what is.</summary>
    public static IReadOnlyList<FieldLine> Of(IEnumerable<FieldChange> changes) =>
    [
        .. changes.SelectMany(change => new[] { (ChangeSide.Removed, change.Before), (ChangeSide.Added, change.After) }
            .Where(side => side.Item2 is not null)
            .Select(side => new FieldLine(side.Item1, change.Name, side.Item2!))), // filtered just now
    ];
}

/// <summary>Names with values, before and after.</summary>
public sealed partial class FieldTable
{
    private const int MaxRows = 200;

    /// <summary>The lines.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FieldLine> Lines { get; set; }

    /// <summary>What the table lists, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }
}
