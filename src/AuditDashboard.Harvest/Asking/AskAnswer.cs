using AuditDashboard.Harvest.Sources;

namespace AuditDashboard.Harvest.Asking;

/// <summary>How a person's query over a log group ended.</summary>
/// <param name="Plan">What it was expected to read, as of its start.</param>
public sealed record AskAnswer(AskPlan Plan)
{
    /// <summary>The rows; null where it did not come to its end, or was not begun.</summary>
    public AskedRows? Rows { get; init; }

    /// <summary>What went wrong: a sentence; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>True if it was cancelled: the source was told to stop it.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Bytes that are billed, also where it failed or was stopped; null where nothing was billed or the source does not say.</summary>
    public long? Bytes { get; init; }

    /// <summary>Their price. Unit: US dollars.</summary>
    public double Dollars { get; init; }
}
