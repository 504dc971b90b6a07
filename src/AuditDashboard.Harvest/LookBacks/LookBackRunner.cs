using System.Globalization;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>Looks further back for the version of an object before a change: window by window, newest first, until it is known.</summary>
/// <remarks>
/// Points of death: how far it came is noted after each window, and what was read is committed with its coverage before that. So a job that is run
/// again, by a restart or twice at once, reads nothing a second time and goes on where the other stopped.
/// </remarks>
public sealed class LookBackRunner
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    // Then what is owed of the present has its turn.
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    private readonly LookBackStore _store;
    private readonly LookBackPlanner _planner;
    private readonly HarvestRunner _harvest;
    private readonly HistoryReader _histories;
    private readonly EventReader _events;
    private readonly HarvestOptions _options;
    private readonly TimeProvider _clock;

    internal LookBackRunner(
        LookBackStore store, LookBackPlanner planner, HarvestRunner harvest, HistoryReader histories, EventReader events, HarvestOptions options, TimeProvider clock)
    {
        _store = store;
        _planner = planner;
        _harvest = harvest;
        _histories = histories;
        _events = events;
        _options = options;
        _clock = clock;
    }

    /// <summary>Runs one to its end, or does nothing if it has ended.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Stops; it stays open, and a later job goes on.</param>
    /// <returns>How it stands then; null if there is none of this number.</returns>
    public async Task<LookBack?> RunAsync(long id, CancellationToken cancellationToken)
    {
        while (await _store.FindAsync(id, cancellationToken) is { IsOpen: true } look)
        {
            // Asked anew in each turn: what is kept moves on while it looks.
            var plan = await _planner.PlanAsync(look.Cluster, look.Window.To, look.Window.Duration, asksSource: true, cancellationToken);
            if ((await EndOfAsync(look, plan, cancellationToken) ?? await TakeTurnAsync(look, plan, cancellationToken)) is { } end)
            {
                await _store.EndAsync(id, end.State, end.Text, end.FoundEventId, cancellationToken);
                break;
            }

            if (_options.IsScheduled)
            {
                await _harvest.RunAsync(look.Cluster, RunTrigger.Schedule, null, cancellationToken);
            }
        }

        return await _store.FindAsync(id, cancellationToken);
    }

    private sealed record End(LookBackState State, string Text, string? FoundEventId = null);

    private async Task<End?> TakeTurnAsync(LookBack look, LookBackPlan plan, CancellationToken cancellationToken)
    {
        End? end = null;
        var started = _clock.GetTimestamp();
        var wait = new LeaseWait(LongestWait, () => { }, $"Another run of {look.Cluster} has not ended for {LongestWait.TotalMinutes:0} minutes.");
        var summary = await _harvest.RunEarlierAsync(
            look.Cluster, LookBackPlanner.QueryIds, wait,
            async (before, token) =>
            {
                if (before is not null)
                {
                    var goesOn = await _store.ReportAsync(look.Id, before.Window.FromMicros, before.Events, before.Bytes, token);
                    end = !goesOn ? new End(LookBackState.Cancelled, Say($"Cancelled. It had looked back to {Stamp(before.Window.From)}; what it read stays."))
                        : before.IsOutOfBudget ? new End(LookBackState.OutOfBudget, Say($"It stopped before {Stamp(before.Window.To)}. {before.Error}"))
                        : before.Error is { } error ? new End(LookBackState.Failed, Say($"It stopped at {Stamp(before.Window.To)}. {error}"))
                        : before.Events > 0 ? await FoundAsync(look, token)
                        : null;
                }
                else if (!await _store.ReportAsync(look.Id, look.Window.ToMicros, 0, 0, token))
                {
                    end = new End(LookBackState.Cancelled, "Cancelled.");
                }

                return end is not null || (before is not null && _clock.GetElapsedTime(started) >= Turn) ? null : await NextAsync(look, plan, before?.Window, token);
            },
            cancellationToken);
        return end ?? (summary.Errors.Count > 0 ? new End(LookBackState.Failed, string.Join(" ", summary.Errors)) : null);
    }

    /// <summary>Whether there is nothing to do any more, and why.</summary>
    private async Task<End?> EndOfAsync(LookBack look, LookBackPlan plan, CancellationToken cancellationToken)
    {
        if (look.IsCancelAsked)
        {
            return new End(LookBackState.Cancelled, "Cancelled; what it had read stays.");
        }

        if (await FoundAsync(look, cancellationToken) is { } found)
        {
            return found;
        }

        return await NextAsync(look, plan, null, cancellationToken) is not null ? null : new End(LookBackState.NotFound, Say($"Not found back to {Stamp((plan.Window ?? look.Window).From)}.{(plan.Limit is { } limit ? " " + limit : " It may lie further back.")}"));
    }

    private async Task<End?> FoundAsync(LookBack look, CancellationToken cancellationToken)
    {
        if (await _events.FindAsync(look.EventId, cancellationToken) is not { } stored || stored.Row.Time is not { } time)
        {
            return new End(LookBackState.Failed, "The event of the change is not stored any more.");
        }

        var history = await _histories.GetHistoryAsync(look.Cluster, look.Key, new HistoryPlace(TimeWindow.ToMicrosSinceEpoch(time), 200, 0), cancellationToken);
        if (history.History.Versions.FirstOrDefault(v => v.Write.Id == stored.Row.RowId) is not { Before.IsKnown: true } version)
        {
            return null;
        }

        var before = version.BeforeWriteId is { } row ? history.Events.GetValueOrDefault(row)?.Row : null;
        return new End(
            LookBackState.Found,
            before?.Time is { } at ? Say($"Found: the version before is of {Stamp(at)}.") : "Found: the version before is known now.",
            before?.Id);
    }

    /// <summary>The newest part that is not collected, no longer than one scan, cut where harvest cuts.</summary>
    private async Task<TimeWindow?> NextAsync(LookBack look, LookBackPlan plan, TimeWindow? done, CancellationToken cancellationToken)
    {
        if (plan.Window is not { } window)
        {
            return null;
        }

        // What was read and gave nothing to vouch for, such as a time from before the log group, is not asked for again.
        var to = new[] { done?.FromMicros, look.Reached is { } reached ? TimeWindow.ToMicrosSinceEpoch(reached) : null, window.ToMicros }.Min() ?? window.ToMicros;
        if (to <= window.FromMicros)
        {
            return null;
        }

        var missing = await _planner.MissingAsync(look.Cluster, window with { ToMicros = to }, cancellationToken);
        if (missing.Intervals.Count == 0)
        {
            return null;
        }

        const long day = 24 * 60 * TimeWindow.MinuteMicros;
        var last = missing.Intervals[^1];
        var midnight = (last.ToMicros - 1) / day * day;
        var longest = _options.MaxWindow.Ticks / TimeSpan.TicksPerMicrosecond;
        var cut = midnight + ((last.ToMicros - 1 - midnight) / longest * longest);
        return new TimeWindow(Math.Max(cut, last.FromMicros), last.ToMicros);
    }

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
