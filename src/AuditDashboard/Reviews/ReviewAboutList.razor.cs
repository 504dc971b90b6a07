using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>What a review is about: window, filters, coverage and queries at its start.</summary>
public sealed partial class ReviewAboutList
{
    private const int MaxStretches = 50;

    /// <summary>The review.</summary>
    [Parameter, EditorRequired]
    public required ReviewDocument Document { get; set; }
}
