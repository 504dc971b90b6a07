using AuditDashboard.Explore;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Tests.Explore;

public sealed class ExploreStateTests
{
    public static TheoryData<string> OddTexts() =>
    [
        "fields @timestamp\n| filter a like /x&y=#z%20+ ?/",
        "filter x = \"a\\\"b\\\\c\"\r\n| limit 5",
        "filter user.username = \"\u202Eevil\u202C <script>alert('1')</script>\"",
        "# comment; with: punctuation, 100 % and ++\nfields `odd.name/with`",
        "filter n = \"ø ☃ 🦊 \u0301\"",
        "a=b&in=files&row=9&q=other",
        "  fields verb  ",
    ];

    [Theory]
    [MemberData(nameof(OddTexts))]
    public void State_ThroughItsUrl_ComesBackAsItWas(string text)
    {
        var state = new ExploreState { Text = text, Source = ExploreSource.Files, View = ExploreView.Raw, Page = 3, Row = 217 };

        var url = DashboardUrls.Explore(new PageScope { Cluster = "a b&c" }, state.ToPairs());

        Assert.All(url, c => Assert.True(char.IsAscii(c) && !char.IsControl(c) && !" \"<>#\\^`{|}".Contains(c, StringComparison.Ordinal), url));
        Assert.Equal(state, Read(url, out var problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void Defaults_AreNotWritten()
    {
        Assert.Empty(new ExploreState().ToPairs());
        Assert.Equal(["q"], new ExploreState { Text = "fields verb" }.ToPairs().Select(p => p.Key));
    }

    [Fact]
    public void Unreadable_FallsBackAndSaysEachPart()
    {
        var state = Read("/explore?in=cloud&view=pie&page=0&row=x&q=%20%0A", out var problems);

        Assert.Equal(new ExploreState(), state);
        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, p => p.Contains("none of collected, files", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("none of table, chart, raw", StringComparison.Ordinal));
    }

    [Fact]
    public void TooLongText_IsLeftOutAndSaid()
    {
        var state = Read("/explore?q=" + new string('x', ExploreState.MaxText + 1), out var problems);

        Assert.Null(state.Text);
        Assert.Contains("longer than", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_Row_OpensThePageThatHasIt()
    {
        var state = new ExploreState { Text = "fields verb", Page = 1 };

        Assert.Equal(3, state.Select(201).Page);
        Assert.Equal(2, state.Select(200).Page);
        Assert.Null(state.Select(200).Select(null).Row);
    }

    private static ExploreState Read(string url, out List<string> problems)
    {
        problems = [];
        var query = PageQuery.Parse(url);
        _ = PageScope.TryFrom(query, out _, out _);
        return ExploreState.Read(query, problems);
    }
}
