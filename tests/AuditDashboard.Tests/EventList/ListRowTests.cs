using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Tests.EventList;

public sealed class ListRowTests
{
    [Fact]
    public void Of_TwoDays_PutsAHeadBeforeEach()
    {
        var rows = ListRow.Of(EventRows.Data([EventRows.Row(1), EventRows.Row(2), EventRows.Row(3, EventRows.Noon.AddHours(-13))]));

        Assert.Equal(["Mon 23 Nov 2026", "1", "2", "Sun 22 Nov 2026", "3"], rows.Select(Print));
    }

    [Fact]
    public void Of_GapBetweenEvents_IsARowWhereItsTimeIs()
    {
        var gap = TimeWindow.Between(EventRows.Noon.AddMinutes(-30), EventRows.Noon.AddMinutes(-20));
        var data = EventRows.Data([EventRows.Row(10), EventRows.Row(40)], stretches: [new CoverageStretch(gap, CoverageState.NotCollected, null, null, "the source was away")]);

        var rows = ListRow.Of(data);

        Assert.Equal(["Mon 23 Nov 2026", "10", "Not collected: 23 Nov 11:30 → 23 Nov 2026 11:40 UTC. the source was away", "40"], rows.Select(Print));
    }

    [Fact]
    public void Of_TimeThatHasExpired_IsARowAndNotAGap()
    {
        var gone = TimeWindow.Between(EventRows.Noon.AddMinutes(-60), EventRows.Noon.AddMinutes(-20));
        var data = EventRows.Data([EventRows.Row(10)], stretches: [new CoverageStretch(gone, CoverageState.Expired, null, null, "Older than it is kept: its events were removed.")]);

        var rows = ListRow.Of(data);

        Assert.Equal(["Mon 23 Nov 2026", "10", "No longer kept: 23 Nov 11:00 → 23 Nov 2026 11:40 UTC. Older than it is kept: its events were removed."], rows.Select(Print));
    }

    [Fact]
    public void Of_GapOlderThanThePage_WaitsForThePageItBelongsTo()
    {
        var gap = TimeWindow.Between(EventRows.Noon.AddHours(-20), EventRows.Noon.AddHours(-19));
        var stretches = new[] { new CoverageStretch(gap, CoverageState.Failed, null, null, null) };

        var first = ListRow.Of(EventRows.Data([EventRows.Row(1)], stretches: stretches, next: EventRows.Row(1).Cursor));
        var last = ListRow.Of(EventRows.Data([EventRows.Row(2)], EventListState.Default.Older(EventRows.Row(1).Cursor), stretches));

        Assert.DoesNotContain(first, r => r is ListRow.Gap);
        Assert.IsType<ListRow.Gap>(last[^1]);
    }

    [Fact]
    public void Of_GapNewerThanThePage_WasOnThePageBefore()
    {
        var gap = TimeWindow.Between(EventRows.Noon.AddMinutes(-5), EventRows.Noon);
        var data = EventRows.Data(
            [EventRows.Row(60)], EventListState.Default.Older(EventRows.Row(30).Cursor), [new CoverageStretch(gap, CoverageState.NotCollected, null, null, null)]);

        Assert.DoesNotContain(ListRow.Of(data), r => r is ListRow.Gap);
    }

    [Fact]
    public void Of_Undated_HasNoDayAndNoGaps()
    {
        var gap = new CoverageStretch(EventRows.Window, CoverageState.NotCollected, null, null, null);
        var data = EventRows.Data([EventRows.Row(1) with { Time = null }], EventListState.Default.Undated(true), [gap]);

        Assert.Equal(["Undated: the record holds no time", "1"], ListRow.Of(data).Select(Print));
    }

    private static string Print(ListRow row) => row switch
    {
        ListRow.Day day => day.Text,
        ListRow.Gap gap => gap.Text,
        ListRow.Event(var e) => e.RowId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(row.ToString()),
    };
}
