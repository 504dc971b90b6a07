using System.Globalization;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Packets;

/// <summary>A packet's page for people, whatever the packet is of: its head, what it covers, and the events with where the record of each lies.</summary>
internal abstract class PacketPage : PacketHtml
{
    /// <summary>All up to the first row of the summary.</summary>
    /// <param name="kind">What the packet is of.</param>
    /// <param name="title">Its title: somebody's text.</param>
    protected void Begin(string kind, string title)
    {
        Head($"{kind}: {title}");
        Raw("<header>\n<h1>");
        Text(title);
        Raw("</h1>\n<p class=\"n\">");
        Plain($"Evidence packet of a {kind.ToLowerInvariant()} by AuditDashboard. Records are the stored, redacted records.");
        Raw("</p>\n</header>\n<main>\n<table><tbody>\n");
    }

    /// <summary>Rows that say what narrowed the list.</summary>
    protected void Narrowed(IReadOnlyList<SnapshotFilter> filters, string? search)
    {
        foreach (var filter in filters)
        {
            Row("Narrowed to", $"{filter.Property} {(filter.Excluded ? "is not" : "is")} {string.Join(", ", filter.Values.Select(value => value.Length == 0 ? "(none)" : value))}");
        }

        Row("Narrowed to", search is null ? "" : "text " + search);
    }

    /// <summary>The last rows of the summary: who vouches for it.</summary>
    protected void HowToVerify(string fingerprint)
    {
        Row("Signed with", fingerprint);
        Row("To verify", "AuditDashboard verify THIS-FILE.zip --key FINGERPRINT, with the fingerprint from the people who run the dashboard, not from here");
        Raw("</tbody></table>\n");
    }

    /// <summary>What was collected.</summary>
    /// <param name="heading">What it is called.</param>
    /// <param name="none">Said where no window was looked at.</param>
    /// <param name="coverage">The stretches.</param>
    protected void Coverage(string heading, string none, IReadOnlyList<SnapshotCoverage> coverage)
    {
        Heading(heading);
        if (coverage.Count == 0)
        {
            Remark(none);
            return;
        }

        Raw("<ul>\n");
        foreach (var stretch in SnapshotPage.Joined(coverage))
        {
            Raw("<li>");
            Text(stretch.Cluster);
            Plain($": {SnapshotPage.StateWords(stretch.State)} {UtcText.Second(stretch.From)} – {UtcText.Second(stretch.To)}");
            Raw(stretch.Reason is null ? "" : ", ");
            Text(stretch.Reason ?? "");
            Raw("</li>\n");
        }

        Raw("</ul>\n");
    }

    /// <summary>Queries with their texts.</summary>
    /// <param name="heading">What they are called.</param>
    /// <param name="queries">The queries.</param>
    protected void Queries(string heading, IReadOnlyList<SnapshotQuery> queries)
    {
        Heading(heading);
        foreach (var query in queries)
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

    /// <summary>The cells of an event that every packet has: when, and what, with where its record lies. The second one is left open.</summary>
    /// <param name="row">The event.</param>
    /// <param name="number">Number of its record among the records, from 1.</param>
    /// <param name="sha256">SHA-256 of the record, hex.</param>
    protected void BeginEvent(EventRow row, long number, string sha256)
    {
        Raw("<tr><td>");
        Plain(row.Time is { } time ? UtcText.Full(time) : "undated");
        Raw("</td><td>");
        Text(string.Concat(EventWords.Sentence(row).Select(part => part.Text)));
        Raw("<div class=\"n\">cluster ");
        Text(row.Cluster);
        Raw(row.SourceIp is null ? "" : ", from ");
        Text(row.SourceIp ?? "");
        Raw(string.Create(CultureInfo.InvariantCulture, $"</div><div class=\"n\">record {number} of events.ndjson, SHA-256 <span class=\"m\">"));
        Plain(sha256);
        Raw("</span></div>");
    }

    /// <summary>The heading of a section; the dashboard's own words.</summary>
    protected void Heading(string heading)
    {
        Raw("<h2>");
        Plain(heading);
        Raw("</h2>\n");
    }

    /// <summary>A sentence beside the matter; the dashboard's own words.</summary>
    protected void Remark(string sentence)
    {
        Raw("<p class=\"n\">");
        Plain(sentence);
        Raw("</p>\n");
    }
}
