using System.Net;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>Links that open without sign-in, at the real server: what they show, what they do not, and how they end.</summary>
public sealed class OpenLinkTests(OpenLinkTests.Allowing two) : IClassFixture<OpenLinkTests.Allowing>
{
    private static readonly Person Rita = new("rita", DashboardRole.Reviewer, IsSignedIn: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenLinkDesk Desk => two.Server.Services.GetRequiredService<OpenLinkDesk>();

    private string Code => two.Of[TwoClusters.Own].Snapshot;

    [Fact]
    public async Task Link_OpenedByNobody_ShowsTheSnapshotAloneAndIsRecorded()
    {
        var path = await MakeAsync(TimeSpan.FromDays(1));
        using var visitor = two.Server.Visit();

        using var answer = await visitor.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("noindex, nofollow, noarchive", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("<meta name=\"referrer\" content=\"no-referrer\"", page, StringComparison.Ordinal);
        Assert.Equal(["open-link", "sign-in", "theme"], System.Text.RegularExpressions.Regex.Matches(page, "<script[^>]* src=\"/?js/([a-z-]+)\\.").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)); // what asks anew, in a file of our own
        Assert.Equal("<noscript><meta http-equiv=\"refresh\" content=\"20\"></noscript>", Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "<noscript>.*?</noscript>")).Value); // where no script may
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "http-equiv=\"refresh\"")); // and nowhere else
        Assert.Equal(4, System.Text.RegularExpressions.Regex.Count(page, "data-testid=\"snapshot-row\"")); // the four changes of the file
        Assert.Contains(TwoClusters.OwnWord + "-role", page, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoClusters.Other, page, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoClusters.OtherWord, page, StringComparison.Ordinal);
        Assert.DoesNotContain("demo", page, StringComparison.Ordinal); // the third cluster
        Assert.DoesNotContain("auditID", page, StringComparison.Ordinal); // no records
        Assert.DoesNotContain("blazor.web.js", page, StringComparison.Ordinal); // no circuit
        Assert.Equal(["/"], System.Text.RegularExpressions.Regex.Matches(page, "<(?:a|form|base)[^>]* (?:href|action)=\"([^\"]*)\"").Select(m => m.Groups[1].Value).Distinct()); // the base alone
        Assert.DoesNotContain(visitor.CookiesSet, c => c.StartsWith("AuditDashboard=", StringComparison.Ordinal));
        var opened = (await two.Server.RecordedAsync(ActivityKind.ShareOpened)).Where(e => e.Text.Contains("without sign-in", StringComparison.Ordinal)).ToList();
        Assert.Contains(opened, e => e.Actor == ActivityLog.Nobody && e.Address == "127.0.0.1" && e.Text.Contains(Code, StringComparison.Ordinal));
        Assert.Contains(await two.Server.RecordedAsync(ActivityKind.Share), e => e.Actor == "rita" && e.Text.Contains(Code, StringComparison.Ordinal) && e.Text.Contains("without sign-in until", StringComparison.Ordinal));
        Assert.DoesNotContain(await two.Server.Activity.GetAsync(null, null, 1000, Token), e => e.Text.Contains(path[3..], StringComparison.Ordinal));
    }

    /// <summary>Who has a link has nothing else: every route answers as if they had none.</summary>
    [Fact]
    public async Task Link_OpensNoOtherRoute()
    {
        var path = await MakeAsync(TimeSpan.FromDays(1));
        using var visitor = two.Server.Visit();
        using var opened = await visitor.GetAsync(path);
        foreach (var (_, other, method) in RoleMatrixTests.RoutesOf(two.Server).Where(r => !r.Route.StartsWith("/sign", StringComparison.Ordinal) && !r.Route.StartsWith("/healthz", StringComparison.Ordinal) && r.Route is not ("/error" or "/o/{Secret}")))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), other.Contains('{', StringComparison.Ordinal) ? "/" : other);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + path[3..]);
            using var answer = await visitor.SendAsync(request);

            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Found, $"{method} {other}: {answer.StatusCode}");
            Assert.True(answer.Headers.Location is null || answer.Headers.Location.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal), other);
        }

        using var use = await visitor.UseLinkAsync(path[3..]);
        Assert.Contains("why=refused", use.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.False(visitor.HasSession);
    }

    [Fact]
    public async Task Link_ThatDoesNotOpen_GetsOneAnswer()
    {
        var good = await MakeAsync(TimeSpan.FromDays(1));
        var revoked = await MakeAsync(TimeSpan.FromDays(1));
        var newest = (await Desk.ListAsync(Code, Token))[0];
        await Desk.RevokeAsync(two.Of[TwoClusters.Other].Snapshot, newest.Id, Rita, Token); // not of that snapshot
        using var visitor = two.Server.Visit();
        await visitor.ReadAsync(revoked);
        await Desk.RevokeAsync(Code, newest.Id, Rita, Token);
        var token = await two.Server.MakeAsync(CredentialKind.ApiToken, DashboardRole.Administrator, "script");
        var gone = await two.Server.Credentials.CreateAsync(CredentialKind.OpenLink, LinkCode.Create(), DashboardRole.Viewer, TimeSpan.FromDays(1), Token);
        var ofOthers = await two.Server.Credentials.CreateAsync(CredentialKind.OpenLink, two.Of[TwoClusters.Other].Snapshot, DashboardRole.Viewer, ClusterScope.Of([TwoClusters.Own]), TimeSpan.FromDays(1), Token);
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in (string[])[revoked, "/o/" + token, "/o/" + gone.Secret, "/o/" + ofOthers.Secret, "/o/" + Code, "/o/x", "/o/:key", good[..^1], good[..^2] + (good[^2] == 'A' ? "B" : "A") + good[^1], good + "A"])
        {
            using var answer = await visitor.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.Gone, $"{path}: {answer.StatusCode}");

            // The framework ends each page with sealed state, which differs each time by what it is sealed with.
            bodies.Add(System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(Token), "<!--Blazor-Server-Component-State:[^>]*-->", ""));
        }

        Assert.Contains("This link opens nothing.", Assert.Single(bodies), StringComparison.Ordinal);
        Assert.Contains(await two.Server.RecordedAsync(ActivityKind.Share), e => e.Text.StartsWith("Revoked link", StringComparison.Ordinal));
    }

    /// <summary>Nothing outlives the setting, whatever was asked for.</summary>
    [Fact]
    public async Task Link_EndsAtTheLatestAfterTheSetting()
    {
        await using var own = new Allowing();
        await own.InitializeAsync();
        var desk = own.Server.Services.GetRequiredService<OpenLinkDesk>();
        var manifest = await ManifestAsync(own);
        var path = await desk.MakeAsync(manifest, TimeSpan.FromDays(365), Rita, Token);
        using var visitor = own.Server.Visit();
        own.Server.Clock.Ahead = TimeSpan.FromDays(2) - TimeSpan.FromMinutes(5);
        await visitor.ReadAsync(path);

        own.Server.Clock.Ahead = TimeSpan.FromDays(2) + TimeSpan.FromMinutes(5);
        using var ended = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.Gone, ended.StatusCode);
    }

    [Fact]
    public async Task Snapshot_Revoked_ClosesItsLinks_AndManyRequestsAreLimited()
    {
        await using var own = new Allowing();
        await own.InitializeAsync();
        var path = await own.Server.Services.GetRequiredService<OpenLinkDesk>().MakeAsync(await ManifestAsync(own), TimeSpan.FromDays(1), Rita, Token);
        using var visitor = own.Server.Visit();
        await visitor.ReadAsync(path);

        await own.Server.Services.GetRequiredService<SnapshotStore>().RevokeAsync(own.Of[TwoClusters.Own].Snapshot, "rita", Token);

        using var closed = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, closed.StatusCode);
        var limited = false;
        for (var i = 0; i < 2 * OpenLinkLimits.PerMinute && !limited; i++)
        {
            using var answer = await visitor.GetAsync("/o/x");
            limited = answer.StatusCode == HttpStatusCode.TooManyRequests;
        }

        Assert.True(limited);
    }

    [Fact]
    public async Task Setting_ThatIsOff_MakesNoneAndOpensNone()
    {
        await using var off = new TwoClusters();
        await off.InitializeAsync();
        var desk = off.Server.Services.GetRequiredService<OpenLinkDesk>();
        var (_, secret) = await off.Server.Credentials.CreateAsync(CredentialKind.OpenLink, off.Of[TwoClusters.Own].Snapshot, DashboardRole.Viewer, TimeSpan.FromDays(1), Token);
        var manifest = await ManifestAsync(off);
        using var visitor = off.Server.Visit();

        using var answer = await visitor.GetAsync("/o/" + secret);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        await Assert.ThrowsAsync<NotAllowedException>(() => desk.MakeAsync(manifest, TimeSpan.FromDays(1), Rita, Token));
    }

    private static async Task<SnapshotManifest> ManifestAsync(TwoClusters two) =>
        (await two.Server.Services.GetRequiredService<SnapshotReader>().ReadAsync(two.Of[TwoClusters.Own].Snapshot, 1, Token))!.Manifest!; // there, and whole

    private async Task<string> MakeAsync(TimeSpan lifetime) => await Desk.MakeAsync(await ManifestAsync(two), lifetime, Rita, Token);

    /// <summary>Two clusters at a server that allows such links.</summary>
    public sealed class Allowing() : TwoClusters(("SignIn:OpenLinks", "true"), ("SignIn:OpenLinkLifetime", "2d"));
}
