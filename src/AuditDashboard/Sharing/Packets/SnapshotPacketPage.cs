using System.Globalization;
using System.Text;
using AuditDashboard.Packets;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Sharing.Packets;

/// <summary>The page of a snapshot's packet: what the snapshot's own page shows, and the records so far as a browser can bear them.</summary>
internal sealed class SnapshotPacketPage(SnapshotManifest manifest) : PacketPage, ISnapshotPacketText
{
    // Measured with Chromium: 5,000 opens in 2 s and prints; 100,000 took 56 s and 5 GB, and did not print.
    private const int MaxEvents = 5_000;

    // Records shown on the page; those behind them are in the file of records like all others.
    private const int MaxRecordBytes = 4 * 1024 * 1024;

    private long _number;
    private int _shownBytes;

    /// <inheritdoc/>
    public bool IsFull => _number == MaxEvents;

    /// <inheritdoc/>
    public byte[] Begin()
    {
        Summary();
        Bins();
        Coverage("What was collected when it was made", "Its events have no time, or there was no cluster: no window was looked at.", manifest.Coverage);
        Queries("Queries by which its events were collected", manifest.Queries);
        Heading("Events");
        More();
        if (manifest.Events == 0)
        {
            Remark("No event was in it.");
            return Take();
        }

        Raw("<table><thead><tr><th class=\"t\" scope=\"col\">Time, UTC</th><th scope=\"col\">Event and its record</th><th class=\"c\" scope=\"col\">Outcome</th></tr></thead><tbody>\n");
        return Take();
    }

    /// <inheritdoc/>
    public byte[] Add(IReadOnlyList<FrozenEvent> events)
    {
        foreach (var frozen in events.Take((int)(MaxEvents - _number)))
        {
            Event(frozen);
        }

        return Take();
    }

    /// <inheritdoc/>
    public byte[] Finish()
    {
        Raw(manifest.Events == 0 ? "" : "</tbody></table>\n");
        More();
        if (_shownBytes > MaxRecordBytes)
        {
            Remark("Records behind the first 4 MiB are not shown here. All of them are in events.ndjson.");
        }

        End();
        return Take();
    }

    // Before the events, so that nobody takes them for all, and where they end.
    private void More()
    {
        if (manifest.Events > MaxEvents)
        {
            Remark(string.Create(CultureInfo.InvariantCulture, $"This page shows the first {MaxEvents:N0} of {manifest.Events:N0} events. All of them are in events-index.ndjson, one a line, and their records in events.ndjson."));
        }
    }

    private void Summary()
    {
        Begin("Snapshot", manifest.Title);
        Row("Made", string.Create(CultureInfo.InvariantCulture, $"{UtcText.Second(manifest.MadeAt)} by {manifest.MadeBy}, number {manifest.Sequence} of its installation"));
        Row("Note", manifest.Note);
        Row("Code", manifest.Code);
        Row("View", manifest.Page);
        Row("Window", (manifest is { From: { } from, To: { } to } ? UtcText.WindowFull(TimeWindow.Between(from, to)) : "events without any time") + (manifest.Cluster is { } cluster ? ", cluster " + cluster : ", all clusters"));
        Row("Contents", string.Create(CultureInfo.InvariantCulture, $"{manifest.Events} events of {manifest.Requests} requests: {manifest.Contents}"));
        Narrowed(manifest.Filters, manifest.Search);
        Row("Opened until", manifest.ExpiresAt is { } end ? UtcText.Second(end) : "");
        HowToVerify(manifest.Key);
    }

    private void Bins()
    {
        if (manifest.Bins is not { } bins || manifest.Events == 0)
        {
            return;
        }

        Heading("Events over time");
        Remark($"In {BinRollup.Describe(bins.WidthMinutes)}; those without events are left out.");
        Raw("<ul class=\"b\">\n");
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
        BeginEvent(row, ++_number, SnapshotManifest.HashOf(frozen.Record.Span));
        if (_shownBytes <= MaxRecordBytes)
        {
            _shownBytes += frozen.Record.Length;
        }

        if (_shownBytes <= MaxRecordBytes)
        {
            var record = Encoding.UTF8.GetString(frozen.Record.Span);
            Raw("<pre class=\"m\">");
            Text(record);
            Raw(record.Length > MaxText ? "</pre><div class=\"n\">This is how the record begins. The whole of it is in events.ndjson.</div>" : "</pre>");
        }

        Raw("</td><td>");
        Plain(row.Code is { } code ? code.ToString(CultureInfo.InvariantCulture) : "no status");
        Raw("</td></tr>\n");
    }
}
