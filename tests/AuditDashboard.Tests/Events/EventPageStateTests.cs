using AuditDashboard.Events;
using AuditDashboard.Shared.EventList.Json;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;

namespace AuditDashboard.Tests.Events;

public sealed class EventPageStateTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<EventPageState> States() =>
    [
        new EventPageState { Id = Id },
        new EventPageState { Id = Id, Mode = JsonMode.Text },
        new EventPageState { Id = Id, Mode = JsonMode.Raw, Range = TimeRange.Default },
        new EventPageState { Id = Id, Range = new TimeRange.Relative(TimeSpan.FromDays(7)) },
        new EventPageState { Id = Id, Range = new TimeRange.Absolute(TimeWindow.Between(Noon, Noon.AddHours(1))) },
    ];

    [Theory]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    public void ToUrl_AnyState_ReadsBackTheSame(EventPageState state)
    {
        var problems = new List<string>();

        var read = EventPageState.From("http://localhost" + state.ToUrl("prod <eu>"), problems);

        Assert.Empty(problems);
        Assert.Equal(state, read);
    }

    [Fact]
    public void Window_WithoutARange_IsAroundTheEvent()
    {
        var state = new EventPageState { Id = Id };

        Assert.Equal(TimeWindow.Between(Noon.AddMinutes(-15), Noon.AddMinutes(15)), state.Window(Noon, Noon.AddDays(9)));
        Assert.Null(state.Window(null, Noon));
    }

    [Theory]
    [InlineData("?view=pretty", "view")]
    [InlineData("?from=2026-11-23T12:00:00Z", "no to")]
    [InlineData("?range=always", "range")]
    [InlineData("?sort=up", "sort")]
    public void From_BadKey_FallsBackAndSaysSo(string query, string word)
    {
        var problems = new List<string>();

        var state = EventPageState.From("http://localhost/event/" + Id + query, problems);

        Assert.Equal(new EventPageState { Id = Id }, state);
        Assert.Contains(word, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/event/" + Id, true)]
    [InlineData("/event/" + Id + Id, true)]
    [InlineData("/event/0123", false)]
    [InlineData("/event/%3Cscript%3E", false)]
    [InlineData("/event/zz23456789abcdef0123456789abcdef", false)]
    public void IsPossible_TellsIdsFromOtherTexts(string path, bool expected) =>
        Assert.Equal(expected, EventPageState.From("http://localhost" + path, []).IsPossible);
}
