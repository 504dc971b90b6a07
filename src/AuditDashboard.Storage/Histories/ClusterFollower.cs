using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Histories;

/// <summary>Follows the writes of one cluster: which there are, and what they make of access. What was worked out once is kept; what is new is added.</summary>
internal sealed class ClusterFollower(AuditDatabase database, string cluster, CancellationToken lifetime)
{
    /// <summary>Newest writes of one object that its timeline is made of. A controller that writes without end must not stop the program.</summary>
    public const int MaxWrites = 2_000;

    /// <summary>Objects that one deletion of many is shown for.</summary>
    public const int MaxObjects = 50;

    private readonly Lock _lock = new();
    private readonly WriteIndex _index = new(cluster);
    private readonly Dictionary<ObjectKey, AccessTimeline> _timelines = [];
    private readonly HashSet<AccessContent> _contents = new(new SameContent());
    private HashSet<ObjectKey>? _due; // null: all of them
    private IReadOnlyList<StoredListing> _listings = [];
    private HashSet<ObjectKey> _listed = [];
    private Task _indexing = Task.CompletedTask;
    private Task<ClusterAccess> _working = Task.FromResult(ClusterAccess.None);
    private ClusterAccess _access = ClusterAccess.None;

    /// <summary>What is known of access by now.</summary>
    public async Task<ClusterAccess> GetAccessAsync(CancellationToken cancellationToken)
    {
        await RefreshIndexAsync(cancellationToken);
        Task<ClusterAccess> work;
        lock (_lock)
        {
            // One after the other; who asks later finds the work done. Whoever goes away early leaves it to the others.
            work = _working = Next(_working);
        }

        return await work.WaitAsync(cancellationToken);

        async Task<ClusterAccess> Next(Task<ClusterAccess> before)
        {
            await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            return await database.ReadAsync(Work, lifetime);
        }
    }

    /// <summary>The history of one object.</summary>
    public async Task<StoredHistory> GetHistoryAsync(ObjectKey key, HistoryPlace place, CancellationToken cancellationToken)
    {
        await RefreshIndexAsync(cancellationToken);

        // A name out of a body may hold what a stored name cannot.
        var stored = new ObjectKey(key.Kind, StorableText.Keep(key.Namespace), StorableText.Keep(key.Name));
        return await database.ReadAsync((connection, _) => ReadHistory(connection, stored, place, null), cancellationToken);
    }

    /// <summary>What one event did.</summary>
    public async Task<StoredWrite> GetWriteAsync(StoredEvent stored, CancellationToken cancellationToken)
    {
        if (WriteReader.Of(stored) is not { } write)
        {
            return new StoredWrite(null, [], false);
        }

        await RefreshIndexAsync(cancellationToken);
        return await database.ReadAsync(
            (connection, _) =>
            {
                var keys = KeysOf(write);
                var place = new HistoryPlace(write.TimeMicros, keys.Count > 1 ? 50 : 200, keys.Count > 1 ? 5 : 50);
                var changes = new List<StoredChange>();
                foreach (var key in keys.Take(MaxObjects))
                {
                    var history = ReadHistory(connection, key, place, stored);
                    if (history.History.Versions.FirstOrDefault(version => version.Write.Id == write.Id) is { } version)
                    {
                        changes.Add(new StoredChange(history, version));
                    }
                }

                return new StoredWrite(write, changes, keys.Count > MaxObjects);
            },
            cancellationToken);
    }

    private async Task RefreshIndexAsync(CancellationToken cancellationToken)
    {
        Task work;
        lock (_lock)
        {
            work = _indexing = Next(_indexing);
        }

        await work.WaitAsync(cancellationToken);

        async Task Next(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            await database.ReadAsync(
                (connection, token) =>
                {
                    lock (_index)
                    {
                        var touched = _index.Refresh(connection, token);
                        var hasOtherListings = RefreshListings(connection);
                        lock (_lock)
                        {
                            if (touched is null || hasOtherListings)
                            {
                                _due = null;
                            }
                            else
                            {
                                _due?.UnionWith(touched);
                                _due?.UnionWith(_listed.Where(key => _index.NewCollections.Contains((key.Kind, key.Namespace))));
                            }
                        }

                        return 0;
                    }
                },
                lifetime);
        }
    }

    /// <summary>Takes in listings that were imported since; used under the lock of the index.</summary>
    private bool RefreshListings(SqliteConnection connection)
    {
        var listings = ListingRows.Of(connection, cluster);
        if (listings.Select(listing => listing.Id).SequenceEqual(_listings.Select(listing => listing.Id)))
        {
            return false;
        }

        (_listings, _listed) = (listings, ListingRows.Keys(connection, listings));
        return true;
    }

    private ClusterAccess Work(SqliteConnection connection, CancellationToken cancellationToken)
    {
        HashSet<ObjectKey>? due;
        lock (_lock)
        {
            (due, _due) = (_due, []);
        }

        if (due is { Count: 0 })
        {
            return _access;
        }

        try
        {
            using var moment = connection.BeginTransaction(deferred: true);
            IReadOnlyList<ObjectKey> keys;
            IReadOnlyList<WritePlace> unplaced;
            IReadOnlyList<StoredListing> listings;
            (long? first, long count) = (null, 0L);
            lock (_index)
            {
                keys = [.. (IEnumerable<ObjectKey>?)due ?? _index.Objects.Union(_listed)];
                listings = _listings;
                unplaced = [.. _index.Unplaced];
                (first, count) = (_index.FirstMicros, _index.Count);
            }

            if (due is null)
            {
                _timelines.Clear();
                _contents.Clear();
            }

            foreach (var key in keys.Where(key => key.Kind != TrackedKind.ServiceAccount))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (places, hasOlder, _) = Choose(key, new HistoryPlace(null, MaxWrites, 0));
                var shown = ListingRows.Of(connection, Within(listings, places, hasOlder, hasNewer: false, null), key);
                var history = Build(key, WriteReader.Read(connection, places), shown, cancellationToken);

                // Under the name that bodies give it, so that bindings find their roles.
                _timelines[key] = AccessTimeline.Of(history, Share);
            }

            _access = new ClusterAccess(
                new Dictionary<ObjectKey, AccessTimeline>(_timelines), listings, WriteReader.Read(connection, unplaced),
                listings is [var earliest, ..] && !(first <= earliest.TimeMicros) ? earliest.TimeMicros : first, count);
            return _access;
        }
        catch
        {
            lock (_lock)
            {
                // Whoever asks next begins anew.
                _due = null;
            }

            throw;
        }
    }

    private StoredHistory ReadHistory(SqliteConnection connection, ObjectKey key, HistoryPlace place, StoredEvent? asked)
    {
        var (places, hasOlder, hasNewer) = Choose(key, place);
        var events = EventRows.LoadStored(connection, [.. places.Select(p => p.RowId)]).ToDictionary(e => e.Row.RowId);
        if (asked is not null)
        {
            events.TryAdd(asked.Row.RowId, asked);
        }

        IReadOnlyList<StoredListing> listings;
        lock (_index)
        {
            listings = _listings;
        }

        var shown = ListingRows.Of(connection, Within(listings, places, hasOlder, hasNewer, place.After == 0 ? place.AroundMicros : null), key);
        var history = Build(key, [.. events.Values.Select(WriteReader.Of).OfType<ObjectWrite>()], shown, CancellationToken.None);
        return new StoredHistory(history, events, hasOlder, hasNewer);
    }

    private (IReadOnlyList<WritePlace> Places, bool HasOlder, bool HasNewer) Choose(ObjectKey key, HistoryPlace place)
    {
        List<WritePlace> all;
        lock (_index)
        {
            all = [.. _index.Of(key), .. _index.CollectionsOf(key)];
        }

        var undated = all.Where(p => p.TimeMicros is null).TakeLast(place.Before).ToList();
        all.RemoveAll(p => p.TimeMicros is null);
        all.Sort((a, b) => (a.TimeMicros, a.RowId).CompareTo((b.TimeMicros, b.RowId)));
        var end = place.AroundMicros is { } around ? all.FindLastIndex(p => p.TimeMicros <= around) + 1 : all.Count;
        var (from, to) = (Math.Max(0, end - place.Before), Math.Min(all.Count, end + place.After));
        return ([.. all[from..to], .. undated], from > 0, to < all.Count);
    }

    /// <summary>The listings that belong to a part of a history: beyond it writes are left out, and none may seem to follow a listing at once.</summary>
    private static IReadOnlyList<StoredListing> Within(IReadOnlyList<StoredListing> listings, IReadOnlyList<WritePlace> places, bool hasOlder, bool hasNewer, long? endMicros)
    {
        var (first, last) = (places.Min(place => place.TimeMicros), places.Max(place => place.TimeMicros));
        return
        [
            .. listings.Where(listing => (!hasOlder || listing.TimeMicros >= first) && (!hasNewer || listing.TimeMicros <= last)
                && (endMicros is not { } end || listing.TimeMicros <= end)),
        ];
    }

    private static ObjectHistory Build(ObjectKey key, IReadOnlyList<ObjectWrite> writes, IReadOnlyList<ClusterListing> listings, CancellationToken cancellationToken)
    {
        var histories = ObjectHistories.Build(writes, listings, cancellationToken);

        // Deletions of many objects may name others; and a stored name is a storable one.
        return histories.Objects.TryGetValue(key, out var history) ? history
            : histories.Objects.FirstOrDefault(entry => entry.Key.Kind == key.Kind && StorableText.Keep(entry.Key.Name) == key.Name && StorableText.Keep(entry.Key.Namespace) == key.Namespace).Value
            ?? new ObjectHistory(key, [], []);
    }

    private IReadOnlyList<ObjectKey> KeysOf(ObjectWrite write)
    {
        if (write.Key is { } key)
        {
            return [new ObjectKey(key.Kind, StorableText.Keep(key.Namespace), StorableText.Keep(key.Name))];
        }

        lock (_index)
        {
            return write.Verb == "deletecollection"
                ? [.. _index.Of(write.Kind, write.Namespace).Union(_listed.Where(k => k.Kind == write.Kind && k.Namespace == write.Namespace)).OrderBy(k => !write.ListedNames.Contains(k.Name)).ThenBy(k => k.Name, StringComparer.Ordinal)]
                : [];
        }
    }

    private AccessContent Share(AccessContent content)
    {
        if (_contents.TryGetValue(content, out var same))
        {
            return same;
        }

        _contents.Add(content);
        return content;
    }

    private sealed class SameContent : IEqualityComparer<AccessContent>
    {
        public bool Equals(AccessContent? x, AccessContent? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsSame(y));

        public int GetHashCode(AccessContent obj) => obj.Hash();
    }
}
