using System.Globalization;
using Hangfire;

namespace AuditDashboard.Harvest.Retention;

/// <summary>What Hangfire runs every hour: a look at what is old enough to be removed. A lost or doubled job changes nothing.</summary>
public sealed class RetentionJob(RetentionRunner runner)
{
    /// <summary>Looks at every cluster.</summary>
    /// <param name="cancellationToken">Hangfire's own: cancelled when the server stops or the job is deleted.</param>
    /// <returns>What was done, in words, for Hangfire's board.</returns>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Retention")]
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var outcomes = await runner.RunAllAsync(cancellationToken);
        return string.Join(
            " ",
            outcomes.Select(outcome => outcome.Skipped is { } why ? $"{outcome.Cluster}: {why}" : string.Create(
                CultureInfo.InvariantCulture, $"{outcome.Cluster}: {outcome.Removed} events and unreadable records removed{(outcome.IsDone ? "" : ", more follow")}.")));
    }
}
