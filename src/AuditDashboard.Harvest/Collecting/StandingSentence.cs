using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>A problem of which there is one sentence at a time.</summary>
internal static class StandingSentence
{
    /// <summary>Notes what stands now, and takes away what stood before.</summary>
    /// <param name="runs">Where problems are kept.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="part">What the problem is noted under.</param>
    /// <param name="sentence">The sentence; null if all is well.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public static async Task SetAsync(RunStore runs, string cluster, string part, string? sentence, CancellationToken cancellationToken)
    {
        if ((await runs.GetProblemsAsync(cluster, cancellationToken)).Any(p => p.Part == part && p.Message != sentence))
        {
            await runs.ClearProblemsAsync(cluster, part, cancellationToken);
        }

        if (sentence is not null)
        {
            await runs.NoteProblemAsync(cluster, part, sentence, cancellationToken);
        }
    }
}
