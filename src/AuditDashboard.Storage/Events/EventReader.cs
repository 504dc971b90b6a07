using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>Lists, counts and single events for pages and the API. Reads only; safe to share between threads.</summary>
public sealed class EventReader(AuditDatabase database)
{
    private const int StreamPage = 200;

    /// <summary>Row numbers that one statement of a selection gives: enough that the way is chosen seldom, few enough that a sort stays small.</summary>
    private const int SelectionPart = 50_000;

    /// <summary>A page of events, newest first (ties: first stored first), after <paramref name="after"/> if given.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="limit">1 to 1,000 rows.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<EventPage> GetPageAsync(EventFilter filter, EventCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        return ReadAtOnceAsync(
            (connection, _) =>
            {
                var (ids, hasMore) = PageIds(connection, filter, after, limit);
                var rows = EventRows.Load(connection, ids);
                return new EventPage(rows, hasMore ? rows[^1].Cursor : null);
            },
            cancellationToken);
    }

    /// <summary>The oldest event with a time that passes the filter; null if there is none. At the same instant any of them.</summary>
    public Task<EventRow?> FindFirstAsync(EventFilter filter, CancellationToken cancellationToken) =>
        ReadAtOnceAsync(
            (connection, _) =>
            {
                var resolved = ResolvedFilter.Of(connection, filter);
                if (resolved.IsImpossible || filter.OnlyUndated)
                {
                    return null;
                }

                using var command = EventScan.Ordered(connection, resolved).SelectOldest(connection, new TimeSlice.Range(filter.Window?.FromMicros, filter.Window?.ToMicros));
                return command.ExecuteScalar() is long id ? EventRows.Load(connection, [id])[0] : null;
            },
            cancellationToken);

    /// <summary>Events and requests that pass the filter.</summary>
    public Task<EventCount> CountAsync(EventFilter filter, CancellationToken cancellationToken) =>
        ReadAtOnceAsync(
            (connection, _) =>
            {
                var scan = EventScan.Whole(connection, ResolvedFilter.Of(connection, filter));
                using var rows = scan.Select(connection, "e.cluster_id, e.audit_id_id", TimeSlice.Of(filter));
                var (events, withoutId) = (0L, 0L);
                var requests = new Dictionary<long, HashSet<long>>();
                while (rows.Step())
                {
                    events++;
                    if (rows.NumberOrNull(1) is not { } auditId)
                    {
                        withoutId++;
                        continue;
                    }

                    (CollectionsMarshal.GetValueRefOrAddDefault(requests, rows.Number(0), out bool _) ??= []).Add(auditId);
                }

                return new EventCount(events, withoutId + requests.Values.Sum(ids => (long)ids.Count));
            },
            cancellationToken);

    /// <summary>How many rows of the filter come before (are newer than) this row: "6 of 22".</summary>
    public Task<long> CountBeforeAsync(EventFilter filter, EventCursor row, CancellationToken cancellationToken) =>
        ReadAtOnceAsync(
            (connection, _) =>
            {
                var scan = EventScan.Whole(connection, ResolvedFilter.Of(connection, filter));
                var count = 0L;
                foreach (var slice in TimeSlice.Before(filter, row))
                {
                    using var rows = scan.Select(connection, "count(*)", slice);
                    count += rows.Step() ? rows.Number(0) : 0;
                }

                return count;
            },
            cancellationToken);

    /// <summary>Counts by value of each property over the whole filtered window. A property's own chips do not narrow its own counts.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="facets">Which properties.</param>
    /// <param name="top">Values a property, 1 to 100,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<IReadOnlyList<FacetCounts>> GetFacetsAsync(
        EventFilter filter, IReadOnlyList<EventFacet> facets, int top, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, 100_000);
        return database.ReadAsync((connection, _) => FacetCounter.Count(connection, filter, facets, top), cancellationToken);
    }

    /// <summary>One event by the id of its link (32 hex digits, or all 64); null if it is not stored.</summary>
    public Task<StoredEvent?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length is not (32 or 64) || !id.All(char.IsAsciiHexDigit))
        {
            return Task.FromResult<StoredEvent?>(null);
        }

        return ReadAtOnceAsync(
            (connection, _) =>
            {
                using var find = new Ingest.PreparedStatement(connection, "SELECT id FROM event WHERE identity BETWEEN @0 AND @1 LIMIT 1", 2);
                return find.Number(Convert.FromHexString(id.PadRight(64, '0')), Convert.FromHexString(id.PadRight(64, 'f'))) is { } row
                    ? EventRows.LoadStored(connection, [row])[0]
                    : null;
            },
            cancellationToken);
    }

    /// <summary>Newest change before an instant that concerns one object; null if none is stored. Used for "before".</summary>
    /// <remarks>At the same instant, what was stored first came first. The stage RequestReceived is left out: it says what was asked, not what came of it.</remarks>
    public Task<StoredEvent?> FindPreviousChangeAsync(EventRow of, CancellationToken cancellationToken)
    {
        if (of.Time is not { } time || of.Name is null || of.Kind == ChangeKind.None)
        {
            return Task.FromResult<StoredEvent?>(null);
        }

        return ReadAtOnceAsync(
            (connection, _) =>
            {
                using var find = new Ingest.PreparedStatement(
                    connection,
                    $"""
                    SELECT e.id FROM main.event e INDEXED BY {EventIndex.Name} JOIN cluster c ON c.id = e.cluster_id
                    WHERE e.name_id = (SELECT id FROM object_name WHERE text = @0) AND e.time <= @1 AND (e.time < @1 OR e.id < @2)
                        AND c.name = @3 AND e.kind = @4
                        AND e.namespace_id IS (SELECT id FROM namespace WHERE text = @5)
                        AND (@4 <> 9 OR (e.resource_id IS (SELECT id FROM resource WHERE resource = @6 AND subresource = @7)
                            AND e.api_group_id IS (SELECT id FROM word WHERE text = @8)))
                        AND e.stage_id IS NOT (SELECT id FROM word WHERE text = 'RequestReceived')
                    ORDER BY e.time DESC, e.id DESC LIMIT 1
                    """,
                    9);
                var row = find.Number(
                    StorableText.Keep(of.Name), TimeWindow.ToMicrosSinceEpoch(time), of.RowId, StorableText.Keep(of.Cluster), (int)of.Kind,
                    StorableText.Keep(of.Namespace), of.Resource ?? string.Empty, of.Subresource ?? string.Empty, of.ApiGroup);
                return row is { } id ? EventRows.LoadStored(connection, [id])[0] : null;
            },
            cancellationToken);
    }

    /// <summary>The events of a page with their JSON, same order and cursor as <see cref="GetPageAsync"/>; limit 1 to 200.</summary>
    public Task<(IReadOnlyList<StoredEvent> Events, EventCursor? Next)> GetPageWithJsonAsync(
        EventFilter filter, EventCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        return ReadAtOnceAsync<(IReadOnlyList<StoredEvent>, EventCursor?)>(
            (connection, _) =>
            {
                var (ids, hasMore) = PageIds(connection, filter, after, limit);
                var events = EventRows.LoadStored(connection, ids);
                return (events, hasMore ? events[^1].Row.Cursor : null);
            },
            cancellationToken);
    }

    /// <summary>All events that pass the filter with their JSON, newest first, streamed (for <c>query --cluster</c> and exports).</summary>
    /// <remarks>Page by page, so that a slow reader never holds the database's log back; what is stored meanwhile may or may not appear, the rest exactly once.</remarks>
    public async IAsyncEnumerable<StoredEvent> StreamAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventCursor? after = null;
        do
        {
            var (events, next) = await GetPageWithJsonAsync(filter, after, StreamPage, cancellationToken);
            foreach (var stored in events)
            {
                yield return stored;
            }

            after = next;
        }
        while (after is not null);
    }

    /// <summary>The events that pass the filter at this moment, newest first, for reading them one after the other with <see cref="StreamAsync(EventSelection, CancellationToken)"/>.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<EventSelection> SelectAsync(EventFilter filter, CancellationToken cancellationToken) => SelectAsync(filter, SelectionPart, cancellationToken);

    /// <summary>The same with another size of the statements' answers, 1 or more.</summary>
    internal Task<EventSelection> SelectAsync(EventFilter filter, int partSize, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, token) =>
            {
                // One moment for all statements: a transaction that reads holds no writer back, and this one is short.
                using var moment = connection.BeginTransaction(deferred: true);
                var scan = EventScan.Ordered(connection, ResolvedFilter.Of(connection, filter));
                var parts = new List<long[]>();
                EventCursor? after = null;
                var isFull = true;
                while (isFull)
                {
                    token.ThrowIfCancellationRequested();
                    var part = new List<long>();
                    foreach (var slice in TimeSlice.After(filter, after))
                    {
                        if (part.Count == partSize)
                        {
                            break;
                        }

                        using var command = scan.SelectPage(connection, slice, partSize - part.Count);
                        using var reader = command.ExecuteReader();
                        while (reader.Read())
                        {
                            part.Add(reader.GetInt64(0));
                            after = new EventCursor(reader.IsDBNull(1) ? null : reader.GetInt64(1), part[^1]);
                        }
                    }

                    isFull = part.Count == partSize;
                    parts.Add([.. part]);
                }

                return new EventSelection(parts);
            },
            cancellationToken);

    /// <summary>The events of a selection with their JSON, in its order, read a few at a time: a slow reader holds nothing back.</summary>
    /// <param name="selection">Which events.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StorageException">Some of them were removed since they were selected: what is left is not the selection.</exception>
    public async IAsyncEnumerable<StoredEvent> StreamAsync(EventSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var portion in selection.Portions(StreamPage))
        {
            var loaded = await ReadAtOnceAsync((connection, _) => EventRows.LoadStored(connection, portion), cancellationToken);
            if (loaded.Count < portion.Count)
            {
                throw new StorageException("Some of the events were removed meanwhile, so they cannot be read to the end.");
            }

            foreach (var stored in loaded)
            {
                yield return stored;
            }
        }
    }

    /// <summary>Those of some events whose request was allowed by the authorizers: <c>authorization.k8s.io/decision</c> is <c>allow</c>.</summary>
    /// <param name="rows">Row numbers out of <see cref="EventSelection.Rows"/>, at most a few thousand at a time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlySet<long>> FindAllowedAsync(IReadOnlyList<long> rows, CancellationToken cancellationToken) =>
        ReadAtOnceAsync<IReadOnlySet<long>>(
            (connection, _) =>
            {
                var sql = new SqlParts();
                using var found = sql.Statement(
                    connection,
                    $"SELECT e.id FROM json_each({sql.List(rows)}) j CROSS JOIN event e ON e.id = j.value WHERE e.decision_id = (SELECT id FROM word WHERE text = 'allow')");
                var allowed = new HashSet<long>();
                while (found.Step())
                {
                    allowed.Add(found.Number(0));
                }

                return allowed;
            },
            cancellationToken);

    /// <summary>Some events of a selection with their JSON, in the order asked for; those are left out that were removed since it was made.</summary>
    /// <param name="rows">Row numbers out of <see cref="EventSelection.Rows"/>, at most a few hundred at a time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<StoredEvent>> LoadAsync(IReadOnlyList<long> rows, CancellationToken cancellationToken) =>
        ReadAtOnceAsync<IReadOnlyList<StoredEvent>>((connection, _) => EventRows.LoadStored(connection, rows), cancellationToken);

    /// <summary>Reads one moment: what is stored or removed between two statements is in both or in neither.</summary>
    private Task<T> ReadAtOnceAsync<T>(Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, token) =>
        {
            using var moment = connection.BeginTransaction(deferred: true);
            return read(connection, token);
        },
        cancellationToken);

    private static (List<long> Ids, bool HasMore) PageIds(SqliteConnection connection, EventFilter filter, EventCursor? after, int limit)
    {
        var scan = EventScan.Ordered(connection, ResolvedFilter.Of(connection, filter));
        var ids = new List<long>(limit);
        foreach (var slice in TimeSlice.After(filter, after))
        {
            // One row more than asked tells whether there is a next page.
            using var command = scan.SelectPage(connection, slice, limit + 1 - ids.Count);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                ids.Add(reader.GetInt64(0));
            }

            if (ids.Count > limit)
            {
                ids.RemoveAt(limit);
                return (ids, true);
            }
        }

        return (ids, false);
    }
}
