using System.Net;
using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Api;

/// <summary><c>/api/v1/changes</c> and <c>/api/v1/can</c>.</summary>
public sealed class InvestigationApiTests : IAsyncLifetime
{
    private ApiHost _host = null!; // set by InitializeAsync before any test runs

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync();
        await _host.ImportAsync(
            "lab",
            InvestigationCommandTests.Event("create", "roles", "r", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"web","uid":"u","resourceVersion":"5"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["secrets"]}]}""", "10:00:00"),
            InvestigationCommandTests.Event("create", "rolebindings", "b", 201, """{"kind":"RoleBinding","metadata":{"name":"b","namespace":"web","uid":"v","resourceVersion":"7"},"subjects":[{"kind":"User","name":"eve"}],"roleRef":{"kind":"Role","name":"r"}}""", "10:02:00"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetChanges_ByPages_EachChangeOnceWithWhatItDid()
    {
        const string Url = "/api/v1/changes?cluster=lab&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&limit=1";

        var first = await _host.GetAsync(Url);
        var second = await _host.GetAsync($"{Url}&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}"); // there are two

        Assert.Equal(["b", "r"], new[] { first, second }.Select(page => Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("objects")[0].GetProperty("name").GetString()));
        Assert.Equal("get secrets (core)", second.GetProperty("items")[0].GetProperty("objects")[0].GetProperty("items")[1].GetProperty("text").GetString());
        Assert.NotEmpty(first.GetProperty("coverage").EnumerateArray());
        Assert.Equal(0, first.GetProperty("undated").GetInt64());
    }

    [Fact]
    public async Task GetCan_AtATime_EveryWayAndWhatIsNotKnown()
    {
        var answer = await _host.GetAsync("/api/v1/can?verb=get&resource=secret&namespace=web&at=2026-11-20T11:00:00Z");

        Assert.Equal(["group system:masters", "user eve"], answer.GetProperty("ways").EnumerateArray().Select(way => $"{way.GetProperty("principalKind").GetString()} {way.GetProperty("principal").GetString()}"));
        Assert.Contains("secret is read as secrets.", answer.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.True(answer.GetProperty("atLeast").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("gaps").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/v1/can", "The question has no verb")]
    [InlineData("/api/v1/can?verb=get&resource=a%20b", "The resource holds spaces")]
    [InlineData("/api/v1/can?verb=get&resource=secrets&cluster=none", "There is no cluster 'none'")]
    [InlineData("/api/v1/can?verb=get&resource=secrets&at=later", "at is 'later'")]
    [InlineData("/api/v1/changes?limit=0", "limit is '0'")]
    [InlineData("/api/v1/changes?verb=get", "There is no parameter 'verb'")]
    public async Task Get_BadRequest_Refused(string url, string sentence)
    {
        var answer = await _host.GetAsync(url, HttpStatusCode.BadRequest);

        Assert.Contains(sentence, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
