using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.LookBacks;
using Hangfire;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>What Hangfire runs every hour: looks, once a day and cluster, for the version before the newest change that has none, as far back as a small part of the budget reaches.</summary>
public sealed class LookBackStepJob(
    ClusterRegistry registry, LookBackStore store, LookBackPlanner planner, LookBackDesk desk, EventReader events, HistoryReader histories, HarvestOptions options, TimeProvider clock)
{
    /// <summary>Who is named for what the program does itself.</summary>
    public const string Person = "(dashboard)";

    private const int MaxChanges = 200;
    private static readonly TimeSpan NewestDays = TimeSpan.FromDays(7);
    private static readonly TimeSpan ShortestDepth = TimeSpan.FromHours(1);

    /// <summary>Looks at every cluster whose source bills: from others everything that there is can be read by hand for nothing.</summary>
    /// <param name="cancellationToken">Hangfire's own: cancelled when the server stops or the job is deleted.</param>
    /// <returns>How many looks back were begun.</returns>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Look back")]
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var begun = 0;
        foreach (var cluster in registry.Clusters.Where(c => c.Source is IWindowLogSource { IsBilled: true }))
        {
            begun += await BeginAsync(cluster.Name, cancellationToken) ? 1 : 0;
        }

        return begun;
    }

    private async Task<bool> BeginAsync(string cluster, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((await store.GetEventsAsync(cluster, now.AddDays(-1), cancellationToken)).Count > 0)
        {
            return false;
        }

        var looked = await store.GetEventsAsync(cluster, now - options.LookBack, cancellationToken);
        var filter = new EventFilter { Cluster = cluster, Window = TimeWindow.Between(now - NewestDays, now), OnlyChanges = true };
        var (page, _) = await events.GetPageWithJsonAsync(filter, null, MaxChanges, cancellationToken);
        foreach (var stored in page.Where(e => e.Row.Time is not null && !looked.Contains(e.Row.Id)))
        {
            var write = await histories.GetWriteAsync(stored, cancellationToken);
            if (write.Changes.FirstOrDefault(c => !c.Version.Before.IsKnown && !c.Version.Write.IsDryRun && c.Version.Write.Effect == Kubernetes.History.WriteEffect.Applied) is not { } change)
            {
                continue;
            }

            var plan = await planner.PlanAsync(cluster, stored.Row.Time!.Value, options.LookBack, asksSource: false, cancellationToken); // chosen so
            var depth = Affordable(plan);
            if (plan.Refusal is not null || depth < ShortestDepth)
            {
                return false;
            }

            try
            {
                await desk.AskAsync(stored, change.Version.Key, depth, Person, cancellationToken);
                return true;
            }
            catch (StorageException)
            {
                // As far as it would reach, all is collected.
                return false;
            }
        }

        return false;
    }

    // What is read is part of what lies between, so this is never too much.
    private TimeSpan Affordable(LookBackPlan plan)
    {
        if (plan is not { Window: { } window, Dollars: { } dollars } || dollars <= 0)
        {
            return TimeSpan.Zero;
        }

        if (options.DailyBudget <= 0)
        {
            return options.LookBack;
        }

        var share = Math.Min(1, options.DailyBudget * options.LookBackShare / dollars);
        return share >= 1 ? options.LookBack : (window.Duration - plan.ToRead) + (plan.ToRead * share);
    }
}
