using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>Permissions as rows: API group, resource, verbs; those that lead further are marked, by more than colour.</summary>
public sealed partial class PermissionTable
{
    private const int MaxRows = 200;

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PermissionRow> Rows { get; set; }

    /// <summary>What the table lists, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>True says where each counts and by which way.</summary>
    [Parameter]
    public bool HasPlace { get; set; }

    private static string? CssOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "add",
        ChangeSide.Removed => "del",
        _ => null,
    };

    private static string SignOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "+",
        ChangeSide.Removed => "−",
        _ => "",
    };
}
