namespace AuditDashboard.Storage.Coverage;

/// <summary>How an interval was collected. The numbers are stored.</summary>
public enum CoverageHow
{
    /// <summary>Read when it was fresh.</summary>
    Live = 1,

    /// <summary>Read once more after the delivery delay had passed.</summary>
    ReRead = 2,

    /// <summary>Read later than planned: first start, or a start after days off.</summary>
    Backfill = 3,

    /// <summary>From files: the span of their events; completeness in time is unknown.</summary>
    Files = 4,
}

/// <summary>State of a stretch of time for one query of one cluster.</summary>
public enum CoverageState
{
    /// <summary>Collected and settled.</summary>
    Collected,

    /// <summary>Collected, but the source may still deliver into it.</summary>
    Settling,

    /// <summary>Should be collected and is not, or was never asked for: not the same as zero.</summary>
    NotCollected,

    /// <summary>The last attempt failed.</summary>
    Failed,

    /// <summary>Holds events from files; completeness unknown.</summary>
    FromFiles,

    /// <summary>Before the start of what is to be collected, or in the future.</summary>
    OutOfScope,

    /// <summary>Older than it is kept: what was collected of it was removed. Neither a gap nor zero.</summary>
    Expired,

    /// <summary>So recent that its harvest has not come yet: not known, and no debt either. Never stored and never read from here, since storage knows no schedule; whoever does marks it.</summary>
    Due,
}

/// <summary>An interval that a batch makes collected.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="SelectionHash">Hash of the selection's canonical print.</param>
/// <param name="Window">The interval.</param>
/// <param name="How">How it was collected.</param>
/// <param name="Rows">Matches of the query inside, as read.</param>
/// <param name="BytesScanned">Bytes scanned for it.</param>
/// <param name="IsSettled">False if the source may still deliver into it.</param>
public sealed record CoverageGain(string QueryId, string SelectionHash, TimeWindow Window, CoverageHow How, long Rows, long BytesScanned, bool IsSettled);

/// <summary>One stretch of a coverage line; stretches of a line adjoin and fill the window asked for.</summary>
/// <param name="Window">The stretch.</param>
/// <param name="State">Its state.</param>
/// <param name="CollectedAt">When it was collected; null where it was not.</param>
/// <param name="How">How it was collected; null where it was not.</param>
/// <param name="Reason">Why it is not collected, in words; null where it is or where nothing is known.</param>
public sealed record CoverageStretch(TimeWindow Window, CoverageState State, DateTimeOffset? CollectedAt, CoverageHow? How, string? Reason);

/// <summary>Coverage of one query over a window.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="Stretches">Adjoining stretches, oldest first.</param>
public sealed record CoverageLine(string QueryId, IReadOnlyList<CoverageStretch> Stretches);

/// <summary>Coverage of a window in a few figures, for the scope bar, over a set of queries (a moment counts as collected if it is for all of them).</summary>
/// <param name="Window">The window asked for.</param>
/// <param name="Stretches">The worst state of the queries at each moment, adjoining, oldest first.</param>
/// <param name="CollectedFraction">0 to 1 of the part of the window that is in scope.</param>
/// <param name="NotCollected">Length of what is in scope and not collected.</param>
/// <param name="Gaps">Number of stretches not collected or failed.</param>
/// <param name="SettledTo">Up to when everything is collected and settled without a gap from the window's start on; null if nothing is.</param>
/// <param name="HasFileEvents">True if the window holds events from files: "from files, completeness unknown".</param>
/// <param name="UndatedEvents">Stored events without any time, counted beside every window.</param>
/// <param name="QuarantinedRecords">Records of this cluster that could not be read.</param>
public sealed record CoverageSummary(
    TimeWindow Window, IReadOnlyList<CoverageStretch> Stretches, double CollectedFraction, TimeSpan NotCollected, int Gaps,
    DateTimeOffset? SettledTo, bool HasFileEvents, long UndatedEvents, long QuarantinedRecords);
