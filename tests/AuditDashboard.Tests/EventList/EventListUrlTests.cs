using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Tests.EventList;

public sealed class EventListUrlTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void TryFrom_NoQuery_GivesTheDefault()
    {
        var (state, problems) = Read("/changes");

        Assert.Empty(problems);
        Assert.Empty(state.ToPairs());
        Assert.Empty(EventListState.Default.ToPairs());
    }

    [Fact]
    public void ToPairs_EveryMember_ReadsBackTheSame()
    {
        var state = EventListState.Default
            .Only(EventFacet.Verb, "create", "patch")
            .Not(EventFacet.Actor, "system:node:a")
            .Not(EventFacet.Actor, "")
            .WithSearch("web ns")
            .Expand(EventFacet.SourceIp, true)
            .Older(new EventCursor(1_700_000_000_000_000, 42))
            .Older(new EventCursor(-5, 7))
            .Older(new EventCursor(null, 9))
            .Undated(false)
            .Older(new EventCursor(1_700_000_000_000_000, 42))
            .Older(new EventCursor(null, 9))
            .Select(Id);

        var (read, problems) = Read(Url(state));

        Assert.Empty(problems);
        Assert.Equal(state.ToPairs(), read.ToPairs());
        Assert.Equal(
            "/changes?f.verb=create&f.verb=patch&x.actor=system:node:a&x.actor=&q=web%20ns&after=1700000000000000.42&after=u.9&more=ip&sel=" + Id, Url(state));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void ToPairs_HostileValueInEveryOpenFacet_ReadsBackTheSame(string value)
    {
        // A URL is UTF-8, and so is the database: half a surrogate pair can be in neither.
        var stored = value.Replace('\uD800', '\uFFFD').Replace('\uDC00', '\uFFFD');
        stored = value.Contains('\uD800', StringComparison.Ordinal) ? stored : value;
        foreach (var info in FacetInfo.All.Where(i => i.Values.Count == 0))
        {
            var state = EventListState.Default.Only(info.Facet, stored).AndNot(info.Facet, stored + "2");

            var (read, problems) = Read(Url(state));

            Assert.Empty(problems);
            Assert.Equal([stored], read.Included(info.Facet));
            Assert.Equal([stored + "2"], read.Excluded(info.Facet));
        }
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void ToPairs_HostileSearch_ReadsBackTheSame(string value)
    {
        if (value.Length > EventListUrl.MaxSearch || value.Contains('\uD800', StringComparison.Ordinal))
        {
            return; // said to be a problem below, or not a text that a URL can hold
        }

        var state = EventListState.Default.WithSearch(value);

        var (read, problems) = Read(Url(state));

        Assert.Empty(problems);
        Assert.Equal(state.Search, read.Search);
    }

    [Theory]
    [InlineData("?f.kind=Bogus", "Kind")]
    [InlineData("?x.outcome=maybe", "Outcome")]
    [InlineData("?after=yesterday", "place in the list")]
    [InlineData("?sel=12", "event id")]
    [InlineData("?sel=zz23456789abcdef0123456789abcdef", "event id")]
    [InlineData("?undated=perhaps", "undated")]
    [InlineData("?more=colour", "facet")]
    public void TryFrom_BadValue_FallsBackAndSaysSo(string query, string word)
    {
        var (state, problems) = Read("/changes" + query);

        Assert.Contains(word, Assert.Single(problems), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(state.ToPairs());
    }

    [Fact]
    public void TryFrom_TooLong_FallsBackAndSaysSo()
    {
        var (state, problems) = Read($"/changes?f.actor={new string('a', 1_001)}&q={new string('b', 201)}");

        Assert.Equal(2, problems.Count);
        Assert.Empty(state.ToPairs());
    }

    [Fact]
    public void TryFrom_UpperCaseSelection_IsTheSameEvent()
    {
        var (state, problems) = Read("/changes?sel=" + Id.ToUpperInvariant());

        Assert.Empty(problems);
        Assert.Equal(Id, state.Selected);
    }

    [Fact]
    public void TryFrom_TakesItsKeys_SoThatOnlyForeignOnesAreLeft()
    {
        var query = PageQuery.Parse("/changes?f.verb=create&x.ip=1.1.1.1&q=a&after=1.1&sel=" + Id + "&more=ip&undated=1&f.colour=red");

        EventListUrl.TryFrom(query, [], out _);

        Assert.Equal(["f.colour"], query.Unknown);
    }

    private static string Url(EventListState state) => DashboardUrls.Changes(new PageScope(), state.ToPairs());

    private static (EventListState State, List<string> Problems) Read(string url)
    {
        var problems = new List<string>();
        EventListUrl.TryFrom(PageQuery.Parse(url), problems, out var state);
        return (state, problems);
    }
}
