using AuditDashboard.Investigation.Effects;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Queue;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Overview;

/// <summary>A change that nothing explains.</summary>
/// <param name="Event">The event.</param>
/// <param name="Effect">What it makes allowed.</param>
/// <param name="HasDoubt">It is made under the name of a known controller, and nothing shows that it is the controller's own.</param>
public sealed record WaitingChange(EventRow Event, ChangeEffect Effect, bool HasDoubt);

/// <summary>The changes of a window that wait for a person.</summary>
/// <param name="Queue">The queue of the window.</param>
/// <param name="Looked">How many of the newest were looked at for <paramref name="Gravest"/>.</param>
/// <param name="Gravest">The gravest of them, gravest first.</param>
public sealed record WaitingChanges(QueueData Queue, int Looked, IReadOnlyList<WaitingChange> Gravest);

/// <summary>Finds the gravest of the changes that nothing explains. Singleton: holds nothing itself.</summary>
public sealed class WaitingReader(QueueReader queue, ChangeEffectReader effects)
{
    /// <summary>Most that are shown.</summary>
    public const int MaxShown = 3;

    /// <summary>Most whose effects are worked out for it: the newest.</summary>
    public const int MaxLooked = 30;

    /// <summary>Reads the queue of a window.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<WaitingChanges> ReadAsync(string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var data = await queue.ReadAsync(cluster, window, new QueueState(), cancellationToken);
        var found = new List<WaitingChange>();
        foreach (var (row, verdict) in data.Rows.Take(MaxLooked))
        {
            found.Add(new WaitingChange(row, await effects.ReadAsync(row, cancellationToken), verdict is Verdict.Unexplained { Doubt: not null }));
        }

        // Sorting is stable: of the same rank the newest comes first. What cannot be told is no less a matter for people than the middle.
        return new WaitingChanges(data, found.Count, [.. found.OrderByDescending(change => change.Effect.Level ?? RiskLevel.Medium).ThenByDescending(change => change.HasDoubt).Take(MaxShown)]);
    }
}
