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
    /// <returns>Null where none is known: of a change without a known state before, it cannot be told whether somebody was put in or was there already.</returns>
    public async Task<MastersGrant?> FindAsync(string? cluster, long toMicros, CancellationToken cancellationToken)
    {
        MastersGrant? newest = null;
        foreach (var name in (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).Where(name => cluster is null || name == cluster))
        {
            var stored = await histories.GetHistoryAsync(name, Key, new HistoryPlace(toMicros - 1, MaxWrites, 0), cancellationToken);
            var found = stored.History.Versions.Reverse().Select(version => GrantOf(stored, version)).FirstOrDefault(grant => grant is not null);
            newest = found is not null && !(newest?.Row.Time >= found.Row.Time) ? found : newest;
        }

        return newest;
    }

    private static MastersGrant? GrantOf(StoredHistory stored, ObjectVersion version) =>
        version is { Write.Effect: WriteEffect.Applied, Before.IsKnown: true, After: { IsKnown: true, Content: { } after } }
            && stored.EventOf(version) is { } written
            && AwsAuthDiff.Between(ObjectDiff.AwsAuthOf(version.Before.Content), ObjectDiff.AwsAuthOf(after)) is { MastersGranted: { Count: > 0 } granted }
            ? new MastersGrant(written.Row, granted) : null;
}
