namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>An event of a log group.</summary>
/// <param name="Id">Counts all events of the server; unique.</param>
/// <param name="TimestampMs">When it happened, milliseconds since 1970.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Message">The message in UTF-8.</param>
/// <param name="IngestionMs">When the service received it (<c>@ingestionTime</c>), milliseconds since 1970.</param>
/// <param name="VisibleAtMs">From when on queries and lists see it, milliseconds since 1970.</param>
public sealed record StoredEvent(long Id, long TimestampMs, string Stream, ReadOnlyMemory<byte> Message, long IngestionMs, long VisibleAtMs)
{
    /// <summary>By time, then in the order of writing.</summary>
    public static int Compare(StoredEvent left, StoredEvent right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.TimestampMs != right.TimestampMs ? left.TimestampMs.CompareTo(right.TimestampMs) : left.Id.CompareTo(right.Id);
    }
}
