using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Diffs;

/// <summary>A difference by lines: sign, number, text.</summary>
public sealed partial class TextDiffView
{
    private const int MaxLine = 2_000;

    /// <summary>The difference.</summary>
    [Parameter, EditorRequired]
    public required TextDiff Diff { get; set; }

    private static string CssOf(DiffLineKind kind) => kind switch
    {
        DiffLineKind.Added => "a",
        DiffLineKind.Removed => "d",
        _ => "u",
    };

    private static string SignOf(DiffLineKind kind) => kind switch
    {
        DiffLineKind.Added => "+",
        DiffLineKind.Removed => "−",
        _ => " ",
    };
}
