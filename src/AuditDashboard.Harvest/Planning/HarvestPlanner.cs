using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.Planning;

/// <summary>Decides which windows to scan: pure, from what is owed and what is collected.</summary>
/// <remarks>
/// What nobody has read comes before what is read once more; newest first within each, so that pages are fresh at once
/// and fill backwards. Queries that owe the same stretch share one scan, since the source bills by bytes scanned.
/// </remarks>
internal static class HarvestPlanner
{
    /// <summary>The most recent stretch is a window of its own, comes first and counts as live.</summary>
    public static readonly TimeSpan RecentSpan = TimeSpan.FromMinutes(15);

    private const long SecondMicros = 1_000_000;
    private const long DayMicros = 24 * 60 * TimeWindow.MinuteMicros;

    /// <summary>Plans the scans that are due, in the order in which to do them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 queries, or a longest window under one second.</exception>
    public static IReadOnlyList<PlannedWindow> Plan(PlanRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Queries.Count, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxWindow, TimeSpan.FromSeconds(1));

        // Sources are asked in whole seconds. The start is widened (what is read twice is stored once),
        // the end is narrowed: the second that is still running would otherwise be claimed before it is over.
        var scope = new TimeWindow(FloorSecond(request.Scope.FromMicros), FloorSecond(request.Scope.ToMicros));
        if (scope.IsEmpty || request.Queries.Count == 0)
        {
            return [];
        }

        var settledTo = FloorSecond(request.NowMicros - ToMicros(request.DeliveryDelay));
        var recentFrom = FloorSecond(request.NowMicros - ToMicros(RecentSpan));
        var all = IntervalSet.Of([scope]);
        var settledScope = all.Intersect(IntervalSet.Of([new TimeWindow(long.MinValue, settledTo)]));
        var owed = request.Queries.Select(q => Widen(all.Except(q.Collected), scope)).ToArray();
        var again = request.Queries
            .Select((q, i) => request.IsForced
                ? all.Except(owed[i])
                : Widen(q.Collected.Except(q.Settled).Intersect(settledScope), scope).Intersect(settledScope).Except(owed[i]))
            .ToArray();

        var cuts = Cuts(owed, again, scope, settledTo, recentFrom, FloorSecond(ToMicros(request.MaxWindow)), out var hardCuts);
        var stretches = Stretches(cuts, hardCuts, owed, again);

        var windows = new List<(PlannedWindow Window, bool IsOwed)>();
        foreach (var stretch in stretches)
        {
            var queries = new List<PlannedQuery>();
            for (var i = 0; i < request.Queries.Count; i++)
            {
                if ((stretch.Owed >> i & 1) == 1)
                {
                    queries.Add(new(request.Queries[i].QueryId, stretch.Window.FromMicros >= recentFrom ? CoverageHow.Live : CoverageHow.Backfill));
                }
                else if ((stretch.Again >> i & 1) == 1)
                {
                    queries.Add(new(request.Queries[i].QueryId, CoverageHow.ReRead));
                }
            }

            var isSettled = stretch.Window.ToMicros <= settledTo;
            if (!request.ScanOneByOne)
            {
                windows.Add((new(stretch.Window, queries, isSettled), stretch.Owed != 0));
                continue;
            }

            foreach (var query in queries)
            {
                windows.Add((new(stretch.Window, [query], isSettled), query.How != CoverageHow.ReRead));
            }
        }

        // Stable: queries of the same window that are scanned one by one stay in catalog order.
        return [.. windows.OrderByDescending(w => w.IsOwed).ThenByDescending(w => w.Window.Window.FromMicros).Select(w => w.Window)];
    }

    private readonly record struct Stretch(TimeWindow Window, ulong Owed, ulong Again);

    /// <summary>Whole seconds around each interval, inside the scope.</summary>
    private static IntervalSet Widen(IntervalSet set, TimeWindow scope) => IntervalSet.Of(set.Intervals.Select(i => new TimeWindow(
        Math.Max(scope.FromMicros, FloorSecond(i.FromMicros)), Math.Min(scope.ToMicros, FloorSecond(i.ToMicros + SecondMicros - 1)))));

    /// <summary>All instants at which what is to be done may change; <paramref name="hard"/> are those at which a window ends in any case.</summary>
    private static SortedSet<long> Cuts(
        IntervalSet[] owed, IntervalSet[] again, TimeWindow scope, long settledTo, long recentFrom, long maxWindow, out HashSet<long> hard)
    {
        hard = [];
        if (settledTo > scope.FromMicros && settledTo < scope.ToMicros)
        {
            hard.Add(settledTo);
        }

        if (recentFrom > scope.FromMicros && recentFrom < scope.ToMicros)
        {
            hard.Add(recentFrom);
        }

        // A grid that starts anew at each UTC midnight: a window never spans two days, and a plan made later cuts at the same places.
        var cuts = new SortedSet<long>();
        foreach (var interval in owed.Concat(again).SelectMany(s => s.Intervals))
        {
            cuts.Add(interval.FromMicros);
            cuts.Add(interval.ToMicros);
        }

        foreach (var interval in IntervalSet.Of(owed.Concat(again).SelectMany(s => s.Intervals)).Intervals)
        {
            for (var day = FloorTo(interval.FromMicros, DayMicros); day < interval.ToMicros; day += DayMicros)
            {
                for (var cut = day; cut < day + DayMicros && cut < interval.ToMicros; cut += maxWindow)
                {
                    if (cut > interval.FromMicros)
                    {
                        hard.Add(cut);
                    }
                }
            }
        }

        cuts.UnionWith(hard);
        return cuts;
    }

    private static List<Stretch> Stretches(SortedSet<long> cuts, HashSet<long> hardCuts, IntervalSet[] owed, IntervalSet[] again)
    {
        var owedAt = owed.Select(s => new Cursor(s)).ToArray();
        var againAt = again.Select(s => new Cursor(s)).ToArray();
        var stretches = new List<Stretch>();
        long? from = null;
        foreach (var to in cuts)
        {
            if (from is { } start)
            {
                var owedMask = Mask(owedAt, start);
                var againMask = Mask(againAt, start);
                if ((owedMask | againMask) != 0)
                {
                    if (stretches.Count > 0 && stretches[^1] is var last && last.Window.ToMicros == start && !hardCuts.Contains(start)
                        && last.Owed == owedMask && last.Again == againMask)
                    {
                        stretches[^1] = last with { Window = last.Window with { ToMicros = to } };
                    }
                    else
                    {
                        stretches.Add(new(new(start, to), owedMask, againMask));
                    }
                }
            }

            from = to;
        }

        return stretches;
    }

    private static ulong Mask(Cursor[] cursors, long instant)
    {
        var mask = 0UL;
        for (var i = 0; i < cursors.Length; i++)
        {
            mask |= (cursors[i].Contains(instant) ? 1UL : 0UL) << i;
        }

        return mask;
    }

    private static long ToMicros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long FloorSecond(long micros) => FloorTo(micros, SecondMicros);

    private static long FloorTo(long micros, long unit)
    {
        var rest = micros % unit;
        return micros - (rest < 0 ? rest + unit : rest);
    }

    /// <summary>Asks a set about instants that never go back.</summary>
    private sealed class Cursor(IntervalSet set)
    {
        private int _index;

        public bool Contains(long instant)
        {
            while (_index < set.Intervals.Count && set.Intervals[_index].ToMicros <= instant)
            {
                _index++;
            }

            return _index < set.Intervals.Count && set.Intervals[_index].FromMicros <= instant;
        }
    }
}
