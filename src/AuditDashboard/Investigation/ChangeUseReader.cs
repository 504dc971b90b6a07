using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Used;

namespace AuditDashboard.Investigation;

/// <summary>Asks what was done with the grant of a change. Safe to share between threads.</summary>
public sealed class ChangeUseReader(UsedReader used, ScopeCoverageReader coverage, TimeProvider clock)
{
    /// <summary>How far back the use of what was deleted is looked for.</summary>
    public static readonly TimeSpan MaxBefore = TimeSpan.FromDays(30);

    // What was done soon after a grant tells most, so a time too full to be read as a whole is cut at its far end.
    private static readonly TimeSpan[] Shorter = [TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(1)];

    /// <summary>Reads the answer.</summary>
    /// <param name="change">The change's event.</param>
    /// <param name="grant">What it is about.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null where the change has no time, so that there is neither before nor after.</returns>
    public async Task<ChangeUse?> ReadAsync(EventRow change, UsedState grant, CancellationToken cancellationToken)
    {
        if (change.Time is not { } time)
        {
            return null;
        }

        var isUpToIt = change.Verb == "delete";
        var whole = isUpToIt ? MaxBefore : clock.GetUtcNow() - time;
        if (whole <= TimeSpan.Zero)
        {
            whole = TimeSpan.FromSeconds(1); // clocks of clusters run ahead
        }

        var window = WindowOf(time, whole, isUpToIt);
        var answer = await used.ReadAsync(change.Cluster, window, grant, cancellationToken);
        var isShortened = false;
        foreach (var length in Shorter.Where(length => length < whole))
        {
            if (answer.Use is not null)
            {
                break;
            }

            (window, isShortened) = (WindowOf(time, length, isUpToIt), true);
            answer = await used.ReadAsync(change.Cluster, window, grant, cancellationToken);
        }

        return new ChangeUse
        {
            Window = window,
            IsUpToIt = isUpToIt,
            IsShortened = isShortened,
            Answer = answer,
            Coverage = await coverage.GetAsync(change.Cluster, window, queryIds: null, cancellationToken),
        };
    }

    private static TimeWindow WindowOf(DateTimeOffset time, TimeSpan length, bool isUpToIt) =>
        isUpToIt ? TimeWindow.Between(time - length, time) : TimeWindow.Between(time, time + length);
}
