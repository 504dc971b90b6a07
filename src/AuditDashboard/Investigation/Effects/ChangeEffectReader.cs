using System.Collections.Concurrent;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation.Effects;

/// <summary>
/// Works out the effects of the changes of lists, one at a time, however many lists are open. Singleton: remembers each for a short time, as long as nothing
/// new is known of the cluster's objects.
/// </summary>
public sealed class ChangeEffectReader(EventReader events, ChangeModel model, HistoryReader histories, TimeProvider clock) : IDisposable
{
    private const int MaxRemembered = 20_000;

    /// <summary>After this an effect is worked out anew: coverage grows without the cluster's objects becoming others.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);

    // By cluster. What was known of a large one is large itself: it is numbered here, so that no effect that is remembered keeps an older one.
    private readonly ConcurrentDictionary<string, Newest> _newest = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The effect of one change, by all that is stored now, or was within the last minute if only coverage changed since.</summary>
    /// <param name="row">The change.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ChangeEffect> ReadAsync(EventRow row, CancellationToken cancellationToken)
    {
        if (!ClusterScope.Current.Allows(row.Cluster))
        {
            return ChangeEffect.Gone;
        }

        var version = VersionOf(row.Cluster, await histories.GetAccessAsync(row.Cluster, cancellationToken));
        if (Find(row, version) is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Find(row, version) is { } found)
            {
                return found; // another list asked for it meanwhile
            }

            var now = clock.GetUtcNow();
            if (await events.FindAsync(row.Id, cancellationToken) is not { } stored)
            {
                return ChangeEffect.Gone;
            }

            var change = await model.LoadAsync(stored, hasDoubts: false, cancellationToken);
            var effect = ChangeEffect.Of(change, await model.LoadImpactAsync(change, cancellationToken));
            if (_remembered.Count > MaxRemembered)
            {
                _remembered.Clear();
            }

            _remembered[row.Id] = new Remembered(effect, version, now);
            return effect;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private long VersionOf(string cluster, ClusterAccess access) => _newest.AddOrUpdate(
        cluster, _ => new Newest(access, 0), (_, newest) => ReferenceEquals(newest.Access, access) ? newest : new Newest(access, newest.Version + 1)).Version;

    private ChangeEffect? Find(EventRow row, long version) =>
        _remembered.TryGetValue(row.Id, out var found) && found.Version == version && clock.GetUtcNow() - found.At < Lasts ? found.Effect : null;

    private readonly record struct Remembered(ChangeEffect Effect, long Version, DateTimeOffset At);

    private sealed record Newest(ClusterAccess Access, long Version);
}
