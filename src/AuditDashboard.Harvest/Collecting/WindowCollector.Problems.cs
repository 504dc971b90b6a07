namespace AuditDashboard.Harvest.Collecting;

/// <summary>What stands as a problem of the source, and for how long.</summary>
internal sealed partial class WindowCollector
{
    private string SourcePart => IsTrail ? ProblemParts.TrailSource : ProblemParts.LogSource;

    private string BudgetPart => IsTrail ? ProblemParts.TrailBudget : ProblemParts.Budget;

    private Task NoteFailureAsync(RunContext run, string part, string reason, IEnumerable<string> queryIds, CancellationToken cancellationToken)
    {
        if (!IsAside)
        {
            return run.FailAsync(part, reason, queryIds, cancellationToken);
        }

        run.Tally.Fail(reason, queryIds);
        return Task.CompletedTask;
    }

    // What the source or the budget does not say any more, be it that something else is wrong by now.
    private async Task ForgetProblemsAsync(RunContext run, DateTimeOffset begunAt, CancellationToken cancellationToken)
    {
        if (IsAside)
        {
            return;
        }

        var problems = await runs.GetProblemsAsync(run.Cluster, cancellationToken);
        foreach (var problem in problems.Where(p => p.Part == SourcePart || p.Part == BudgetPart).Where(p => p.LastSeenAt < begunAt || !(p.Part == SourcePart ? _hasFailed : _isPaused)))
        {
            await runs.ClearProblemAsync(run.Cluster, problem.Part, problem.Message, cancellationToken);
        }
    }
}
