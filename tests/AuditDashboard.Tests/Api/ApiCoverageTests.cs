using AuditDashboard.Api;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Tests.EventList;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Api;

public sealed class ApiCoverageTests : PageTestContext
{
    [Theory]
    [InlineData(true, "due")]
    [InlineData(false, "notCollected")]
    public async Task LastSeconds_BeforeTheNextHarvest_HaveTheStateOfThePages(bool isScheduled, string expected)
    {
        Harvest.IsScheduled = isScheduled;
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.FromSeconds(-5));
        var coverage = new ApiCoverage(Services.GetRequiredService<ScopeCoverageReader>(), Clock);
        var clusters = await Services.GetRequiredService<ClusterStore>().GetAllAsync(Token);
        var window = TimeWindow.Between(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        var one = QueryCatalog.BuiltIn.Queries.Where(q => q.Id == "aws-auth").ToList();

        var whole = await coverage.SummarizeAsync(clusters, window, [], Token);
        var lines = await coverage.GetLinesAsync(clusters, window, [], Token);
        var line = await coverage.GetLinesAsync(clusters, window, one, Token);

        Assert.Equal([("collected", null), (expected, (string?)null)], whole.Select(c => (c.State, c.Query)));
        Assert.Equal((Clock.GetUtcNow().AddSeconds(-5), Clock.GetUtcNow()), (whole[1].From, whole[1].To));
        Assert.Equal(QueryCatalog.BuiltIn.Queries.SelectMany(q => new[] { (q.Id, "collected"), (q.Id, expected) }), lines.Select(c => (c.Query!, c.State)));
        Assert.Equal([("aws-auth", "collected"), ("aws-auth", expected)], line.Select(c => (c.Query!, c.State)));
    }
}
