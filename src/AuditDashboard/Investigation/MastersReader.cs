using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation;

/// <summary>A change of aws-auth that put somebody into system:masters.</summary>
/// <param name="Row">Its event.</param>
/// <param name="Granted">The rows, at least one.</param>
public sealed record MastersGrant(EventRow Row, IReadOnlyList<AwsAuthRow> Granted);

/// <summary>What is known of who was last put into system:masters.</summary>
/// <param name="Grant">The newest change that is known to have put somebody in; null where none is known.</param>
/// <param name="Maybe">
/// A newer change, with the rows in its text of whom no earlier text that is known has in system:masters: the text before it is not known, so it or one before it
/// put them in. Null where there is none.
/// </param>
public sealed record LastMastersGrant(MastersGrant? Grant, MastersGrant? Maybe);

/// <summary>Finds who was last put into system:masters by aws-auth. Safe to share between threads.</summary>
public sealed class MastersReader(HistoryReader histories, ClusterStore clusters)
{
    /// <summary>Newest writes of each cluster's aws-auth that are looked at.</summary>
    public const int MaxWrites = 100;

    private static readonly ObjectKey Key = new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

    /// <summary>Finds the newest such change.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="toMicros">Changes before this instant, in microseconds since 1970.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<LastMastersGrant> FindAsync(string? cluster, long toMicros, CancellationToken cancellationToken)
    {
        var newest = new LastMastersGrant(null, null);
        foreach (var name in (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).Where(name => cluster is null || name == cluster))
        {
            var stored = await histories.GetHistoryAsync(name, Key, new HistoryPlace(toMicros - 1, MaxWrites, 0), cancellationToken);
            var (grant, maybe) = Of(stored);
            newest = new LastMastersGrant(Newer(newest.Grant, grant), Newer(newest.Maybe, maybe));
        }

        return newest.Maybe?.Row.Time > (newest.Grant?.Row.Time ?? DateTimeOffset.MinValue) ? newest : newest with { Maybe = null };
    }

    private static MastersGrant? Newer(MastersGrant? one, MastersGrant? other) => other is not null && !(one?.Row.Time >= other.Row.Time) ? other : one;

    private static (MastersGrant? Grant, MastersGrant? Maybe) Of(StoredHistory stored)
    {
        (MastersGrant? Grant, MastersGrant? Maybe) found = (null, null);
        var seen = new HashSet<(AwsAuthRowKind, string)>();
        foreach (var version in stored.History.Versions)
        {
            if (version is not { Write.Effect: WriteEffect.Applied, After: { IsKnown: true, Content: { } after } } || stored.EventOf(version) is not { } written)
            {
                continue;
            }

            var masters = AwsAuthParser.Parse(ObjectDiff.AwsAuthOf(after)).Counting.Where(row => row.IsMasters).ToList();
            if (version.Before.IsKnown)
            {
                var granted = AwsAuthDiff.Between(ObjectDiff.AwsAuthOf(version.Before.Content), ObjectDiff.AwsAuthOf(after)).MastersGranted;
                found.Grant = granted.Count > 0 ? new MastersGrant(written.Row, granted) : found.Grant;
            }
            else if (masters.Where(row => !seen.Contains(AwsAuthDiff.Key(row))).ToList() is { Count: > 0 } strangers)
            {
                found.Maybe = new MastersGrant(written.Row, strangers);
            }

            seen.UnionWith(masters.Select(AwsAuthDiff.Key));
        }

        return found;
    }
}
