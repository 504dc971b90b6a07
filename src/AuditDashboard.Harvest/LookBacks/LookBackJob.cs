using System.Globalization;
using Hangfire;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>What Hangfire runs for one look further back. A lost or doubled job changes nothing: how far it came is in the database.</summary>
public sealed class LookBackJob(LookBackRunner runner)
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Hangfire's own: cancelled when the server stops or the job is deleted.</param>
    /// <returns>What came of it, in words, for Hangfire's board.</returns>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Look back {0}")]
    public async Task<string> RunAsync(long id, CancellationToken cancellationToken) => await runner.RunAsync(id, cancellationToken) is { } look
        ? string.Create(CultureInfo.InvariantCulture, $"{look.Cluster}, {look.Key}: {look.Text} {look.Events} new events.")
        : "It is not stored any more.";
}
