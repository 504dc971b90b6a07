namespace AuditDashboard.Storage.Ingest;

/// <summary>Numbered moments of a harvest at which a crash must lose and double nothing. Tests kill a real process between them.</summary>
public enum CrashPoint
{
    /// <summary>A run record exists, nothing is collected yet.</summary>
    RunStarted = 1,

    /// <summary>The windows owed are planned.</summary>
    Planned = 2,

    /// <summary>Records of a batch are read, told apart and redacted.</summary>
    BatchRead = 3,

    /// <summary>The transaction has begun.</summary>
    TransactionBegun = 4,

    /// <summary>The lease's fencing number was checked inside the transaction.</summary>
    LeaseChecked = 5,

    /// <summary>Some of the batch's events are written.</summary>
    EventsHalfWritten = 6,

    /// <summary>All events and matches are written.</summary>
    EventsWritten = 7,

    /// <summary>Minute bins are written.</summary>
    BinsWritten = 8,

    /// <summary>Coverage and file positions are written.</summary>
    CoverageWritten = 9,

    /// <summary>Everything is written, the commit has not begun.</summary>
    BeforeCommit = 10,

    /// <summary>The commit has returned.</summary>
    Committed = 11,

    /// <summary>All batches are committed, the run record is still open.</summary>
    RunEnding = 12,
}
