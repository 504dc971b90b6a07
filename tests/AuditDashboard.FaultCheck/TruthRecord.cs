namespace AuditDashboard.FaultCheck;

/// <summary>A record that the log group holds, and what the database must hold of it.</summary>
public sealed record TruthRecord
{
    /// <summary>Its number, which its bytes hold too (<c>serial=N</c>): two records with one number are one event, delivered twice.</summary>
    public required long Serial { get; init; }

    /// <summary>What becomes of it.</summary>
    public required TruthKind Kind { get; init; }

    /// <summary>The bytes, UTF-8.</summary>
    public required byte[] Message { get; init; }

    /// <summary>When it happened (<c>@timestamp</c>), milliseconds since 1970.</summary>
    public required long TimeMs { get; init; }

    /// <summary>From when on the service gives it, milliseconds since 1970.</summary>
    public required long VisibleAtMs { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The auditID; several events may have one.</summary>
    public required string AuditId { get; init; }

    /// <summary>The stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The canned queries that select it, narrowest first.</summary>
    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>True if it is there as soon as it happened: whoever claims its second later must have it.</summary>
    public bool IsPrompt => VisibleAtMs <= TimeMs;

    /// <summary>When it happened, microseconds since 1970, as the database has it.</summary>
    public long TimeMicros => TimeMs * 1_000;
}
