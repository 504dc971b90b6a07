using AuditDashboard.LogsInsights;

namespace AuditDashboard.Explore.Running;

/// <summary>How a run ended.</summary>
public abstract record ExploreOutcome
{
    private ExploreOutcome()
    {
    }

    /// <summary>It gave rows: all, or those of the part that was read (<see cref="ExploreResult.Stop"/>).</summary>
    public sealed record Rows(ExploreResult Result) : ExploreOutcome;

    /// <summary>The text is no query.</summary>
    public sealed record Refused(QueryDiagnostic Error) : ExploreOutcome;

    /// <summary>It could not be run to a result.</summary>
    /// <param name="Sentence">What went wrong and what to do, for people.</param>
    public sealed record Failed(string Sentence) : ExploreOutcome;
}
