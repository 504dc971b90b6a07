using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>The turns of one person are over all of their open pages, at the real server: pages beyond them wait, go when they are left, and nobody else waits.</summary>
public sealed class ReadTurnsCircuitTests(TwoClusters two) : IClassFixture<TwoClusters>
{
    private const string Page = "/events?range=7d";
    private const string Other = "/secrets?range=7d";

    private AuditDatabase Database => two.Server.Services.GetRequiredService<AuditDatabase>();

    [Fact]
    public async Task Pages_OfOnePersonWhoseTurnsAreTaken_WaitAndOthersDoNot()
    {
        var address = two.Server.Start();
        using var vera = await two.Server.SignInAsync(DashboardRole.Administrator, "vera", TwoClusters.Scope);
        using var bob = await two.Server.SignInAsync(DashboardRole.Administrator, "bob", TwoClusters.Scope);
        var operations = RawCircuit.OperationsOf(await vera.ReadAsync(Page));
        var operationsOfBob = RawCircuit.OperationsOf(await bob.ReadAsync(Page));
        using var gate = new ManualResetEventSlim();
        var held = Hold("vera", gate);
        try
        {
            await WaitAsync(() => Database.Turns.Of("vera").Running == ReadTurns.DefaultMost);

            // Three pages of hers wait for her turns, a page of his shows its rows.
            var pages = new List<RawCircuit>();
            for (var i = 1; i <= 3; i++)
            {
                var page = await RawCircuit.OpenAsync(address, vera);
                pages.Add(page);
                Assert.NotNull(await page.StartAsync(address, Page, operations));
            }

            await WaitAsync(() => Database.Turns.Of("vera").Waiting >= 3);
            await using var other = await RawCircuit.OpenAsync(address, bob);
            Assert.NotNull(await other.StartAsync(address, Page, operationsOfBob));
            await other.WaitShownAsync(TwoClusters.OwnWord + "-user");
            Assert.Equal(ReadTurns.DefaultMost, Database.Turns.Of("vera").Running);
            Assert.All(pages, page => Assert.DoesNotContain(TwoClusters.OwnWord + "-user", page.Shown, StringComparison.Ordinal));

            gate.Set();
            await Task.WhenAll(pages.Select(page => page.WaitShownAsync(TwoClusters.OwnWord + "-user")));
            await Task.WhenAll(pages.Select(page => page.DisposeAsync().AsTask()));
        }
        finally
        {
            gate.Set();
            await held;
        }

        await WaitAsync(() => Database.Turns.Of("vera") == (0, 0));
    }

    /// <summary>However often somebody turns the pages meanwhile, what waits is what the last page reads.</summary>
    [Fact]
    public async Task Page_LeftWhileItWaits_GivesItsPlaceUp()
    {
        var address = two.Server.Start();
        using var clara = await two.Server.SignInAsync(DashboardRole.Administrator, "clara", TwoClusters.Scope);
        var operations = RawCircuit.OperationsOf(await clara.ReadAsync(Page));
        using var gate = new ManualResetEventSlim();
        var held = Hold("clara", gate);
        try
        {
            await WaitAsync(() => Database.Turns.Of("clara").Running == ReadTurns.DefaultMost);
            await using var page = await RawCircuit.OpenAsync(address, clara);
            Assert.NotNull(await page.StartAsync(address, Page, operations));
            await WaitAsync(() => Database.Turns.Of("clara").Waiting > 0);
            for (var i = 0; i < 60; i++)
            {
                await page.CallAsync("OnLocationChanged", address + (i % 2 == 0 ? Other : Page), null, false);
            }

            await page.CallAsync("OnLocationChanged", address + "/no-such-page", null, false);
            await WaitAsync(() => Database.Turns.Of("clara").Waiting < 10);
            Assert.DoesNotContain("The page could not be shown.", page.Shown, StringComparison.Ordinal); // pages that are left before their scripts came
        }
        finally
        {
            gate.Set();
            await held;
        }

        await WaitAsync(() => Database.Turns.Of("clara") == (0, 0));
    }

    // Takes all turns of a person, as their other pages would, until the gate opens.
    private Task<int[]> Hold(string person, ManualResetEventSlim gate)
    {
        using var entered = ReadingPerson.Enter(person);
        var token = TestContext.Current.CancellationToken;
        return Task.WhenAll(Enumerable.Range(0, ReadTurns.DefaultMost).Select(_ => Database.ReadAsync(
            (_, stop) =>
            {
                gate.Wait(stop);
                return 0;
            },
            token)));
    }

    private static async Task WaitAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
