using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Many open pages of two people at once, each limited to another cluster: nothing of one reaches the other, whatever they open meanwhile.</summary>
public sealed class CrossingTests(TwoClusters two) : IClassFixture<TwoClusters>
{
    private const int Usual = 30;

    // 100 are as many as one person may have open; with 2 cores they take half a minute.
    private static readonly int PagesEach = Environment.GetEnvironmentVariable("AUDIT_CROSSING_PAGES") is { Length: > 0 } pages ? int.Parse(pages, System.Globalization.CultureInfo.InvariantCulture) : Usual;
    private static readonly string[] Views = ["/events", "/changes", "/secrets", "/anonymous", "/", "/access"];

    [Fact]
    public async Task Pages_OfTwoPeopleAtOnce_ShowEachTheirOwn()
    {
        var address = two.Server.Start();
        using var alpha = await two.Server.SignInAsync(DashboardRole.Administrator, "alpha-person", TwoClusters.Scope);
        using var beta = await two.Server.SignInAsync(DashboardRole.Administrator, "beta-person", ClusterScope.Of([TwoClusters.Other]));

        await Task.WhenAll(Enumerable.Range(0, PagesEach).SelectMany(i => new[]
        {
            LookAsync(address, alpha, i, "alpha-person", TwoClusters.OwnWord, [TwoClusters.OtherWord, TwoClusters.Other, "beta-person"]),
            LookAsync(address, beta, i, "beta-person", TwoClusters.OtherWord, [TwoClusters.OwnWord, TwoClusters.Own, "alpha-person"]),
        }));
    }

    private static async Task LookAsync(string address, Visitor visitor, int first, string name, string own, string[] others)
    {
        await using var circuit = await RawCircuit.OpenAsync(address, visitor);
        Assert.NotNull(await circuit.StartAsync(address, "/events?range=7d", RawCircuit.OperationsOf(await visitor.ReadAsync("/queries"))));
        await circuit.WaitShownAsync(own + "-user");
        await circuit.WaitShownAsync(name);
        for (var i = 0; i < Views.Length; i++)
        {
            await circuit.CallAsync("OnLocationChanged", $"{address}{Views[(first + i) % Views.Length]}?range=7d", null, false);
        }

        await circuit.CallAsync("OnLocationChanged", $"{address}/secrets?range=7d", null, false);
        await circuit.WaitShownAsync(own + "-secret");
        Assert.DoesNotContain(others, other => circuit.Shown.Contains(other, StringComparison.Ordinal));
    }
}
