using System.Net;

namespace AuditDashboard.Tests.Api;

public sealed class ActorApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetActor_User_CountsAndSaysWhatIsCollected()
    {
        var answer = await fixture.Host.GetAsync("/api/v1/actor?name=alice&cluster=lab&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z");

        Assert.Equal(3, answer.GetProperty("events").GetInt64());
        Assert.Equal(1, answer.GetProperty("undated").GetInt64());
        Assert.Equal("2026-11-20T10:00:00.123456Z", answer.GetProperty("first").GetProperty("time").GetString());
        Assert.Equal("2026-11-20T10:02:00Z", answer.GetProperty("last").GetProperty("time").GetString());
        Assert.Equal(["create", "delete", "update"], answer.GetProperty("verbs").EnumerateArray().Select(verb => verb.GetProperty("value").GetString()));
        Assert.Equal("Kubernetes user", answer.GetProperty("signIns")[0].GetProperty("hops")[0].GetProperty("label").GetString());
        Assert.NotEmpty(answer.GetProperty("coverage").EnumerateArray());
    }

    [Fact]
    public async Task GetActor_Refused_Counted()
    {
        var answer = await fixture.Host.GetAsync("/api/v1/actor?name=bob&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z");

        Assert.Equal(1, answer.GetProperty("refused").GetInt64());
        Assert.Equal("secrets", answer.GetProperty("refusedResources")[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("/api/v1/actor", "name is missing")]
    [InlineData("/api/v1/actor?name=x&cluster=none", "There is no cluster 'none'")]
    [InlineData("/api/v1/actor?name=x&verb=get", "There is no parameter 'verb'")]
    public async Task GetActor_BadRequest_Refused(string url, string sentence)
    {
        var answer = await fixture.Host.GetAsync(url, HttpStatusCode.BadRequest);

        Assert.Contains(sentence, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
