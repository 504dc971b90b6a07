using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>What is read and told apart but not yet committed, with the coverage or positions that vouch for it.</summary>
internal sealed class PendingBatch
{
    /// <summary>Records that a batch may quarantine.</summary>
    private const int MaxQuarantined = 1_000;

    /// <summary>Bytes of records that a batch may hold, so that huge records do not pile up. Unit: bytes.</summary>
    private const long MaxRecordBytes = 16 * 1024 * 1024;

    private long _recordBytes;

    public List<IngestEvent> Events { get; } = [];

    public List<QuarantinedRecord> Quarantined { get; } = [];

    public List<TrailIngest> Calls { get; } = [];

    public List<CoverageGain> Coverage { get; } = [];

    public List<FilePosition> FilePositions { get; } = [];

    /// <summary>From the first to the last event of each file.</summary>
    public Dictionary<string, TimeWindow> FileSpans { get; } = new(StringComparer.Ordinal);

    /// <summary>From the first to the last record of CloudTrail in each file.</summary>
    public Dictionary<string, TimeWindow> CallSpans { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes scanned for this batch.</summary>
    public long BytesScanned { get; set; }

    /// <summary>What the source bills for this batch.</summary>
    public List<ScanCharge> Charges { get; } = [];

    public bool IsEmpty =>
        Events.Count == 0 && Quarantined.Count == 0 && Calls.Count == 0 && CallSpans.Count == 0 && Coverage.Count == 0 && FilePositions.Count == 0 && FileSpans.Count == 0 && BytesScanned == 0 && Charges.Count == 0;

    public void Add(IngestEvent found)
    {
        Events.Add(found);
        _recordBytes += found.Event.Json.Length;
    }

    public void Add(QuarantinedRecord record)
    {
        Quarantined.Add(record);
        _recordBytes += record.Bytes.Bytes.Length;
    }

    public void Add(TrailIngest call)
    {
        Calls.Add(call);
        _recordBytes += call.Call.Json.Length;
    }

    /// <summary>Notes of which time a file holds events.</summary>
    public void AddSpan(string origin, TimeWindow? span) => Widen(FileSpans, origin, span);

    /// <summary>Notes of which time a file holds records of CloudTrail.</summary>
    public void AddCallSpan(string origin, TimeWindow? span) => Widen(CallSpans, origin, span);

    /// <summary>True if it should be committed before more is added.</summary>
    public bool IsFull(int maxEvents) => Events.Count >= maxEvents || Calls.Count >= maxEvents || Quarantined.Count >= MaxQuarantined || _recordBytes >= MaxRecordBytes;

    /// <summary>True if another batch can be added to this one without passing the limit of events.</summary>
    public bool HasRoomFor(PendingBatch other, int maxEvents) =>
        Events.Count + other.Events.Count <= maxEvents && Calls.Count + other.Calls.Count <= maxEvents && !IsFull(maxEvents);

    /// <summary>Adds another batch's content after this one's.</summary>
    public void Append(PendingBatch other)
    {
        Events.AddRange(other.Events);
        Quarantined.AddRange(other.Quarantined);
        Calls.AddRange(other.Calls);
        Coverage.AddRange(other.Coverage);
        // Only the furthest position of a file counts; a later slice of a young file may have a longer fingerprint.
        FilePositions.RemoveAll(p => other.FilePositions.Any(o => o.Fingerprint == p.Fingerprint && o.FingerprintLength == p.FingerprintLength));
        FilePositions.AddRange(other.FilePositions);
        foreach (var (origin, span) in other.FileSpans)
        {
            AddSpan(origin, span);
        }

        foreach (var (origin, span) in other.CallSpans)
        {
            AddCallSpan(origin, span);
        }

        BytesScanned += other.BytesScanned;
        Charges.AddRange(other.Charges);
        _recordBytes += other._recordBytes;
    }

    private static void Widen(Dictionary<string, TimeWindow> spans, string origin, TimeWindow? span)
    {
        if (span is { } added)
        {
            spans[origin] = spans.TryGetValue(origin, out var known)
                ? new TimeWindow(Math.Min(known.FromMicros, added.FromMicros), Math.Max(known.ToMicros, added.ToMicros))
                : added;
        }
    }
}
