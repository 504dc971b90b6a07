using AuditDashboard.Investigation;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Tests.Investigation;

public sealed class ChangePanelStateTests
{
    [Fact]
    public void EveryState_ThroughItsPairs_ComesBackTheSame()
    {
        foreach (var tab in Enum.GetValues<ChangeTab>())
        {
            foreach (var (text, books) in (ReadOnlySpan<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
            {
                var state = new ChangePanelState { Tab = tab, ShowsText = text, ShowsBookkeeping = books };
                var problems = new List<string>();

                Assert.True(ChangePanelState.TryFrom(PageQuery.Parse(DashboardUrls.Page("/changes", new(), state.ToPairs())), problems, out var read));

                Assert.Equal(state, read);
                Assert.Empty(problems);
            }
        }
    }

    [Theory]
    [InlineData("tab=Used")]
    [InlineData("tab=nothing")]
    [InlineData("diff=words")]
    [InlineData("books=yes")]
    public void WhatCannotBeRead_FallsBackAndIsSaid(string query)
    {
        var problems = new List<string>();

        Assert.False(ChangePanelState.TryFrom(PageQuery.Parse("http://localhost/changes?" + query), problems, out var state));

        Assert.Equal(new ChangePanelState(), state);
        Assert.Single(problems);
    }

    [Fact]
    public void Default_HasNoPairs() => Assert.Empty(new ChangePanelState().ToPairs());
}
