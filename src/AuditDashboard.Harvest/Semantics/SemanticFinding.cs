using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>What came of one question.</summary>
public enum SemanticOutcome
{
    /// <summary>The service reads it as the embedded engine does.</summary>
    Holds,

    /// <summary>It reads it otherwise.</summary>
    Differs,

    /// <summary>It is known now, and nothing depends on it.</summary>
    Found,

    /// <summary>The window could not tell.</summary>
    NotTold,
}

/// <summary>What came of one question.</summary>
/// <param name="Outcome">Whether the engine's reading holds.</param>
/// <param name="Sentence">A sentence for people.</param>
public sealed record SemanticFinding(SemanticOutcome Outcome, string Sentence);

/// <summary>What a check of one cluster's log group gave.</summary>
public sealed record SemanticReport
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The window that was asked about; empty if none was.</summary>
    public TimeWindow Window { get; init; }

    /// <summary>Audit events in it.</summary>
    public int Events { get; init; }

    /// <summary>What was found, in the order of the questions.</summary>
    public IReadOnlyList<SemanticFinding> Findings { get; init; } = [];

    /// <summary>Queries that were run.</summary>
    public int Queries { get; init; }

    /// <summary>Bytes billed.</summary>
    public long Bytes { get; init; }

    /// <summary>Their price, US dollars.</summary>
    public double Dollars { get; init; }

    /// <summary>Why nothing was asked, where nothing is missing; else null.</summary>
    public string? Note { get; init; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Error { get; init; }
}
