namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>A part of time within which an index gives rows in the order of lists.</summary>
internal abstract record TimeSlice
{
    private TimeSlice()
    {
    }

    /// <summary>Dated and undated alike.</summary>
    public sealed record Any : TimeSlice;

    /// <summary>From <paramref name="FromMicros"/>, before <paramref name="ToMicros"/>; null for no limit, but dated.</summary>
    public sealed record Range(long? FromMicros, long? ToMicros) : TimeSlice;

    /// <summary>Exactly this instant, only rows after (or before) a row number if given.</summary>
    public sealed record Instant(long Micros, long? AfterRow, long? BeforeRow) : TimeSlice;

    /// <summary>Without any time, only rows after (or before) a row number if given.</summary>
    public sealed record Undated(long? AfterRow, long? BeforeRow) : TimeSlice;

    /// <summary>Everything that a filter's window lets pass.</summary>
    public static TimeSlice Of(EventFilter filter) => filter switch
    {
        { OnlyUndated: true } => new Undated(null, null),
        { Window: { } window } => new Range(window.FromMicros, window.ToMicros),
        _ => new Any(),
    };

    /// <summary>The slices of a list, newest first, after a row if given.</summary>
    public static IEnumerable<TimeSlice> After(EventFilter filter, EventCursor? after)
    {
        if (!filter.OnlyUndated)
        {
            var (from, to) = (filter.Window?.FromMicros, filter.Window?.ToMicros);
            if (after is null)
            {
                yield return new Range(from, to);
            }
            else if (after.Value.TimeMicros is { } t)
            {
                // A cursor from another window gives what lies after it in this one, nothing else.
                if ((from is null || t >= from) && (to is null || t < to))
                {
                    yield return new Instant(t, after.Value.RowId, null);
                }

                yield return new Range(from, to is null ? t : Math.Min(t, to.Value));
            }
        }

        if (filter.OnlyUndated || filter.Window is null)
        {
            yield return new Undated(after is { TimeMicros: null } ? after.Value.RowId : null, null);
        }
    }

    /// <summary>The slices of a list that come before a row.</summary>
    public static IEnumerable<TimeSlice> Before(EventFilter filter, EventCursor row)
    {
        if (!filter.OnlyUndated)
        {
            var (from, to) = (filter.Window?.FromMicros, filter.Window?.ToMicros);
            if (row.TimeMicros is { } t)
            {
                if ((from is null || t >= from) && (to is null || t < to))
                {
                    yield return new Instant(t, null, row.RowId);
                }

                yield return new Range(from is null ? t + 1 : Math.Max(t + 1, from.Value), to);
            }
            else
            {
                yield return new Range(from, to);
            }
        }

        if (row.TimeMicros is null && (filter.OnlyUndated || filter.Window is null))
        {
            yield return new Undated(null, row.RowId);
        }
    }

    /// <summary>Adds the conditions.</summary>
    /// <param name="sql">Where to.</param>
    /// <param name="time">Column of the time.</param>
    /// <param name="row">Column of the row number.</param>
    public void AddTo(SqlParts sql, string time, string row)
    {
        switch (this)
        {
            case Range range:
                // The first comparison also keeps undated rows out where nothing else does.
                sql.And(range.FromMicros is { } from ? $"{time} >= {sql.Value(from)}" : $"{time} >= {sql.Value(long.MinValue)}");
                if (range.ToMicros is { } to)
                {
                    sql.And($"{time} < {sql.Value(to)}");
                }

                break;
            case Instant instant:
                sql.And($"{time} = {sql.Value(instant.Micros)}");
                AddRows(sql, row, instant.AfterRow, instant.BeforeRow);
                break;
            case Undated undated:
                sql.And($"{time} IS NULL");
                AddRows(sql, row, undated.AfterRow, undated.BeforeRow);
                break;
            default:
                break;
        }
    }

    private static void AddRows(SqlParts sql, string row, long? after, long? before)
    {
        if (after is { } a)
        {
            sql.And($"{row} > {sql.Value(a)}");
        }

        if (before is { } b)
        {
            sql.And($"{row} < {sql.Value(b)}");
        }
    }
}
