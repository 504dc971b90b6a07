using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>What a scan goes by: the narrowest thing that the filter says. Chosen by counting, so that a plan never depends on statistics.</summary>
internal abstract record ScanDriver
{
    /// <summary>Up to so many rows are counted to compare ways; past it a way counts as wide.</summary>
    private const int CountLimit = 50_000;

    /// <summary>What a row costs that must be looked up, against one that is read in passing: measured 4 to 5.</summary>
    private const int RowCost = 4;

    private ScanDriver()
    {
    }

    /// <summary>By time, over the event table or one of its partial indexes.</summary>
    public sealed record ByTime : ScanDriver;

    /// <summary>By the matches of one query, or of several (each event once).</summary>
    public sealed record ByMatch : ScanDriver;

    /// <summary>By the values of one chip.</summary>
    public sealed record ByValue(ValueCondition Chip) : ScanDriver;

    /// <summary>By the rows that a search found.</summary>
    public sealed record ByRows(IReadOnlyList<long> Rows) : ScanDriver;

    /// <summary>Chooses the way of a scan.</summary>
    /// <param name="connection">Where to count.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="isOrdered">True if only the first rows in the order of lists are wanted, so that a wide way in that order beats a narrow one that must sort.</param>
    public static ScanDriver Choose(SqliteConnection connection, ResolvedFilter filter, bool isOrdered)
    {
        var chips = filter.Chips.Where(c => c.IsDriver).ToList();
        if (filter.IsImpossible || (chips.Count == 0 && filter.Search is null && filter.QueryIds.Count == 0))
        {
            return new ByTime();
        }

        return isOrdered ? ChooseOrdered(connection, filter, chips) : ChooseWhole(connection, filter, chips);
    }

    private static ScanDriver ChooseOrdered(SqliteConnection connection, ResolvedFilter filter, List<ValueCondition> chips)
    {
        var slice = TimeSlice.Of(filter.Filter);
        ScanDriver best = filter.QueryIds.Count > 0 ? new ByMatch() : new ByTime();
        if (chips.Count == 0 && filter.Search is null)
        {
            return best;
        }

        long fewest = CountLimit;
        if (filter.QueryIds.Count > 0)
        {
            fewest = Count(connection, sql => AddMatches(sql, filter, slice, "count"), CountLimit);
        }

        foreach (var chip in chips)
        {
            var count = Count(connection, sql => AddValues(sql, chip, slice), CountLimit);

            // Rows of one value lie in the order of lists, and are never more than all rows.
            var beatsTime = best is ByTime && chip.Numbers.Count == 1;
            if (count < fewest || beatsTime)
            {
                (best, fewest) = (new ByValue(chip), count);
            }
        }

        if (filter.Search is { } search && Search(connection, search, slice, (int)Math.Min(fewest, CountLimit)) is { } rows)
        {
            best = new ByRows(rows);
        }

        return best;
    }

    /// <summary>A narrow way leaves its index for each row; going by time reads one index that holds all columns, and so wins unless it has many times the rows.</summary>
    private static ScanDriver ChooseWhole(SqliteConnection connection, ResolvedFilter filter, List<ValueCondition> chips)
    {
        var slice = TimeSlice.Of(filter.Filter);
        var isPartial = filter.Filter.OnlyChanges || filter.Filter.OnlyOtherApiGroups;
        var rowCost = isPartial ? 1 : RowCost;
        ScanDriver best = new ByTime();

        // There are at most as many rows as the greatest number says; what is wider than its share of them need not be counted to its end.
        var fewest = (LastRow(connection) / rowCost) + 1;
        if (filter.QueryIds.Count > 0)
        {
            Consider(new ByMatch(), Count(connection, sql => AddMatches(sql, filter, slice, "count"), fewest));
        }

        foreach (var chip in chips)
        {
            Consider(new ByValue(chip), Count(connection, sql => AddValues(sql, chip, slice), fewest));
        }

        if (filter.Search is { } search && Search(connection, search, slice, (int)Math.Min(fewest, CountLimit)) is { } found)
        {
            Consider(new ByRows(found), found.Count);
        }

        return best is ByTime || Count(connection, sql => AddTimes(sql, filter, slice), fewest * rowCost) < fewest * rowCost ? new ByTime() : best;

        void Consider(ScanDriver way, long count)
        {
            if (count < fewest)
            {
                (best, fewest) = (way, count);
            }
        }
    }

    /// <summary>The condition on matches, over <c>event_match x</c>, without the time index's columns being repeated by the caller.</summary>
    public static string AddMatches(SqlParts sql, ResolvedFilter filter, TimeSlice slice, string what)
    {
        var index = filter.ClusterId is null ? EventIndex.Match : EventIndex.MatchCluster;
        sql.And($"x.query_id {sql.IsIn(filter.QueryIds)}");
        if (filter.ClusterId is { } cluster)
        {
            sql.And($"x.cluster_id = {sql.Value(cluster)}");
        }
        else
        {
            filter.AddLimits(sql, "x");
        }

        slice.AddTo(sql, "x.time", "x.event_id");
        var columns = what == "count" ? "1" : "DISTINCT x.event_id AS id";
        return $"SELECT {columns} FROM main.event_match x INDEXED BY {index} WHERE {sql.Where}";
    }

    private static string AddValues(SqlParts sql, ValueCondition chip, TimeSlice slice)
    {
        chip.AddTo(sql);
        if (chip.Facet != EventFacet.AuditId)
        {
            slice.AddTo(sql, "e.time", "e.id");
        }

        return $"SELECT 1 FROM main.event e INDEXED BY {FacetColumn.Of(chip.Facet).Index} WHERE {sql.Where}";
    }

    private static string AddTimes(SqlParts sql, ResolvedFilter filter, TimeSlice slice)
    {
        var index = EventIndex.ClusterTime;
        if (filter.Filter.OnlyChanges || filter.Filter.OnlyOtherApiGroups)
        {
            (index, var rows) = filter.Filter.OnlyChanges ? (EventIndex.Changes, EventIndex.ChangesFilter) : (EventIndex.OtherGroups, EventIndex.OtherGroupsFilter);
            sql.And($"e.{rows}");
        }

        sql.And(filter.ClusterId is { } cluster ? $"e.cluster_id = {sql.Value(cluster)}" : "e.cluster_id IN (SELECT id FROM cluster)");
        slice.AddTo(sql, "e.time", "e.id");
        return $"SELECT 1 FROM main.event e INDEXED BY {index} WHERE {sql.Where}";
    }

    /// <summary>Counts the rows of a statement, up to a limit.</summary>
    private static long Count(SqliteConnection connection, Func<SqlParts, string> select, long limit)
    {
        var sql = new SqlParts();
        var text = select(sql);
        using var rows = sql.Statement(connection, $"SELECT count(*) FROM ({text} LIMIT {sql.Value(limit)})");
        return rows.Step() ? rows.Number(0) : 0;
    }

    private static long LastRow(SqliteConnection connection)
    {
        using var last = new NativeStatement(connection, "SELECT max(id) FROM main.event");
        return last.Step() ? last.Number(0) : 0;
    }

    private static List<long>? Search(SqliteConnection connection, SearchCondition search, TimeSlice slice, int limit)
    {
        var rows = new HashSet<long>();
        foreach (var (column, index, ids) in search.Sets)
        {
            var sql = new SqlParts();
            sql.And($"{column} {sql.IsIn(ids)}");
            slice.AddTo(sql, "e.time", "e.id");
            using var found = sql.Statement(connection, $"SELECT e.id FROM main.event e INDEXED BY {index} WHERE {sql.Where} LIMIT {sql.Value(limit)}");
            while (found.Step())
            {
                rows.Add(found.Number(0));
            }

            if (rows.Count >= limit)
            {
                return null;
            }
        }

        return [.. rows];
    }
}
