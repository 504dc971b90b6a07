using System.Net.WebSockets;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>What one person, or a browser that hangs, may cost the others.</summary>
public sealed class CircuitCostTests(TokenServer server) : IClassFixture<TokenServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_OfOnePersonBeyondTheMost_AreClosed_AndOthersGoOn()
    {
        using var many = await server.SignInAsync(DashboardRole.Viewer, "many");
        using var again = await server.SignInAsync(DashboardRole.Viewer, "many"); // another browser of the same person
        using var other = await server.SignInAsync(DashboardRole.Viewer, "other");
        var address = server.Start();
        var open = new List<RawCircuit>();
        try
        {
            for (var i = 0; i < OpenPages.Most; i++)
            {
                open.Add(await RawCircuit.OpenAsync(address, i % 2 == 0 ? many : again));
                Assert.NotNull(await open[i].CallAsync("StartCircuit", address + "/", address + "/queries", "[]", ""));
            }

            await using (var beyond = await RawCircuit.OpenAsync(address, again))
            {
                await beyond.WaitClosedAsync();
            }

            Assert.Contains(await server.RecordedAsync(ActivityKind.Refused), entry => entry.Actor == "many" && entry.Text == "Has 100 pages open; one more was closed.");
            await using var others = await RawCircuit.OpenAsync(address, other);
            Assert.NotNull(await others.StartAsync(address, "/queries", RawCircuit.OperationsOf(await other.ReadAsync("/queries"))));
            await others.WaitShownAsync("Queries");

            // The page that is closed makes room, once the server has noticed.
            await open[^1].DisposeAsync();
            open.RemoveAt(open.Count - 1);
            for (var attempt = 0; ; attempt++)
            {
                Assert.True(attempt < 1000, "There is no room.");
                await using var next = await RawCircuit.OpenAsync(address, many);
                if (await next.TryCallAsync("StartCircuit", address + "/", address + "/queries", "[]", ""))
                {
                    break;
                }
            }
        }
        finally
        {
            foreach (var circuit in open)
            {
                await circuit.DisposeAsync();
            }
        }
    }

    /// <summary>A browser that never says that it has drawn anything gets no more than what is kept for it, and the rest once it speaks.</summary>
    [Fact]
    public async Task Browser_ThatNeverAcknowledges_IsSentNoMoreThanItsBuffer()
    {
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "hanging");
        var address = server.Start();
        await server.Services.GetRequiredService<ShortLinkStore>().CreateAsync("hanging", "/changes", "of the hanging", "", cluster: null, Token);
        await using var page = await RawCircuit.OpenAsync(address, admin);
        Assert.NotNull(await page.StartAsync(address, "/links", RawCircuit.OperationsOf(await admin.ReadAsync("/queries"))));
        var ask = await page.MessageOfAsync(new RawStep("click", "aria-label", "Revoke of the hanging"), "first");
        page.Acknowledges = false;
        var before = page.Renderings;

        // Each navigation draws the page anew.
        for (var i = 0; i < 40; i++)
        {
            await page.CallAsync("OnLocationChanged", $"{address}/{(i % 2 == 0 ? "queries" : "links")}", null, false);
        }

        Assert.NotEmpty(ask);
        Assert.InRange(page.Renderings - before, 1, 11); // ten that wait for an answer, and one that was on its way
        var silent = page.Renderings;
        page.Acknowledges = true;
        await page.AcknowledgeAsync();
        await page.WaitRenderingsAsync(silent + 1);
    }

    [Fact]
    public void Limits_OfCircuits_AreThese()
    {
        server.Start();
        var circuits = server.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;

        Assert.False(circuits.DetailedErrors);
        Assert.Equal((50, TimeSpan.FromMinutes(3)), (circuits.DisconnectedCircuitMaxRetained, circuits.DisconnectedCircuitRetentionPeriod));
        Assert.Equal((10, TimeSpan.FromMinutes(1)), (circuits.MaxBufferedUnacknowledgedRenderBatches, circuits.JSInteropDefaultCallTimeout));
    }

    /// <summary>What others write into logs and what nobody may know go over one connection: nothing is packed, whatever a browser offers.</summary>
    [Fact]
    public async Task Connection_WhateverTheBrowserOffers_IsNotCompressed()
    {
        using var viewer = await server.SignInAsync(DashboardRole.Viewer);
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        var address = server.Start();
        socket.Options.SetRequestHeader("Cookie", string.Join("; ", viewer.Cookies.Select(c => $"{c.Key}={c.Value}")));
        socket.Options.SetRequestHeader("Origin", address);

        await socket.ConnectAsync(new Uri(address.Replace("http://", "ws://", StringComparison.Ordinal) + "/_blazor"), Token);

        Assert.Equal(WebSocketState.Open, socket.State);
        Assert.DoesNotContain(socket.HttpResponseHeaders!.Keys, name => name.Equals("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase)); // collected, as asked above
    }
}
