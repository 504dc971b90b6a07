using System.Net;
using System.Text.Json;
using AuditDashboard.Reviews;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Reviews;

public sealed class PacketServerTests(TokenServer server) : IClassFixture<TokenServer>
{
    [Fact]
    public async Task Packet_AskedForByAViewer_IsAFile_AndIsRecorded()
    {
        server.Start();
        var code = await server.Services.GetRequiredService<ReviewDesk>().OpenAsync(
            "/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&v=1", new NewReview("t", "", 1), new Reviewer("rita", IsVerified: true), TestContext.Current.CancellationToken);
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "vera");

        using var answer = await visitor.GetAsync($"/api/v1/reviews/{code}/packet");
        using var none = await visitor.GetAsync($"/api/v1/reviews/{LinkCode.Create()}/packet");

        Assert.Equal((HttpStatusCode.OK, "application/zip", $"review-{code}.zip", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName, answer.Headers.CacheControl?.ToString()));
        var packet = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([], PacketBytes.Verify(packet, askedKey: null).Broken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        var entry = (await server.RecordedAsync(ActivityKind.Review))[0];
        Assert.Equal(("vera", true), (entry.Actor, entry.Text.StartsWith($"Exported the packet of the review {code}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reviews_AskedForByAViewer_AreListed_AndEachIsItsDocument()
    {
        server.Start();
        var code = await server.Services.GetRequiredService<ReviewDesk>().OpenAsync(
            "/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&v=1", new NewReview("Of the API", "why", 2), new Reviewer("rita", IsVerified: true), TestContext.Current.CancellationToken);
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "vera");

        var list = JsonDocument.Parse(await visitor.ReadAsync("/api/v1/reviews?state=open")).RootElement.GetProperty("items");
        var review = JsonDocument.Parse(await visitor.ReadAsync($"/api/v1/reviews/{code}")).RootElement;
        using var refused = await visitor.GetAsync("/api/v1/reviews?state=half");
        using var none = await visitor.GetAsync($"/api/v1/reviews/{LinkCode.Create()}");

        var item = list.EnumerateArray().Single(one => one.GetProperty("code").GetString() == code);
        Assert.Equal(("Of the API", 2, 0), (item.GetProperty("title").GetString(), item.GetProperty("reviewers").GetInt32(), item.GetProperty("counts").GetProperty("changes").GetInt32()));
        Assert.Equal(
            ("auditdashboard-review-2", "why", "rita", true),
            (review.GetProperty("format").GetString(), review.GetProperty("note").GetString(), review.GetProperty("openedBy").GetProperty("name").GetString(), review.GetProperty("openedBy").GetProperty("verified").GetBoolean()));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (refused.StatusCode, none.StatusCode));
    }
}
