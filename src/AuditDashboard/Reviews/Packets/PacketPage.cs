using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AuditDashboard.Kubernetes.Display;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Reviews.Packets;

/// <summary>
/// A packet's page for people: one file that needs nothing else, runs nothing and asks for nothing, which its own policy says to browsers too. All
/// text is encoded, and what cannot be seen in it is written out.
/// </summary>
internal sealed class PacketPage
{
    private const int MaxText = 4_000;

    private const string Style = """
        :root{color-scheme:light}body{font:14px/1.5 system-ui,sans-serif;color:#1a2421;background:#fff;max-width:1100px;margin:24px auto;padding:0 16px}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 8px}table{border-collapse:collapse;width:100%;table-layout:fixed}
        th,td{border-bottom:1px solid #d5dcd9;padding:5px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-size:12px;color:#56635f;font-weight:500}
        .t{width:150px}.d{width:170px}.n{color:#56635f}.m{font-family:ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere}.k{background:#fde9c8;border-radius:2px;padding:0 2px}
        .ok{color:#0b6b4f}.warn{color:#8a4b00}.bad{color:#a8002e;font-weight:600}ul{margin:4px 0;padding-left:18px}li{margin:2px 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0}
        @media print{body{margin:0;max-width:none;font-size:10pt}tr,li{break-inside:avoid}thead{display:table-header-group}}
        """;

    private readonly StringBuilder _page = new();

    private PacketPage()
    {
    }

    /// <summary>Writes the page.</summary>
    public static byte[] Write(ReviewDocument document, IReadOnlyList<PacketRecord> index, string fingerprint)
    {
        var page = new PacketPage();
        page.Head(document);
        page.Summary(document, fingerprint);
        page.Changes(document, index);
        page.Coverage(document);
        page.Queries(document);
        page.Raw("</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page._page.ToString());
    }

    private void Head(ReviewDocument document)
    {
        // The one style is named by its hash: whatever else got into the page would have no effect.
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n");
        Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        Plain("Review: " + document.Title);
        Raw("</title>\n<style>" + Style + "</style>\n</head>\n<body>\n");
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
        Row("Signed with", fingerprint);
        Row("To verify", "AuditDashboard verify THIS-FILE.zip --key FINGERPRINT, with the fingerprint from the people who run the dashboard, not from here");
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
        foreach (var stretch in SnapshotPage.Joined(document.About.Coverage))
        {
            Raw("<li>");
            Text(stretch.Cluster);
            Plain($": {SnapshotPage.StateWords(stretch.State)} {UtcText.Second(stretch.From)} – {UtcText.Second(stretch.To)}");
            Raw(stretch.Reason is null ? "" : ", ");
            Text(stretch.Reason ?? "");
            Raw("</li>\n");
        }

        Raw(document.About.Coverage.Count == 0 ? "" : "</ul>\n");
    }

    private void Queries(ReviewDocument document)
    {
        Raw("<h2>Queries by which changes are collected</h2>\n");
        foreach (var query in document.About.Queries)
        {
            Raw("<h3>");
            Text(query.Title);
            Raw("</h3><pre class=\"m\">");
            foreach (var line in query.Text.Split('\n'))
            {
                Text(line);
                Raw("\n");
            }

            Raw("</pre>\n");
        }
    }

    private void Row(string name, string value)
    {
        if (value.Length > 0)
        {
            Raw("<tr><th class=\"d\">");
            Plain(name);
            Raw("</th><td>");
            Text(value);
            Raw("</td></tr>\n");
        }
    }

    // Somebody's text, whoever's: what cannot be seen in it becomes a mark.
    private void Text(string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        var shown = DisplayText.Split(value, MaxText);
        Raw("<bdi>");
        foreach (var segment in shown.Segments)
        {
            Raw(segment.Kind == DisplaySegmentKind.Plain ? "" : "<span class=\"k\">");
            Raw(HtmlEncoder.Default.Encode(segment.Text));
            Raw(segment.Kind == DisplaySegmentKind.Plain ? "" : "</span>");
        }

        Raw(shown.IsClipped ? "…</bdi>" : "</bdi>");
    }

    private void Plain(string value) => Raw(HtmlEncoder.Default.Encode(DisplayText.Split(value, MaxText).ToString()));

    private void Raw(string markup) => _page.Append(markup);

    private static string NameOf(ReviewPerson? person) => person is null ? "" : ReviewWords.Of(person);

    private static string CssOf(ReviewDocumentItem item) => item.Decision is { } decision
        ? ReviewWords.Css(decision) switch { "ok" => "ok", "warn" => "warn", _ => "bad" }
        : item.State == ReviewWords.KeyOf(Storage.Reviews.ReviewState.Disputed) ? "bad" : "n";
}
