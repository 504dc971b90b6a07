namespace AuditDashboard.LogsInsights;

/// <summary>One record of a log source: a message in UTF-8 with what the source says of it.</summary>
public readonly record struct LogRecord
{
    /// <summary>The record as the source gives it, in UTF-8, without its line end. Need not be JSON.</summary>
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>Instant of the record in microseconds since 1970-01-01T00:00Z; null where the record has none (undated).</summary>
    public long? TimestampMicros { get; init; }

    /// <summary>Instant of delivery in microseconds since 1970-01-01T00:00Z (<c>@ingestionTime</c>); null where unknown.</summary>
    public long? IngestionTimeMicros { get; init; }

    /// <summary>Name of the log stream (<c>@logStream</c>); null where the source has none.</summary>
    public string? LogStream { get; init; }

    /// <summary>Account and log group (<c>@log</c>); null where the source has none.</summary>
    public string? Log { get; init; }

    /// <summary>Opaque pointer to the record (<c>@ptr</c>); null where the source has none.</summary>
    public string? Pointer { get; init; }
}
