using System.Net;

namespace AuditDashboard.Tests.Api;

public sealed class QueueApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Day = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";

    [Fact]
    public async Task GetUnexplained_Window_AddsUpToItsChanges()
    {
        var answer = await fixture.Host.GetAsync("/api/v1/unexplained?cluster=lab&" + Day);

        Assert.Equal(3, answer.GetProperty("changes").GetInt64());
        Assert.Equal(3, answer.GetProperty("unexplained").GetInt32() + answer.GetProperty("explained").EnumerateArray().Sum(fold => fold.GetProperty("changes").GetInt32()));
        Assert.Equal(["third", "second", "first"], answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(1, answer.GetProperty("undated").GetInt64());
        Assert.NotEmpty(answer.GetProperty("coverage").EnumerateArray());
    }

    [Fact]
    public async Task GetUnexplained_RuleThatExplainsNothing_NoItems() =>
        Assert.Empty((await fixture.Host.GetAsync("/api/v1/unexplained?rule=Flux&" + Day)).GetProperty("items").EnumerateArray());

    [Fact]
    public async Task GetUnexplained_BadPage_Refused() => Assert.Contains(
        "page is '0'", (await fixture.Host.GetAsync("/api/v1/unexplained?page=0", HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
}
