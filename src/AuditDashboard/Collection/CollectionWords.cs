using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Collection;

/// <summary>The state of collection in plain words.</summary>
internal static class CollectionWords
{
    /// <summary>The page's head line.</summary>
    public static string Headline(CoverageSummary? coverage, string range)
    {
        if (coverage is null)
        {
            return "Nothing has been collected yet";
        }

        var isTimed = coverage.Stretches.Any(s =>
            s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.NotCollected or CoverageState.Failed);
        return isTimed ? $"{Numbers.Percent(coverage.CollectedFraction)} of {range} is collected"
            : coverage.Stretches.Any(s => s.State == CoverageState.Due) ? "This window is due with the next harvest"
            : CoverageText.IsExpired(coverage) ? "This window is no longer kept"
            : coverage.HasFileEvents ? "From files: whether they are complete in time is unknown"
            : "This window is outside what is collected";
    }

    /// <summary>What brings the first data.</summary>
    public static string FirstHarvest(bool isScheduled) => isScheduled
        ? "The first harvest starts by itself; this page fills as it goes."
        : "The schedule is off: start a harvest with the command \"harvest --once\", or bring in files with \"import\"; this page fills as it goes.";

    /// <summary>Why a stretch is missing, and what will be done about it.</summary>
    public static string WhyAndNext(DebtRow debt, ClusterCollection cluster)
    {
        var why = debt.Reason is { Length: > 0 } reason ? LogSegments.ToPlain(reason, 300)
            : debt.IsFailed ? "The last attempt failed."
            : "Not read yet.";
        return $"{why.TrimEnd('.')}. {Next(cluster, debt.IsFailed)}";
    }

    /// <summary>What will be done about debt.</summary>
    private static string Next(ClusterCollection cluster, bool isFailed) =>
        cluster.NextRun is { } next ? $"The next run, at {UtcText.Format(next, "HH:mm:ss")} UTC, {(isFailed ? "tries again" : "goes on with it")}."
        : cluster.IsConfigured ? "The schedule is off: run it by hand."
        : "No source is configured for this cluster, so nothing will be read.";

    /// <summary>Why a run started.</summary>
    public static string Of(RunTrigger trigger) => trigger switch
    {
        RunTrigger.Schedule => "schedule",
        RunTrigger.Manual => "by hand",
        RunTrigger.CommandLine => "command line",
        RunTrigger.Import => "import",
        RunTrigger.LookBack => "look back",
        _ => "unknown",
    };

    /// <summary>How a run stands.</summary>
    public static string StateOf(RunRow run) => run switch
    {
        { IsAbandoned: true } => "broken off: its process ended",
        { State: RunState.Running, Progress: { Length: > 0 } progress } => $"running: {LogSegments.ToPlain(progress, 200)}",
        _ => Of(run.State),
    };

    /// <summary>A run's state.</summary>
    public static string Of(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Succeeded => "done",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        _ => "unknown",
    };

    /// <summary>How long a run took; null while it runs.</summary>
    public static string? Took(DateTimeOffset startedAt, DateTimeOffset? endedAt) => endedAt is { } ended
        ? (ended - startedAt) is var took && took < TimeSpan.FromMinutes(1)
            ? took.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + " s"
            : UtcText.Length(took)
        : null;
}
