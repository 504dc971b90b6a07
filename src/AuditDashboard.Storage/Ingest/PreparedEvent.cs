using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Text;

namespace AuditDashboard.Storage.Ingest;

/// <summary>An event made ready to be written before the transaction begins, so that the write lock is held only for writing.</summary>
internal sealed record PreparedEvent
{
    private static readonly long EarliestMicros = TimeWindow.ToMicrosSinceEpoch(DateTimeOffset.MinValue);
    private static readonly long LatestMicros = TimeWindow.ToMicrosSinceEpoch(DateTimeOffset.MaxValue);

    public required IngestEvent Source { get; init; }

    public required byte[] Identity { get; init; }

    public required long? TimeMicros { get; init; }

    public required ChangeKind Kind { get; init; }

    public required string? FirstAddress { get; init; }

    public required string? AddressList { get; init; }

    public required BodyEncoding BodyEncoding { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>True if its time may widen the span that files vouch for: a time far off is more likely forged than true.</summary>
    public bool WidensFileSpan => Source.FromFiles && TimeMicros is not null && !Source.Event.Audit.Flags.HasFlag(AuditEventFlags.ImplausibleTime);

    /// <summary>Prepares an event.</summary>
    /// <param name="source">The event as the batch has it.</param>
    public static PreparedEvent From(IngestEvent source)
    {
        ArgumentOutOfRangeException.ThrowIfZero(source.QueryIds.Count, nameof(source));
        var audit = source.Event.Audit;
        var (encoding, body) = BodyCodec.Pack(source.Event.Json.Span);
        return new PreparedEvent
        {
            Source = source,
            Identity = source.Event.Id.Bytes.ToArray(),

            // A number that is no instant of the calendar cannot be shown as one: the event counts as undated.
            TimeMicros = source.Event.TimeMicros is { } t && t >= EarliestMicros && t <= LatestMicros ? t : null,
            Kind = ChangeClassifier.Classify(audit, source.Event.Json.Span),
            FirstAddress = audit.SourceIps.Count == 0 ? null : StorableText.From(audit.SourceIps[0]),
            AddressList = audit.SourceIps.Count < 2 ? null : StorableText.From(string.Join(", ", audit.SourceIps)),
            BodyEncoding = encoding,
            Body = body,
        };
    }
}
