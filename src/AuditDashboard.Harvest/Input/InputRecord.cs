namespace AuditDashboard.Harvest.Input;

/// <summary>One record read from files or a stream, unwrapped from whatever carried it.</summary>
public sealed record InputRecord
{
    /// <summary>The record: for an event carried as a string its exact text, for an object member its own bytes, without line end.</summary>
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>The carrier's <c>@timestamp</c> in microseconds since 1970; null where it has none (the record's own time is not looked at here).</summary>
    public long? SourceTimeMicros { get; init; }

    /// <summary><c>@ingestionTime</c> of the carrier in microseconds since 1970, or null.</summary>
    public long? IngestionTimeMicros { get; init; }

    /// <summary><c>@logStream</c> of the carrier, or null.</summary>
    public string? LogStream { get; init; }

    /// <summary><c>@log</c> of the carrier, or null.</summary>
    public string? Log { get; init; }

    /// <summary><c>@ptr</c> of the carrier, or null.</summary>
    public string? Pointer { get; init; }

    /// <summary>The file as it was named, or <c>-</c> for standard input.</summary>
    public required string File { get; init; }

    /// <summary>One-based line of the file in which the record starts.</summary>
    public required long Line { get; init; }

    /// <summary>What is wrong with the line; null for a JSON object. A record with a problem still has its bytes in <see cref="Message"/>.</summary>
    public string? Problem { get; init; }
}
