using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Tests.EventList;

public sealed class EventListStateTests
{
    [Fact]
    public void Only_AfterOtherChipsOfTheProperty_ReplacesThem()
    {
        var state = EventListState.Default.Only(EventFacet.Actor, "a").Also(EventFacet.Actor, "b").AndNot(EventFacet.Actor, "c").Not(EventFacet.Verb, "get");

        var only = state.Only(EventFacet.Actor, "d");

        Assert.Equal(["d"], only.Included(EventFacet.Actor));
        Assert.Empty(only.Excluded(EventFacet.Actor));
        Assert.Equal(["get"], only.Excluded(EventFacet.Verb));
    }

    [Fact]
    public void Not_OneOfSeveralAskedFor_IsAskedForNoLonger()
    {
        var state = EventListState.Default.Only(EventFacet.Actor, "a", "b").Not(EventFacet.Actor, "b");

        Assert.Equal(["a"], state.Included(EventFacet.Actor));
        Assert.Empty(state.Excluded(EventFacet.Actor));
    }

    [Fact]
    public void Not_TheOnlyOneAskedFor_IsFilteredOut()
    {
        var state = EventListState.Default.Only(EventFacet.Actor, "a").Not(EventFacet.Actor, "a");

        Assert.Empty(state.Included(EventFacet.Actor));
        Assert.Equal(["a"], state.Excluded(EventFacet.Actor));
    }

    [Fact]
    public void ChangeOfFilter_ForgetsThePlaceInTheList_KeepsTheSelection()
    {
        var state = EventListState.Default.Older(new EventCursor(5, 1)).Select("ab");

        foreach (var changed in (EventListState[])[state.Only(EventFacet.Verb, "get"), state.WithSearch("x"), state.Cleared(), state.Undated(true)])
        {
            Assert.Null(changed.After);
            Assert.Equal("ab", changed.Selected);
        }
    }

    [Fact]
    public void OlderAndNewer_WalkTheTrailBackAndForth()
    {
        var first = EventListState.Default.Older(new EventCursor(9, 1));
        var second = first.Older(new EventCursor(5, 1));

        Assert.Equal(new EventCursor(5, 1), second.After);
        Assert.Equal(new EventCursor(9, 1), second.Newer().After);
        Assert.Null(second.Newer().Newer().After);
        Assert.Null(second.Newest().After);
    }

    [Fact]
    public void Older_FurtherThanALinkRemembers_KeepsThePageShown()
    {
        var state = EventListState.Default;
        for (var i = 0; i < EventListState.MaxTrail + 10; i++)
        {
            state = state.Older(new EventCursor(1000 - i, i));
        }

        Assert.Equal(EventListState.MaxTrail, state.Trail.Count);
        Assert.Equal(new EventCursor(1000 - (EventListState.MaxTrail + 9), EventListState.MaxTrail + 9), state.After);
    }

    [Fact]
    public void ApplyTo_AddsToThePagesOwnFilter()
    {
        var window = new TimeWindow(0, 60_000_000);
        var own = new EventFilter { Cluster = "c", Window = window, OnlyChanges = true };

        var filter = EventListState.Default.Only(EventFacet.Verb, "create").WithSearch(" web ").ApplyTo(own);
        var undated = EventListState.Default.Undated(true).ApplyTo(own);

        Assert.Equal(window, filter.Window);
        Assert.True(filter.OnlyChanges);
        Assert.Equal("web", filter.Search);
        Assert.Equal(["create"], Assert.Single(filter.Facets).Values);
        Assert.Null(undated.Window);
        Assert.True(undated.OnlyUndated);
        Assert.Equal("c", undated.Cluster);
    }
}
