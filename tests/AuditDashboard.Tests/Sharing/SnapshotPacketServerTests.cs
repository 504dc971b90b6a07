using System.Net;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Reviews;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

public sealed class SnapshotPacketServerTests(TokenServer server) : IClassFixture<TokenServer>
{
    [Fact]
    public async Task Packet_AskedForByAViewer_IsAFile_IsRecorded_AndEndsWithTheSnapshot()
    {
        server.Start();
        var token = TestContext.Current.CancellationToken;
        var code = await server.Services.GetRequiredService<SnapshotMaker>().MakeAsync(
            "/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&v=1", new SnapshotRequest("t", "", null), Person.Local, progress: null, token);
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "vera");

        using var answer = await visitor.GetAsync($"/api/v1/snapshots/{code}/packet");
        var packet = await answer.Content.ReadAsByteArrayAsync(token);
        var entry = (await server.RecordedAsync(ActivityKind.Export))[0];
        using var none = await visitor.GetAsync($"/api/v1/snapshots/{LinkCode.Create()}/packet");
        await server.Services.GetRequiredService<SnapshotStore>().RevokeAsync(code, "rita", token);
        using var revoked = await visitor.GetAsync($"/api/v1/snapshots/{code}/packet");

        Assert.Equal((HttpStatusCode.OK, "application/zip", $"snapshot-{code}.zip", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName, answer.Headers.CacheControl?.ToString()));
        Assert.Equal([], PacketBytes.Verify(packet, askedKey: null).Broken);
        Assert.Equal(("vera", true), (entry.Actor, entry.Text.StartsWith($"Exported the packet of the snapshot {code}", StringComparison.Ordinal)));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (none.StatusCode, revoked.StatusCode));
    }
}
