using AuditDashboard.Storage.Reviews;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>Where a reviewer says what changes are. What was written stays until it is stored.</summary>
public sealed partial class ReviewMarkForm
{
    private ReviewDecision? _decision;
    private string _ticket = "";
    private string _comment = "";
    private string? _incomplete;

    /// <summary>What would be marked, in words.</summary>
    [Parameter, EditorRequired]
    public required string Target { get; set; }

    /// <summary>Stores a mark; gives true if it was.</summary>
    [Parameter, EditorRequired]
    public required Func<NewMark, Task<bool>> Send { get; set; }

    /// <summary>Why the last one was not stored; null if it was.</summary>
    [Parameter]
    public string? Failure { get; set; }

    /// <summary>True while one is being stored.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    private string? Problem => _incomplete ?? Failure;

    // Pressed again it is a comment alone.
    private void Choose(ReviewDecision decision) => _decision = _decision == decision ? null : decision;

    private async Task SendAsync()
    {
        var mark = new NewMark(_decision, _decision == ReviewDecision.ExpectedWithTicket ? _ticket.Trim() : "", _comment.Trim());
        _incomplete = ReviewStore.FindProblem(mark);
        if (_incomplete is null && !IsBusy && await Send(mark))
        {
            (_decision, _ticket, _comment) = (null, "", "");
        }
    }
}
