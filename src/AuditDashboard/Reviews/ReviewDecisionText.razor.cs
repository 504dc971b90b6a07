using AuditDashboard.Storage.Reviews;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>Where a change stands, in words: what was decided, or who said what.</summary>
public sealed partial class ReviewDecisionText
{
    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ReviewDocumentItem Item { get; set; }

    /// <summary>The last decision of each person, oldest first.</summary>
    private IReadOnlyList<ReviewDocumentMark> Last =>
    [
        .. Item.Marks.Where(mark => mark.Decision is not null).GroupBy(mark => new Reviewer(mark.By.Name, mark.By.Verified).Key, StringComparer.Ordinal).Select(ofOne => ofOne.Last()),
    ];

    private IEnumerable<string> Tickets => Last.Select(mark => mark.Ticket).Where(ticket => ticket.Length > 0).Distinct(StringComparer.Ordinal);
}
