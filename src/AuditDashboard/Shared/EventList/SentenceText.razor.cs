using AuditDashboard.Kubernetes.Sentences;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Who did what to what and how it ended, in one plain sentence; or only what was done, for a list.</summary>
public sealed partial class SentenceText
{
    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required EventRow Row { get; set; }

    /// <summary>False leaves out the actor and the outcome, which a list has in columns of their own. Default true.</summary>
    [Parameter]
    public bool IsSentence { get; set; } = true;

    /// <summary>Most characters of a name.</summary>
    [Parameter]
    public int Max { get; set; } = 400;

    private IEnumerable<SentencePart> Parts => IsSentence ? EventWords.Sentence(Row) : EventWords.Did(Row);

    private string? ResultCss => OutcomeLooks.IsDenied(Row.Code) ? "denied" : null;
}
