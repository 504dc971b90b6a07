using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>Builds the statements that go over the events of a filter. One place for all of them: a page, its counts, facets and bars see the same events.</summary>
internal sealed class EventScan
{
    private readonly ResolvedFilter _filter;
    private readonly ScanDriver _driver;
    private readonly bool _isOrdered;

    private EventScan(ResolvedFilter filter, ScanDriver driver, bool isOrdered)
    {
        _filter = filter;
        _driver = driver;
        _isOrdered = isOrdered;
    }

    /// <summary>Prepares the scan of a whole filtered window.</summary>
    public static EventScan Whole(SqliteConnection connection, ResolvedFilter filter) =>
        new(filter, ScanDriver.Choose(connection, filter, isOrdered: false), isOrdered: false);

    /// <summary>Prepares the scan of the first rows in the order of lists.</summary>
    public static EventScan Ordered(SqliteConnection connection, ResolvedFilter filter) =>
        new(filter, ScanDriver.Choose(connection, filter, isOrdered: true), isOrdered: true);

    /// <summary>A statement that gives numbers of the events <c>e</c>, in no order.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="columns">What it gives: whole numbers, those of absent values null.</param>
    /// <param name="slice">The part of time.</param>
    public NativeStatement Select(SqliteConnection connection, string columns, TimeSlice slice)
    {
        var sql = new SqlParts();
        var from = From(sql, slice);
        return sql.Statement(connection, $"SELECT {columns} FROM {from} WHERE {sql.Where}");
    }

    /// <summary>A statement that gives query and row number of each match of the events by one of these queries.</summary>
    public NativeStatement SelectMatches(SqliteConnection connection, string columns, TimeSlice slice, IReadOnlyCollection<long> queryIds)
    {
        var sql = new SqlParts();
        var from = From(sql, slice);
        return sql.Statement(
            connection,
            $"SELECT y.query_id, f.* FROM (SELECT e.id AS id, {columns} FROM {from} WHERE {sql.Where}) f CROSS JOIN event_match y ON y.event_id = f.id WHERE y.query_id {sql.IsIn(queryIds)}");
    }

    /// <summary>A statement that gives row numbers and times in the order of lists: newest first, ties first stored first.</summary>
    public SqliteCommand SelectPage(SqliteConnection connection, TimeSlice slice, int limit)
    {
        var sql = new SqlParts();
        if (_filter.IsImpossible)
        {
            return sql.Command(connection, "SELECT 0, 0 WHERE 0");
        }

        // Each query's first rows hold the first rows of all of them together; so a list of several rare queries
        // reads a page from each instead of searching everything for them.
        if (_driver is ScanDriver.ByMatch && _filter.QueryIds.Count > 1)
        {
            var pages = _filter.QueryIds.Select(q =>
            {
                var part = sql.Fresh();
                var one = new EventScan(_filter with { QueryIds = [q] }, _driver, _isOrdered);
                var from = one.From(part, slice);
                return $"SELECT * FROM (SELECT e.id AS id, m.time AS time FROM {from} WHERE {part.Where} ORDER BY m.time DESC, m.event_id LIMIT {part.Value(limit)})";
            }).ToList();
            return sql.Command(
                connection, $"SELECT id, time FROM ({string.Join(" UNION ", pages)}) ORDER BY time DESC, id LIMIT {sql.Value(limit)}");
        }

        var source = From(sql, slice);
        var order = _driver is ScanDriver.ByMatch ? "m.time DESC, m.event_id" : "e.time DESC, e.id";
        return sql.Command(connection, $"SELECT e.id, e.time FROM {source} WHERE {sql.Where} ORDER BY {order} LIMIT {sql.Value(limit)}");
    }

    /// <summary>A statement that gives the row number of the oldest event of a part of time.</summary>
    public SqliteCommand SelectOldest(SqliteConnection connection, TimeSlice.Range slice)
    {
        var sql = new SqlParts();
        var source = From(sql, slice);
        return sql.Command(connection, $"SELECT e.id FROM {source} WHERE {sql.Where} ORDER BY e.time LIMIT 1");
    }

    private string From(SqlParts sql, TimeSlice slice)
    {
        if (_filter.IsImpossible)
        {
            sql.And("0");
            return "event e";
        }

        var filter = _filter.Filter;
        if (filter.OnlyChanges)
        {
            sql.And($"e.{EventIndex.ChangesFilter}");
        }

        if (filter.OnlyOtherApiGroups)
        {
            sql.And($"e.{EventIndex.OtherGroupsFilter}");
        }

        foreach (var chip in _filter.Chips)
        {
            chip.AddTo(sql);
        }

        if (_driver is not ScanDriver.ByRows)
        {
            _filter.Search?.AddTo(sql);
        }

        return _driver switch
        {
            ScanDriver.ByMatch => FromMatches(sql, slice),
            ScanDriver.ByValue value => FromEvents(sql, slice, $"main.event e INDEXED BY {FacetColumn.Of(value.Chip.Facet).Index}"),
            ScanDriver.ByRows rows => FromEvents(sql, slice, $"json_each({sql.List(rows.Rows)}) j CROSS JOIN event e ON e.id = j.value"),
            _ => FromEvents(sql, slice, "main.event e " + TimeIndex(sql, slice)),
        };
    }

    private string FromMatches(SqlParts sql, TimeSlice slice)
    {
        if (_filter.QueryIds.Count == 1)
        {
            sql.And($"m.query_id = {sql.Value(_filter.QueryIds[0])}");
            if (_filter.ClusterId is { } cluster)
            {
                sql.And($"m.cluster_id = {sql.Value(cluster)}");
            }
            else
            {
                _filter.AddLimits(sql, "m");
            }

            slice.AddTo(sql, "m.time", "m.event_id");
            var index = _filter.ClusterId is null ? EventIndex.Match : EventIndex.MatchCluster;
            return $"main.event_match m INDEXED BY {index} CROSS JOIN event e ON e.id = m.event_id";
        }

        // CROSS JOIN keeps SQLite from turning the order round.
        return $"({ScanDriver.AddMatches(sql.Fresh(), _filter, slice, "rows")}) m CROSS JOIN event e ON e.id = m.id";
    }

    private string FromEvents(SqlParts sql, TimeSlice slice, string source)
    {
        if (_filter.ClusterId is { } cluster)
        {
            sql.And($"e.cluster_id = {sql.Value(cluster)}");
        }
        else
        {
            _filter.AddLimits(sql, "e");
        }

        if (_filter.QueryIds.Count > 0)
        {
            sql.And(ValueCondition.SelectedBy(sql, _filter.QueryIds));
        }

        slice.AddTo(sql, "e.time", "e.id");
        return source;
    }

    private string TimeIndex(SqlParts sql, TimeSlice slice)
    {
        if (_filter.Filter.OnlyChanges)
        {
            return $"INDEXED BY {EventIndex.Changes}";
        }

        if (_filter.Filter.OnlyOtherApiGroups)
        {
            return $"INDEXED BY {EventIndex.OtherGroups}";
        }

        if (!_isOrdered)
        {
            // The index that holds all columns goes cluster by cluster; where no order is asked for, all of them are as good as one.
            if (_filter.ClusterId is null)
            {
                sql.And("e.cluster_id IN (SELECT id FROM cluster)");
            }

            return $"INDEXED BY {EventIndex.ClusterTime}";
        }

        return slice switch
        {
            TimeSlice.Any when _filter.ClusterId is null => "NOT INDEXED",
            TimeSlice.Undated => $"INDEXED BY {EventIndex.Undated}",
            _ => $"INDEXED BY {(_filter.ClusterId is null ? EventIndex.Time : EventIndex.ClusterTime)}",
        };
    }
}
