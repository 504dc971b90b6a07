using System.Globalization;
using System.Text;
using AuditDashboard.Packets;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Sharing.Packets;

/// <summary>The page of a snapshot's packet: what the snapshot's own page shows, and the records so far as a browser can bear them.</summary>
internal sealed class SnapshotPacketPage(SnapshotManifest manifest) : PacketHtml, ISnapshotPacketText
{
    // Records shown on the page; those behind them are in the file of records like all others.
    private const int MaxRecordBytes = 4 * 1024 * 1024;

    private long _number;
    private int _shownBytes;

    /// <inheritdoc/>
    public byte[] Begin()
    {
        Head("Snapshot: " + manifest.Title);
        Summary();
        Bins();
        Raw("<h2>What was collected when it was made</h2>\n");
        Raw(manifest.Coverage.Count == 0 ? "<p class=\"n\">Its events have no time, or there was no cluster: no window was looked at.</p>\n" : "<ul>\n");
        Stretches(manifest.Coverage);
        Raw(manifest.Coverage.Count == 0 ? "" : "</ul>\n");
        Raw("<h2>Queries by which its events were collected</h2>\n");
        Queries(manifest.Queries);
        Raw("<h2>Events</h2>\n");
        Raw(manifest.Events == 0 ? "<p class=\"n\">No event was in it.</p>\n" : "<table><thead><tr><th class=\"t\">Time, UTC</th><th>Event and its record</th><th class=\"d\">Outcome</th></tr></thead><tbody>\n");
        return Take();
    }

    /// <inheritdoc/>
    public byte[] Add(IReadOnlyList<FrozenEvent> events)
    {
        foreach (var frozen in events)
        {
            Event(frozen);
        }

        return Take();
    }

    /// <inheritdoc/>
    public byte[] Finish()
    {
        Raw(manifest.Events == 0 ? "" : "</tbody></table>\n");
        Raw(_shownBytes > MaxRecordBytes ? "<p class=\"n\">Records behind the first 4 MiB are not shown here. All of them are in events.ndjson.</p>\n" : "");
        End();
        return Take();
    }

    private void Summary()
    {
        Raw("<h1>");
        Text(manifest.Title);
        Raw("</h1>\n<p class=\"n\">Evidence packet of a snapshot by AuditDashboard. Records are the stored, redacted records.</p>\n<table><tbody>\n");
        Row("Made", string.Create(CultureInfo.InvariantCulture, $"{UtcText.Second(manifest.MadeAt)} by {manifest.MadeBy}, number {manifest.Sequence} of its installation"));
        Row("Note", manifest.Note);
        Row("Code", manifest.Code);
        Row("View", manifest.Page);
        Row("Window", (manifest is { From: { } from, To: { } to } ? UtcText.WindowFull(TimeWindow.Between(from, to)) : "events without any time") + (manifest.Cluster is { } cluster ? ", cluster " + cluster : ", all clusters"));
        Row("Contents", string.Create(CultureInfo.InvariantCulture, $"{manifest.Events} events of {manifest.Requests} requests: {manifest.Contents}"));
        foreach (var filter in manifest.Filters)
        {
            Row("Narrowed to", $"{filter.Property} {(filter.Excluded ? "is not" : "is")} {string.Join(", ", filter.Values.Select(value => value.Length == 0 ? "(none)" : value))}");
        }

        Row("Narrowed to", manifest.Search is { } search ? "text " + search : "");
        Row("Opened until", manifest.ExpiresAt is { } end ? UtcText.Second(end) : "");
        HowToVerify(manifest.Key);
        Raw("</tbody></table>\n");
    }

    private void Bins()
    {
        if (manifest.Bins is not { } bins || manifest.Events == 0)
        {
            return;
        }

        Raw("<h2>Events over time</h2>\n<p class=\"n\">");
        Plain($"In {BinRollup.Describe(bins.WidthMinutes)}; those without events are left out.");
        Raw("</p>\n<ul>\n");
        for (var i = 0; i < bins.Counts.Count; i++)
        {
            if (bins.Counts[i] > 0)
            {
                Raw("<li>");
                Plain(string.Create(CultureInfo.InvariantCulture, $"from {UtcText.Second(bins.Start.AddMinutes((double)bins.WidthMinutes * i))}: {bins.Counts[i]}"));
                Raw("</li>\n");
            }
        }

        Raw("</ul>\n");
    }

    private void Event(FrozenEvent frozen)
    {
        var row = FrozenEvents.ToRow(frozen.Event);
        _number++;
        Raw("<tr><td>");
        Plain(row.Time is { } time ? UtcText.Full(time) : "undated");
        Raw("</td><td>");
        Text(string.Concat(EventWords.Sentence(row).Select(part => part.Text)));
        Raw("<div class=\"n\">cluster ");
        Text(row.Cluster);
        Raw(row.SourceIp is null ? "" : ", from ");
        Text(row.SourceIp ?? "");
        Raw(string.Create(CultureInfo.InvariantCulture, $"</div><div class=\"n\">record {_number} of events.ndjson, SHA-256 <span class=\"m\">"));
        Plain(SnapshotManifest.HashOf(frozen.Record.Span));
        Raw("</span></div>");
        if (_shownBytes <= MaxRecordBytes)
        {
            _shownBytes += frozen.Record.Length;
        }

        if (_shownBytes <= MaxRecordBytes)
        {
            Raw("<pre class=\"m\">");
            Text(Encoding.UTF8.GetString(frozen.Record.Span));
            Raw("</pre>");
        }

        Raw("</td><td>");
        Plain(row.Code is { } code ? code.ToString(CultureInfo.InvariantCulture) : "no status");
        Raw("</td></tr>\n");
    }
}
