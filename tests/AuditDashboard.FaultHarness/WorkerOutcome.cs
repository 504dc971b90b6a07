namespace AuditDashboard.FaultHarness;

/// <summary>How one process ended.</summary>
internal sealed record WorkerOutcome
{
    /// <summary>Why it ended.</summary>
    public required WorkerEnd End { get; init; }

    /// <summary>The last crash point that it passed, 0 for none.</summary>
    public required int LastPoint { get; init; }

    /// <summary>The last crash point from a transaction's beginning to its commit; 0 for none.</summary>
    public required int LastWritten { get; init; }

    /// <summary>True if it was stopped and continued before.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Everything it said but the crash points.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>What it said on standard error, and what the system says of it where it was stuck.</summary>
    public required string Errors { get; init; }

    /// <summary>Killed as its plan says.</summary>
    public bool IsKilled => End == WorkerEnd.Killed;

    /// <summary>Killed while a transaction of a batch was open: begun, and its commit not returned.</summary>
    public bool IsInTransaction => IsKilled && LastWritten is >= KillPlan.TransactionBegun and <= KillPlan.BeforeCommit;

    /// <summary>Killed between two numbered crash points of a run.</summary>
    public bool IsBetweenPoints => IsKilled && LastPoint is >= 1 and < 12;

    /// <summary>Its last words.</summary>
    public string LastWords() => $"{string.Join('\n', Lines.TakeLast(5))} {Errors} at crash point {LastPoint}";
}

/// <summary>Why a process ended.</summary>
internal enum WorkerEnd
{
    /// <summary>It was killed as its plan says.</summary>
    Killed,

    /// <summary>Its plan did not come to pass in a few runs: it was killed without being counted.</summary>
    Relieved,

    /// <summary>It came to an end by itself.</summary>
    Ended,

    /// <summary>It gave no sign of life for so long that something must be wrong.</summary>
    Stuck,
}
