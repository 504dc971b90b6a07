using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;

namespace AuditDashboard.Tests.Shared;

public sealed class PageScopeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("prod-eu-1")]
    [InlineData("a b&c=d#e?f%41+g")]
    [InlineData("Кластер/東京:1,2")]
    public void Url_AnyClusterAndRelativeRange_RoundTrips(string? cluster)
    {
        foreach (var span in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(15), TimeSpan.FromHours(24), TimeSpan.FromDays(7), TimeSpan.FromDays(30) })
        {
            var scope = new PageScope { Cluster = cluster, Range = new TimeRange.Relative(span) };

            var isClean = PageScope.TryFrom(PageQuery.Parse("http://127.0.0.1:5080" + DashboardUrls.Changes(scope)), out var read, out var problems);

            Assert.True(isClean);
            Assert.Empty(problems);
            Assert.Equal(scope, read);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1_795_442_512_418_123, 1_795_442_512_418_124)]
    [InlineData(1_795_442_512_000_000, 1_795_442_572_000_000)]
    public void Url_AbsoluteRange_KeepsEveryMicrosecond(long from, long to)
    {
        var scope = new PageScope { Range = new TimeRange.Absolute(new TimeWindow(from, to)) };

        var isClean = PageScope.TryFrom(PageQuery.Parse(DashboardUrls.Overview(scope)), out var read, out _);

        Assert.True(isClean);
        Assert.Equal(scope, read);
    }

    [Fact]
    public void Url_Defaults_AreLeftOut()
    {
        Assert.Equal("/", DashboardUrls.Overview(new PageScope()));
        Assert.Equal("/secrets?range=7d", DashboardUrls.Secrets(new PageScope { Range = new TimeRange.Relative(TimeSpan.FromDays(7)) }));
        Assert.Equal(
            "/changes?cluster=prod&from=2026-11-23T13:41:52Z&to=2026-11-23T13:41:52.5Z&f.actor=a%20b",
            DashboardUrls.Changes(
                new PageScope { Cluster = "prod", Range = new TimeRange.Absolute(Window("2026-11-23T13:41:52Z", "2026-11-23T13:41:52.5Z")) },
                new KeyValuePair<string, string>("f.actor", "a b")));
    }

    [Theory]
    [InlineData("?range=5x")]
    [InlineData("?range=")]
    [InlineData("?range=-5h")]
    [InlineData("?range=99999999999d")]
    [InlineData("?range=1s")]
    [InlineData("?range=4000d")]
    [InlineData("?from=2026-11-23T13:41:52Z")]
    [InlineData("?to=2026-11-23T13:41:52Z")]
    [InlineData("?from=yesterday&to=today")]
    [InlineData("?from=2026-11-23T13:41:52Z&to=2026-11-23T13:41:52Z")]
    [InlineData("?from=2026-11-23T13:41:53Z&to=2026-11-23T13:41:52Z")]
    [InlineData("?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    public void TryFrom_BadRange_FallsBackAndSaysSo(string query)
    {
        var isClean = PageScope.TryFrom(PageQuery.Parse(query), out var scope, out var problems);

        Assert.False(isClean);
        Assert.Equal(TimeRange.Default, scope.Range);
        Assert.Contains("Showing the last 24 hours instead.", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23T14:41:52+01:00", "2026-11-23T13:41:52Z")]
    [InlineData("2026-11-23T13:41:52.4180000Z", "2026-11-23T13:41:52.418Z")]
    public void TryFrom_OffsetOrManyDigits_IsTheSameInstant(string written, string plain)
    {
        PageScope.TryFrom(PageQuery.Parse($"?from={Uri.EscapeDataString(written)}&to=2027-01-01T00:00:00Z"), out var scope, out var problems);

        Assert.Empty(problems);
        Assert.Equal(new TimeRange.Absolute(Window(plain, "2027-01-01T00:00:00Z")), scope.Range);
    }

    [Fact]
    public void Resolve_Relative_EndsAtTheLastWholeSecond()
    {
        var now = DateTimeOffset.Parse("2026-11-23T14:06:07.891Z", System.Globalization.CultureInfo.InvariantCulture);

        var window = new PageScope().Resolve(now);

        Assert.Equal(Window("2026-11-22T14:06:07Z", "2026-11-23T14:06:07Z"), window);
    }

    [Fact]
    public void Unknown_KeysNobodyTook_AreNamed()
    {
        var query = PageQuery.Parse("/changes?cluster=a&bogus=1&range=7d&zz=2#fragment?x=1");

        PageScope.TryFrom(query, out _, out _);

        Assert.Equal(["bogus", "zz"], query.Unknown);
    }

    private static TimeWindow Window(string from, string to) => TimeWindow.Between(
        DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
}
