using System.Reflection;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Builder;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Every method of the hub that circuits speak to, called where nothing may come of it. A method that the framework adds fails until it is called here too.</summary>
public sealed class HubMethodTests(TokenServer server) : IClassFixture<TokenServer>
{
    private const string Canary = "canary-of-the-hub";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Arguments with which each may be called; {0} stands for a circuit's secret, {1} for the server.</summary>
    private static readonly Dictionary<string, object?[]> Calls = new(StringComparer.Ordinal)
    {
        ["StartCircuit"] = ["{1}/", "{1}/activity", "[]", ""],
        ["UpdateRootComponents"] = ["{2}", ""],
        ["ConnectCircuit"] = ["{0}"],
        ["ResumeCircuit"] = ["{0}", "{1}/", "{1}/activity", "", ""],
        ["PauseCircuit"] = [],
        ["BeginInvokeDotNetFromJS"] = ["1", null, "DispatchEventAsync", 1L, """[{"eventHandlerId":1,"eventName":"click","eventFieldInfo":null},{"type":"click"}]"""],
        ["EndInvokeJSFromDotNet"] = [1L, true, "[1,true,null]"],
        ["ReceiveByteArray"] = [1L, ""],
        ["ReceiveJSDataChunk"] = [1L, 1L, "", null],
        ["SendDotNetStreamToJS"] = [1L],
        ["OnRenderCompleted"] = [1L, null],
        ["OnLocationChanged"] = ["{1}/activity", null, false],
        ["OnLocationChanging"] = [1L, "{1}/activity", null, false],
    };

    public static TheoryData<string> Methods => [.. Calls.Keys];

    [Fact]
    public void Method_OfTheHub_IsCalledHere()
    {
        var hub = typeof(ServerRazorComponentsEndpointConventionBuilderExtensions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!; // thrown if it is not there

        var methods = hub.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(method => !method.IsVirtual && !method.IsSpecialName).Select(method => method.Name);

        Assert.Equal(Calls.Keys.Order(StringComparer.Ordinal), methods.Order(StringComparer.Ordinal));
    }

    /// <summary>On the connection of an administrator whose session has ended, on which a page is open and on which none is; and by a viewer with the secret of an administrator's page.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_CalledAfterTheEndOrByAnother_TellsNothing(string method)
    {
        using var admin = await server.SignInAsync(DashboardRole.Administrator, $"ada of {method}");
        using var leaving = await server.SignInAsync(DashboardRole.Administrator, $"leaving of {method}");
        using var viewer = await server.SignInAsync(DashboardRole.Viewer, $"vic of {method}");
        await server.Activity.AddAsync(ActivityKind.Query, "ada", Canary, address: null, Token);
        var address = server.Start();
        var operations = RawCircuit.OperationsOf(await admin.ReadAsync("/queries"));
        await using var own = await RawCircuit.OpenAsync(address, admin);
        var secret = Assert.IsType<string>(await own.StartAsync(address, "/activity", operations));
        await own.WaitShownAsync(Canary); // there is something to tell
        await using var open = await RawCircuit.OpenAsync(address, leaving);
        Assert.NotNull(await open.StartAsync(address, "/links", operations));
        await open.WaitReadyAsync();
        await using var idle = await RawCircuit.OpenAsync(address, leaving);
        await using var other = await RawCircuit.OpenAsync(address, viewer);
        using (await leaving.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await leaving.FormTokenAsync("/"))))
        {
            var arguments = Calls[method].Select(argument => argument is string text
                ? text.Replace("{0}", secret, StringComparison.Ordinal).Replace("{1}", address, StringComparison.Ordinal).Replace("{2}", operations, StringComparison.Ordinal)
                : argument).ToArray();
            foreach (var circuit in new[] { open, idle, other })
            {
                await circuit.TryCallAsync(method, arguments);

                // What comes after shows that it was handled, or that the server has hung up.
                await circuit.TryCallAsync("ConnectCircuit", secret);
                Assert.DoesNotContain(Canary, circuit.Shown, StringComparison.Ordinal);
            }
        }
    }
}
