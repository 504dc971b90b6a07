namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Reads records as audit events. Never throws on content.</summary>
public static class AuditEventReader
{
    /// <summary>Reads the envelope of one record. Events with any or no <c>apiVersion</c> count.</summary>
    /// <param name="record">One JSON object in UTF-8, without a line end.</param>
    public static AuditReadResult Read(ReadOnlySpan<byte> record) => throw new NotSupportedException("contract only");

    /// <summary>Event time of a record in microseconds since 1970 without reading the rest: stageTimestamp, requestReceivedTimestamp, <c>timestamp</c>; null if it has none that can be read.</summary>
    public static long? ReadTimeMicros(ReadOnlySpan<byte> record) => throw new NotSupportedException("contract only");
}
