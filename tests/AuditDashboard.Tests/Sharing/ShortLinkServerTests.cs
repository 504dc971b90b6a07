using System.Net;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>Short links at the real server.</summary>
public sealed class ShortLinkServerTests(TokenServer server) : IClassFixture<TokenServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ShortLinkStore Links => server.Services.GetRequiredService<ShortLinkStore>();

    [Fact]
    public async Task Open_BySomebodySignedIn_LeadsToTheView_AndIsRecorded()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "vicky");
        var link = await Links.CreateAsync("rita", "/changes?f.verb=create&q=a%20b&v=1", "Look", "", cluster: null, Token);

        using var answer = await visitor.GetAsync("/s/" + link.Code);

        Assert.Equal((HttpStatusCode.Found, "/changes?f.verb=create&q=a%20b&v=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var recorded = (await server.RecordedAsync(ActivityKind.ShareOpened)).First(entry => entry.Text.Contains(link.Code, StringComparison.Ordinal));
        Assert.Equal("vicky", recorded.Actor);
    }

    [Fact]
    public async Task Open_ByNobody_LeadsToSignIn_AndOpensNothing()
    {
        using var visitor = server.Visit();
        var link = await Links.CreateAsync("rita", "/changes?v=1", "Look", "", cluster: null, Token);

        using var answer = await visitor.GetAsync("/s/" + link.Code);

        Assert.Equal("/sign-in?return=%2Fs%2F" + link.Code, answer.Headers.Location?.OriginalString);
        Assert.DoesNotContain(await server.RecordedAsync(ActivityKind.ShareOpened), entry => entry.Text.Contains(link.Code, StringComparison.Ordinal));
    }

    /// <summary>Whether a link never was, was revoked, or leads elsewhere since somebody wrote the database: the answer is one and the same.</summary>
    [Fact]
    public async Task Open_WhatDoesNotOpen_GetsOneAnswer()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Administrator);
        var revoked = await Links.CreateAsync("rita", "/changes", "x", "", cluster: null, Token);
        await Links.RevokeAsync(revoked.Code, "rita", onlyOwner: null, Token);
        var codes = new List<string> { revoked.Code, LinkCode.Create(), ":code", "%7Bcode%7D", "x" };
        foreach (var target in (string[])["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out", "/activity"])
        {
            codes.Add((await Links.CreateAsync("eve", target, "x", "", cluster: null, Token)).Code);
        }

        var statuses = new List<HttpStatusCode>();
        foreach (var code in codes)
        {
            using var answer = await visitor.GetAsync("/s/" + code);
            Assert.Null(answer.Headers.Location);
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.NotFound, status));
    }
}
