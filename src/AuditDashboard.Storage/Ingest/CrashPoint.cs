namespace AuditDashboard.Storage.Ingest;

/// <summary>Numbered moments of a harvest, and of the removal of events, at which a crash must lose and double nothing. Tests kill a real process between them.</summary>
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

    /// <summary>Nothing vouches for events that are to be removed any more, in an open transaction; they are still there.</summary>
    RemovalMarked = 13,

    /// <summary>Events of a slice are removed in an open transaction, their bins are not yet less.</summary>
    EventsRemoved = 14,

    /// <summary>Bins of removed events are less, texts that nobody has any more are still there.</summary>
    BinsReduced = 15,

    /// <summary>A slice is removed whole, the commit has not begun.</summary>
    BeforeRemovalCommit = 16,

    /// <summary>The commit of a slice has returned; more may follow.</summary>
    RemovalCommitted = 17,
}
