using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Tests.EventList;

public sealed class FacetViewTests
{
    [Fact]
    public void Of_MoreThanFive_ShowsFiveAndSaysHowManyMore()
    {
        var view = FacetView.Of(Counts(EventFacet.Verb, 8), EventListState.Default);

        Assert.Equal(["v0", "v1", "v2", "v3", "v4"], view.Entries.Select(e => e.Value));
        Assert.Equal(3, view.NotShown);
        Assert.Equal(1, view.Entries[0].Share);
    }

    [Fact]
    public void Of_MoreValuesThanWereRead_SaysHowManyMoreThereAre()
    {
        var counts = Counts(EventFacet.SourceIp, 100) with { DistinctValues = 1047 };

        Assert.Equal(1042, FacetView.Of(counts, EventListState.Default).NotShown);
        Assert.Equal(1041, FacetView.Of(counts, EventListState.Default.Only(EventFacet.SourceIp, "192.0.2.200")).NotShown);
    }

    [Fact]
    public void Of_Opened_ShowsAllThatWereReadAndSaysWhatWasNot()
    {
        var counts = Counts(EventFacet.Verb, 8) with { DistinctValues = 20 };

        var view = FacetView.Of(counts, EventListState.Default.Expand(EventFacet.Verb, true));

        Assert.Equal(8, view.Entries.Count);
        Assert.Equal(0, view.NotShown);
        Assert.Equal(12, view.NotCounted);
        Assert.Equal(["v7"], FacetView.Of(counts, EventListState.Default.Expand(EventFacet.Verb, true), "V7").Entries.Select(e => e.Value));
    }

    [Fact]
    public void Of_ValueFilteredByWithoutEvents_StaysAtZero()
    {
        var view = FacetView.Of(Counts(EventFacet.Verb, 2), EventListState.Default.Only(EventFacet.Verb, "watch"));

        var watch = Assert.Single(view.Entries, e => e.Value == "watch");
        Assert.Equal(0, watch.Count);
        Assert.True(watch.IsIncluded);
    }

    [Fact]
    public void Of_ValueFilteredByBelowThoseRead_HasNoNumber()
    {
        var counts = Counts(EventFacet.Verb, 2) with { DistinctValues = 50 };

        var view = FacetView.Of(counts, EventListState.Default.Not(EventFacet.Verb, "rare"));

        var rare = Assert.Single(view.Entries, e => e.Value == "rare");
        Assert.Null(rare.Count);
        Assert.True(rare.IsExcluded);
    }

    [Fact]
    public void Of_ValueFilteredByBeyondTheFirstFive_StaysInSight()
    {
        var view = FacetView.Of(Counts(EventFacet.Verb, 8), EventListState.Default.Only(EventFacet.Verb, "v7"));

        Assert.Contains(view.Entries, e => e is { Value: "v7", IsIncluded: true, Count: 1 });
        Assert.Equal(2, view.NotShown);
    }

    [Fact]
    public void Of_Kind_ShowsKindsThatDidNotOccurAtZero()
    {
        var view = FacetView.Of(new FacetCounts(EventFacet.Kind, [new FacetValue("Role", 3)], 1), EventListState.Default);

        Assert.Equal(["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "aws-auth"], view.Entries.Select(e => e.Value));
        Assert.Equal([3, 0, 0, 0, 0], view.Entries.Select(e => e.Count));
    }

    private static FacetCounts Counts(EventFacet facet, int values) =>
        new(facet, [.. Enumerable.Range(0, values).Select(i => new FacetValue($"v{i}", values - i))], values);
}
