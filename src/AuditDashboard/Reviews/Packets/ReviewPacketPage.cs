using System.Globalization;
using AuditDashboard.Packets;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Reviews.Packets;

/// <summary>The page of a review's packet.</summary>
internal sealed class ReviewPacketPage : PacketHtml
{
    private ReviewPacketPage()
    {
    }

    /// <summary>Writes the page.</summary>
    public static byte[] Write(ReviewDocument document, IReadOnlyList<PacketRecord> index, string fingerprint)
    {
        var page = new ReviewPacketPage();
        page.Head("Review: " + document.Title);
        page.Summary(document, fingerprint);
        page.Changes(document, index);
        page.Coverage(document);
        page.Queries(document);
        page.End();
        return page.Take();
    }

    private void Summary(ReviewDocument document, string fingerprint)
    {
        Raw("<h1>");
        Text(document.Title);
        Raw("</h1>\n<p class=\"n\">Evidence packet of a review by AuditDashboard. Records are the stored, redacted records.</p>\n<table><tbody>\n");
        Row("State", document.ClosedAt is { } closed ? $"closed {UtcText.Second(closed)} by {NameOf(document.ClosedBy)}" : "open: this packet shows how far it was when it was made");
        Row("Opened", $"{UtcText.Second(document.OpenedAt)} by {NameOf(document.OpenedBy)}");
        Row("Note", document.Note);
        var about = document.About;
        Row("Changes", $"{about.Contents}{(about.Cluster is { } cluster ? ", cluster " + cluster : ", all clusters")}");
        if (about is { From: { } from, To: { } to })
        {
            Row("Window", UtcText.WindowFull(TimeWindow.Between(from, to)));
        }

        foreach (var filter in about.Filters)
        {
            Row("Narrowed to", $"{filter.Property} {(filter.Excluded ? "is not" : "is")} {string.Join(", ", filter.Values.Select(value => value.Length == 0 ? "(none)" : value))}");
        }

        if (about.Search is { } search)
        {
            Row("Narrowed to", "text " + search);
        }

        var counts = document.Counts;
        Row(
            "Decided",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Changes} changes: {counts.Expected} expected, {counts.ExpectedWithTicket} expected with a ticket, {counts.ToBeUndone} to be undone, {counts.Unauthorised} unauthorised, {counts.Disputed} disputed, {counts.Open} open"));
        Row("Rule", document.Reviewers == 2 ? "two people must agree on each change" : "one person settles a change, unless another decides otherwise");
        HowToVerify(fingerprint);
        Raw("</tbody></table>\n");
    }

    private void Changes(ReviewDocument document, IReadOnlyList<PacketRecord> index)
    {
        Raw("<h2>Changes</h2>\n<table><thead><tr><th class=\"t\">Time, UTC</th><th>Change</th><th class=\"d\">Decision</th><th>What was said</th></tr></thead><tbody>\n");
        foreach (var (item, record, number) in document.Items.Select((item, i) => (item, index[i], i + 1)))
        {
            var row = FrozenEvents.ToRow(item.Event);
            Raw("<tr><td>");
            Plain(row.Time is { } time ? UtcText.Full(time) : "undated");
            Raw("</td><td>");
            Text(string.Concat(EventWords.Sentence(row).Select(part => part.Text)));
            Raw("<div class=\"n\">cluster ");
            Text(row.Cluster);
            Raw(row.SourceIp is null ? "" : ", from ");
            Text(row.SourceIp ?? "");
            Raw(string.Create(CultureInfo.InvariantCulture, $"</div><div class=\"n\">record {number} of events.ndjson, SHA-256 <span class=\"m\">"));
            Plain(record.Sha256);
            Raw("</span></div></td><td>");
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

    private void Coverage(ReviewDocument document)
    {
        Raw("<h2>What was collected when the review was opened</h2>\n");
        Raw(document.About.Coverage.Count == 0 ? "<p class=\"n\">The changes were chosen one by one, or have no time: no window was looked at.</p>\n" : "<ul>\n");
        Stretches(document.About.Coverage);
        Raw(document.About.Coverage.Count == 0 ? "" : "</ul>\n");
    }

    private void Queries(ReviewDocument document)
    {
        Raw("<h2>Queries by which changes are collected</h2>\n");
        Queries(document.About.Queries);
    }

    private static string NameOf(ReviewPerson? person) => person is null ? "" : ReviewWords.Of(person);

    private static string CssOf(ReviewDocumentItem item) => item.Decision is { } decision
        ? ReviewWords.Css(decision) switch { "ok" => "ok", "warn" => "warn", _ => "bad" }
        : item.State == ReviewWords.KeyOf(Storage.Reviews.ReviewState.Disputed) ? "bad" : "n";
}
