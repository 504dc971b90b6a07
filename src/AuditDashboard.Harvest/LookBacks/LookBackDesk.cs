using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.LookBacks;
using Hangfire;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>Where looks further back are asked for and cancelled. Whoever calls it has asked whether the person may.</summary>
public sealed class LookBackDesk(LookBackStore store, LookBackPlanner planner, IBackgroundJobClient jobs)
{
    /// <summary>Asks for one, and puts it in line.</summary>
    /// <param name="stored">The event of the change.</param>
    /// <param name="key">The object.</param>
    /// <param name="depth">How far back from the change.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="StorageException">There is nothing to read; the message says why.</exception>
    public async Task<long> AskAsync(StoredEvent stored, ObjectKey key, TimeSpan depth, string person, CancellationToken cancellationToken)
    {
        if (stored.Row.Time is not { } time)
        {
            throw new StorageException("The change has no time, so nothing can be looked for before it.");
        }

        var plan = await planner.PlanAsync(stored.Row.Cluster, time, depth, asksSource: false, cancellationToken);
        if (plan.Refusal is { } refusal || plan.Window is not { } window)
        {
            throw new StorageException(plan.Refusal ?? "There is nothing to read.");
        }

        var (id, isNew) = await store.AskAsync(stored.Row.Cluster, key, stored.Row.Id, window, person, cancellationToken);
        if (isNew)
        {
            jobs.Enqueue<LookBackJob>(job => job.RunAsync(id, CancellationToken.None));
        }

        return id;
    }

    /// <summary>Asks one to end.</summary>
    /// <returns>False if it has ended already.</returns>
    public Task<bool> CancelAsync(long id, CancellationToken cancellationToken) => store.CancelAsync(id, cancellationToken);

    /// <summary>Puts in line again what a restart interrupted.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var look in await store.GetOpenAsync(cancellationToken))
        {
            var id = look.Id;
            jobs.Enqueue<LookBackJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }
}
