using System.Net;

namespace AuditDashboard.Tests.Api;

public sealed class UsedApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetUsed_NothingNamesTheGrant_SaysSoWithCoverage()
    {
        var answer = await fixture.Host.GetAsync("/api/v1/used?cluster=lab&kind=RoleBinding&namespace=default&name=x&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z");

        Assert.False(answer.GetProperty("used").GetBoolean());
        Assert.Equal("RoleBinding default/x", answer.GetProperty("grant").GetString());
        Assert.NotEmpty(answer.GetProperty("coverage").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/v1/used?kind=ClusterRole&name=x", "cluster is missing")]
    [InlineData("/api/v1/used?cluster=lab&kind=RoleBinding&name=x", "These name no grant")]
    [InlineData("/api/v1/used?cluster=lab&kind=Pod&name=x", "These name no grant")]
    public async Task GetUsed_BadRequest_Refused(string url, string sentence) => Assert.Contains(
        sentence, (await fixture.Host.GetAsync(url, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
}
