using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation.Access;

/// <summary>Answers who could do what at a time, by the stored writes. Singleton: holds nothing itself.</summary>
public sealed class WhoCanModel(HistoryReader histories, ChangeModel changes, ClusterStore clusters, ScopeCoverageReader coverage)
{
    /// <summary>Answers a question.</summary>
    /// <param name="cluster">Name of the cluster; null for the only one.</param>
    /// <param name="state">The question.</param>
    /// <param name="window">The page's window; its end is the time to answer for where the question has none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<WhoCanView> AskAsync(string? cluster, WhoCanState state, TimeWindow window, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var name = cluster ?? (names is [var only] ? only : null);
        if (name is null || !names.Contains(name, StringComparer.Ordinal))
        {
            return new WhoCanView { Problem = names.Count == 0 ? "No cluster is known yet." : cluster is null ? "Choose a cluster: who may do what is a question about one." : "There is no such cluster." };
        }

        if (!AskedQuestion.TryRead(state.Verb, state.Resource, state.Namespace, state.Name, out var asked, out var problem) || asked is null)
        {
            return new WhoCanView { Cluster = name, Problem = problem };
        }

        var at = state.AtMicros ?? window.ToMicros;
        var access = await histories.GetAccessAsync(name, cancellationToken);
        var known = access.At(at, await changes.GapsAsync(name, access, at, cancellationToken));
        var answer = WhoCan.Ask(known, asked.Question);
        var groups = state.User.Length == 0 ? [] : GroupsOf(known, state.User);
        var (before, after) = Around(access, at);
        return new WhoCanView
        {
            Cluster = name,
            Asked = asked,
            Answer = answer,
            Paths = state.User.Length == 0 ? answer.Paths : WhoCan.Ask(known, asked.Question, state.User, groups),
            UserGroups = groups,
            Coverage = await coverage.GetAsync(name, window, ChangeModel.AccessQueries, cancellationToken),
            AtMicros = at,
            KnownSinceMicros = access.FirstMicros,
            Writes = access.Writes,
            Listing = access.ListingAt(at),
            ChangeBeforeMicros = before,
            ChangeAfterMicros = after,
            Namespaces = [.. known.Bindings.Select(binding => binding.Namespace).Where(space => space.Length is > 0 and <= 63 && space.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(1_000)],
        };
    }

    /// <summary>The groups that a user certainly has: those that follow from the name, and those that rows of aws-auth of this very name give.</summary>
    private static IReadOnlyList<string> GroupsOf(AccessState known, string user) =>
    [
        .. AccessPrincipal.GroupsOf(user)
            .Concat((known.AwsAuth?.Rows ?? []).Where(row => row.Username == user).SelectMany(row => row.Groups))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>When what access depends on last changed before an instant, and next after it.</summary>
    private static (long? Before, long? After) Around(ClusterAccess access, long at)
    {
        (long? before, long? after) = (null, null);
        foreach (var stretch in access.Timelines.Values.SelectMany(timeline => timeline.Stretches))
        {
            if (stretch.FromMicros == long.MinValue)
            {
                continue;
            }

            if (stretch.FromMicros < at)
            {
                before = Math.Max(before ?? long.MinValue, stretch.FromMicros);
            }
            else if (stretch.FromMicros > at)
            {
                after = Math.Min(after ?? long.MaxValue, stretch.FromMicros);
            }
        }

        return (before, after);
    }
}
