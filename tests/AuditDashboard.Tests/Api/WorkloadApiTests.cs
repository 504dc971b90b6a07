using System.Net;

namespace AuditDashboard.Tests.Api;

public sealed class WorkloadApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetWorkloads_NoCloudTrail_SaysThatItIsNotCollected()
    {
        var answer = await fixture.Host.GetAsync("/api/v1/workloads?cluster=lab&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z");

        Assert.Equal(0, answer.GetProperty("calls").GetInt32());
        Assert.Equal("notCollected", answer.GetProperty("cloudTrail").GetString());
        Assert.StartsWith("CloudTrail is not collected for this cluster, so roles that workloads took are not here.", answer.GetProperty("missing").GetString(), StringComparison.Ordinal);
        Assert.Empty(answer.GetProperty("items").EnumerateArray());
        Assert.Empty(answer.GetProperty("coverage").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/v1/workloads", "cluster is missing")]
    [InlineData("/api/v1/workloads?cluster=nowhere", "nowhere")]
    [InlineData("/api/v1/workloads?cluster=lab&page=2", "page")]
    public async Task GetWorkloads_BadRequest_Refused(string url, string sentence) => Assert.Contains(
        sentence, (await fixture.Host.GetAsync(url, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
}
