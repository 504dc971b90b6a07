namespace AuditDashboard.Harvest.Input;

/// <summary>What a carrier says beside the event it carries.</summary>
internal readonly record struct Carrier
{
    /// <inheritdoc cref="InputRecord.SourceTimeMicros"/>
    public long? TimeMicros { get; init; }

    /// <inheritdoc cref="InputRecord.IngestionTimeMicros"/>
    public long? IngestionTimeMicros { get; init; }

    /// <inheritdoc cref="InputRecord.LogStream"/>
    public string? LogStream { get; init; }

    /// <inheritdoc cref="InputRecord.Log"/>
    public string? Log { get; init; }

    /// <inheritdoc cref="InputRecord.Pointer"/>
    public string? Pointer { get; init; }
}
