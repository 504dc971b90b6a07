using System.Security.Claims;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

public sealed class OpenPagesTests
{
    [Fact]
    public async Task Connection_WhoseBeginningFails_TakesNoRoom()
    {
        var pages = new OpenPages(null!); // nothing is refused here
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var hub = new Circuits();
        var caller = new Caller();
        var connection = new HubLifetimeContext(caller, services, hub);
        for (var i = 0; i < 2 * OpenPages.Most; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => pages.OnConnectedAsync(connection, _ => throw new IOException("gone")));
        }

        for (var i = 0; i < OpenPages.Most; i++)
        {
            await pages.OnConnectedAsync(connection, _ => Task.CompletedTask);
        }

        Assert.False(caller.IsAborted);
    }

    private sealed class Circuits : Hub;

    private sealed class Caller : HubCallerContext
    {
        public bool IsAborted { get; private set; }

        public override string ConnectionId => "1";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal User { get; } = new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "many")], "test"));

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort() => IsAborted = true;
    }
}
