using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Bins;

/// <summary>Bins for charts: whole bins come from the minute tables, filtered ones and cut end bins from the events.</summary>
/// <remarks>Every count equals the number of events that <see cref="EventReader"/> gives for the same filter over the bin's part of the window.</remarks>
public sealed class BinReader(AuditDatabase database)
{
    /// <summary>Key of the series that holds what was not among the greatest.</summary>
    public const string RestKey = "…";

    /// <summary>Full counts of each query: an event that two queries select counts in both. One series a query, in the order given, zeros for unknown ones.</summary>
    public Task<BinTable> GetByQueryAsync(
        string? cluster, TimeWindow window, IReadOnlyList<string> queryIds, int widthMinutes, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var grid = new BinGrid(window, widthMinutes);
                var known = QueryNames.Load(connection);
                var counts = new MinuteSums(connection, grid, ClusterIds(connection, cluster));
                return grid.Table(queryIds.Select(id => new BinSeries(
                    id, known.IdOf(id) is { } queryId ? counts.OfQuery(queryId) : new int[grid.Count])));
            },
            cancellationToken);

    /// <summary>The stack: each event once, under the narrowest query that selects it. One series a query that has events in the window, narrowest first.</summary>
    public Task<BinTable> GetStackAsync(string? cluster, TimeWindow window, int widthMinutes, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var grid = new BinGrid(window, widthMinutes);
                var sums = new MinuteSums(connection, grid, ClusterIds(connection, cluster));
                return grid.Table(QueryNames.Load(connection).InStackOrder
                    .Select(q => new BinSeries(q.Name, sums.OfStack(q.Id)))
                    .Where(s => s.Counts.Any(c => c > 0)));
            },
            cancellationToken);

    /// <summary>Bins of a filtered window, one series a value of <paramref name="by"/> (the greatest <paramref name="maxSeries"/>, the rest under the key "…"); one series with key "" if null.</summary>
    /// <exception cref="ArgumentException">The filter has no window.</exception>
    public Task<BinTable> GetFilteredAsync(
        EventFilter filter, EventFacet? by, int widthMinutes, int maxSeries, CancellationToken cancellationToken)
    {
        if (filter.Window is not { } window)
        {
            throw new ArgumentException("Bins need a window.", nameof(filter));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maxSeries, 1);
        return database.ReadAsync(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var grid = new BinGrid(window, widthMinutes);
                var resolved = ResolvedFilter.Of(connection, filter);
                if (resolved.IsPlain && by is null && filter.QueryIds.Count <= 1 && !resolved.IsImpossible)
                {
                    // Nothing narrows it but what the minute tables know.
                    var sums = new MinuteSums(connection, grid, ClusterIds(connection, filter.Cluster));
                    return grid.Table([new BinSeries(string.Empty, resolved.QueryIds.Count == 1 ? sums.OfQuery(resolved.QueryIds[0]) : sums.OfAll())]);
                }

                return FilteredBins.Read(connection, grid, resolved, by, maxSeries);
            },
            cancellationToken);
    }

    /// <summary>The clusters meant: one, none if it is unknown, or all.</summary>
    private static List<long> ClusterIds(SqliteConnection connection, string? cluster)
    {
        if (cluster is not null)
        {
            return ClusterRows.Find(connection, cluster) is { } id ? [id] : [];
        }

        using var select = new PreparedStatement(connection, "SELECT id FROM cluster ORDER BY id", 0);
        using var reader = select.Read();
        var ids = new List<long>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
