using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>
/// Messages of a circuit without a browser: what was recorded on one person's circuit and is sent by another, a circuit that another takes up, and what is
/// sent after the sign-in has ended. Each is refused, and nothing changes in the database; what the page shows to whoever may see it is proven beside it.
/// </summary>
public sealed class RawCircuitTests(TokenServer server) : IClassFixture<TokenServer>
{
    private const string NotAllowed = "Your role does not allow this page.";
    private const string Ended = "Your sign-in has ended.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ShortLinkStore Links => server.Services.GetRequiredService<ShortLinkStore>();

    [Theory]
    [InlineData(DashboardRole.Viewer, NotAllowed)]
    [InlineData(DashboardRole.Reviewer, "Short links")] // may see the page, but not revoke what is another's
    public async Task Messages_OfAnAdministrator_SentByALesserRole_ChangeNothing(DashboardRole role, string shown)
    {
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "ada");
        using var other = await server.SignInAsync(role, "olga");
        var (address, code) = (server.Start(), await MakeLinkAsync($"recorded for {role}"));
        var operations = RawCircuit.OperationsOf(await admin.ReadAsync("/links"));
        await using var own = await RawCircuit.OpenAsync(address, admin);
        Assert.NotNull(await own.StartAsync(address, "/links", operations));
        var ask = await own.PressOfAsync($"Revoke recorded for {role}", "ask");
        await own.SendAsync(ask);
        await own.WaitReturnedAsync("ask");
        var revoke = await own.PressOfAsync($"Yes, revoke recorded for {role}", "revoke");

        // All of it again, on a connection of somebody else's.
        await using (var replayed = await RawCircuit.OpenAsync(address, other))
        {
            Assert.NotNull(await replayed.StartAsync(address, "/links", operations));
            await replayed.WaitShownAsync(shown);
            await replayed.SendAsync(ask);
            await replayed.WaitReturnedAsync("ask");
            await replayed.SendAsync(revoke);
            await replayed.WaitReturnedAsync("revoke");
            Assert.DoesNotContain($"Revoke recorded for {role}", replayed.Shown, StringComparison.Ordinal);
        }

        Assert.NotNull(await Links.FindAsync(code, Token));

        // The same message where it was recorded does what it says.
        await own.SendAsync(revoke);
        await own.WaitReturnedAsync("revoke");
        Assert.Null(await Links.FindAsync(code, Token));
    }

    [Fact]
    public async Task Page_ThatTheRoleDoesNotAllow_DoesNotOpenByAMessageEither()
    {
        const string Canary = "canary-of-the-activity";
        using var viewer = await server.SignInAsync(DashboardRole.Viewer, "vic");
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "ada");
        await server.Activity.AddAsync(ActivityKind.Query, "ada", Canary, address: null, Token);
        var address = server.Start();

        await using var refused = await OpenAsync(viewer, "/not-found-here");
        await refused.CallAsync("OnLocationChanged", address + "/activity", null, false);
        await refused.WaitShownAsync(NotAllowed);
        await using var allowed = await OpenAsync(admin, "/not-found-here");
        await allowed.CallAsync("OnLocationChanged", address + "/activity", null, false);
        await allowed.WaitShownAsync(Canary);

        Assert.DoesNotContain(Canary, refused.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Circuit_TakenUpByAnotherSignIn_IsRefused_AndByItsOwnGoesOn()
    {
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "ada");
        using var viewer = await server.SignInAsync(DashboardRole.Viewer, "taker");
        using var sameName = await server.SignInAsync(DashboardRole.Administrator, "ada");
        var (address, code) = (server.Start(), await MakeLinkAsync("taken up"));
        var operations = RawCircuit.OperationsOf(await admin.ReadAsync("/links"));
        byte[] ask;
        string secret;
        await using (var own = await RawCircuit.OpenAsync(address, admin))
        {
            secret = Assert.IsType<string>(await own.StartAsync(address, "/links", operations));
            ask = await own.PressOfAsync("Revoke taken up", "ask");

            // While its own connection is there, and from here on without.
            Assert.False(await TakeUpAsync(viewer, secret));
        }

        Assert.False(await TakeUpAsync(viewer, secret));
        Assert.False(await TakeUpAsync(sameName, secret));
        await using (var resumed = await RawCircuit.OpenAsync(address, viewer))
        {
            Assert.Null(await resumed.CallAsync("ResumeCircuit", secret, address + "/", address + "/links", "", ""));
        }

        Assert.False(await TakeUpAsync(admin, secret[..^4] + (secret[^4] == 'A' ? "B" : "A") + secret[^3..]));
        Assert.Contains(await server.RecordedAsync(ActivityKind.Refused), entry => entry.Actor == "taker" && entry.Text.StartsWith("Tried to take up a page", StringComparison.Ordinal));

        // Whoever opened it comes back, and the page does what it did before.
        await using var again = await RawCircuit.OpenAsync(address, admin);
        Assert.Equal(true, await again.CallAsync("ConnectCircuit", secret));
        await again.SendAsync(ask);
        await again.WaitReturnedAsync("ask");
        await again.WaitShownAsync("Yes, revoke taken up");
        Assert.NotNull(await Links.FindAsync(code, Token));
    }

    [Fact]
    public async Task Messages_AfterSignOut_AreRefused_AndThePageIsBlank()
    {
        const string Canary = "canary-after-the-end";
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "leaving");
        var (address, code) = (server.Start(), await MakeLinkAsync("left behind"));
        await server.Activity.AddAsync(ActivityKind.Query, "ada", Canary, address: null, Token);
        var operations = RawCircuit.OperationsOf(await admin.ReadAsync("/links"));
        await using var pressing = await RawCircuit.OpenAsync(address, admin);
        var secret = Assert.IsType<string>(await pressing.StartAsync(address, "/links", operations));
        var ask = await pressing.PressOfAsync("Revoke left behind", "ask");
        await pressing.SendAsync(ask);
        await pressing.WaitReturnedAsync("ask");
        var revoke = await pressing.PressOfAsync("Yes, revoke left behind", "revoke");
        await using var reading = await OpenAsync(admin, "/links");
        await using var opening = await RawCircuit.OpenAsync(address, admin);
        await using var taking = await RawCircuit.OpenAsync(address, admin);
        await using var started = await RawCircuit.OpenAsync(address, admin);
        Assert.NotNull(await started.CallAsync("StartCircuit", address + "/", address + "/links", "[]", ""));

        using var answer = await admin.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await admin.FormTokenAsync("/")));
        await pressing.SendAsync(revoke);
        await reading.CallAsync("OnLocationChanged", address + "/activity", null, false);

        // The page with the button is blank; the other one opens nothing; and nothing is opened anew on connections that are still there.
        await pressing.WaitShownAsync(Ended);
        await reading.WaitShownAsync(Ended);
        Assert.Null(await opening.CallAsync("StartCircuit", address + "/", address + "/activity", "[]", ""));
        Assert.Equal(false, await taking.CallAsync("ConnectCircuit", secret));
        await started.CallAsync("UpdateRootComponents", operations, "");
        Assert.DoesNotContain(Canary, reading.Shown, StringComparison.Ordinal);
        Assert.NotNull(await Links.FindAsync(code, Token));

        // Sent once more, to the blank page.
        await pressing.SendAsync(revoke);
        await pressing.WaitReturnedAsync("revoke");
        Assert.NotNull(await Links.FindAsync(code, Token));
        Assert.DoesNotContain("left behind", started.Shown, StringComparison.Ordinal);
    }

    /// <summary>As the command line does it, from another process.</summary>
    [Fact]
    public async Task Press_AfterTheSessionWasRevoked_ChangesNothing()
    {
        using var reviewer = await server.SignInAsync(DashboardRole.Reviewer, "rita");
        var code = await MakeLinkAsync("of rita", "rita");
        await using var page = await OpenAsync(reviewer, "/links");
        await page.SendAsync(await page.PressOfAsync("Revoke of rita", "ask"));
        await page.WaitReturnedAsync("ask");
        var revoke = await page.PressOfAsync("Yes, revoke of rita", "revoke");

        Assert.True(await server.Credentials.RevokeAllAsync("rita", Token) > 0);
        await page.SendAsync(revoke);

        await page.WaitShownAsync(Ended);
        Assert.NotNull(await Links.FindAsync(code, Token));
    }

    private async Task<string> MakeLinkAsync(string title, string owner = "ada")
    {
        server.Start();
        return (await Links.CreateAsync(owner, "/changes", title, "", cluster: null, Token)).Code;
    }

    /// <summary>A page with its circuit, opened as its browser does.</summary>
    private async Task<RawCircuit> OpenAsync(Visitor visitor, string path)
    {
        var address = server.Start();
        var circuit = await RawCircuit.OpenAsync(address, visitor);
        Assert.NotNull(await circuit.StartAsync(address, path, RawCircuit.OperationsOf(await visitor.ReadAsync("/queries"))));
        return circuit;
    }

    private async Task<bool> TakeUpAsync(Visitor visitor, string secret)
    {
        await using var circuit = await RawCircuit.OpenAsync(server.Start(), visitor);
        return Assert.IsType<bool>(await circuit.CallAsync("ConnectCircuit", secret));
    }
}
