using System.Globalization;
using AuditDashboard.Packets;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Reviews.Packets;

/// <summary>The page of a review's packet.</summary>
internal sealed class ReviewPacketPage : PacketPage
{
    private ReviewPacketPage()
    {
    }

    /// <summary>Writes the page.</summary>
    public static byte[] Write(ReviewDocument document, IReadOnlyList<PacketRecord> index, string fingerprint)
    {
        var page = new ReviewPacketPage();
        page.Summary(document, fingerprint);
        page.Changes(document, index);
        page.Coverage(
            "What was collected when the review was opened", "The changes were chosen one by one, or have no time: no window was looked at.", document.About.Coverage);
        page.Queries("Queries by which changes are collected", document.About.Queries);
        page.End();
        return page.Take();
    }

    private void Summary(ReviewDocument document, string fingerprint)
    {
        Begin("Review", document.Title);
        Row("State", document.ClosedAt is { } closed ? $"closed {UtcText.Second(closed)} by {NameOf(document.ClosedBy)}" : "open: this packet shows how far it was when it was made");
        Row("Opened", $"{UtcText.Second(document.OpenedAt)} by {NameOf(document.OpenedBy)}");
        Row("Note", document.Note);
        var about = document.About;
        Row("Changes", $"{about.Contents}{(about.Cluster is { } cluster ? ", cluster " + cluster : ", all clusters")}");
        if (about is { From: { } from, To: { } to })
        {
            Row("Window", UtcText.WindowFull(TimeWindow.Between(from, to)));
        }

        Narrowed(about.Filters, about.Search);
        var counts = document.Counts;
        Row(
            "Decided",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Changes} changes: {counts.Expected} expected, {counts.ExpectedWithTicket} expected with a ticket, {counts.ToBeUndone} to be undone, {counts.Unauthorised} unauthorised, {counts.Disputed} disputed, {counts.Open} open"));
        Row("Rule", document.Reviewers == 2 ? "two people must agree on each change" : "one person settles a change, unless another decides otherwise");
        HowToVerify(fingerprint);
    }

    private void Changes(ReviewDocument document, IReadOnlyList<PacketRecord> index)
    {
        Heading("Changes");
        Raw("<table><thead><tr><th class=\"t\" scope=\"col\">Time, UTC</th><th scope=\"col\">Change</th><th class=\"d\" scope=\"col\">Decision</th><th scope=\"col\">What was said</th></tr></thead><tbody>\n");
        foreach (var (item, record, number) in document.Items.Select((item, i) => (item, index[i], i + 1)))
        {
            BeginEvent(FrozenEvents.ToRow(item.Event), number, record.Sha256);
            Raw("</td><td>");
            Raw($"<span class=\"{CssOf(item)}\">");
            Plain(ReviewWords.OfKey(item.Decision) ?? item.State);
            Raw("</span></td><td>");
            Marks(item);
            Raw("</td></tr>\n");
        }

        Raw("</tbody></table>\n");
    }

    private void Marks(ReviewDocumentItem item)
    {
        Raw(item.Marks.Count > 0 ? "<ul>" : "<span class=\"n\">nothing</span>");
        foreach (var mark in item.Marks)
        {
            Raw("<li><b>");
            Text(ReviewWords.Of(mark.By));
            Raw("</b> <span class=\"n\">");
            Plain(UtcText.Second(mark.At));
            Raw("</span> ");
            Plain(ReviewWords.OfKey(mark.Decision) ?? "");
            Raw(mark.Ticket.Length > 0 ? " " : "");
            Text(mark.Ticket);
            Raw(mark.Comment.Length > 0 ? "<br>" : "");
            Text(mark.Comment);
            Raw("</li>");
        }

        Raw(item.Marks.Count > 0 ? "</ul>" : "");
    }

    private static string NameOf(ReviewPerson? person) => person is null ? "" : ReviewWords.Of(person);

    private static string CssOf(ReviewDocumentItem item) => item.Decision is { } decision
        ? ReviewWords.Css(decision) switch { "ok" => "ok", "warn" => "warn", _ => "bad" }
        : item.State == ReviewWords.KeyOf(Storage.Reviews.ReviewState.Disputed) ? "bad" : "n";
}
