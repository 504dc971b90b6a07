using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Used;

namespace AuditDashboard.Investigation;

/// <summary>Whether the grant of a change was used: from the change on, or up to it where the change took the grant away.</summary>
public sealed record ChangeUse
{
    /// <summary>The time that the answer is about.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>True for the time up to a deletion.</summary>
    public required bool IsUpToIt { get; init; }

    /// <summary>True if all of the time holds more events than are read at once, so that <see cref="Window"/> is the part of it next to the change.</summary>
    public required bool IsShortened { get; init; }

    /// <summary>The answer.</summary>
    public required UsedData Answer { get; init; }

    /// <summary>Coverage of the window; null where nothing is known of it.</summary>
    public required CoverageSummary? Coverage { get; init; }
}
