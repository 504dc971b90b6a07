using System.Reflection;
using AuditDashboard.Tests.Shell;
using AuditDashboard.Tests.SignIn.Commands;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Hardening;

/// <summary>
/// Where the product opens connections or starts programs, read out of what the compiler made. Whoever adds another place decides here where it may lead:
/// today to AWS, with the names of the settings, and to the provider of the settings, both by their own libraries.
/// </summary>
public sealed class OutgoingTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    private static readonly Type[] Opening =
    [
        typeof(HttpMessageInvoker), typeof(HttpMessageHandler), typeof(System.Net.Sockets.Socket), typeof(System.Net.Sockets.TcpClient), typeof(System.Net.Sockets.UdpClient),
        typeof(System.Net.WebSockets.WebSocket), typeof(System.Net.Mail.SmtpClient), typeof(System.Net.WebRequest),
    ];

    private static readonly string[] Decided =
    [
        "AuditDashboard.Commands.HealthCheckCommand", // to the health page of this machine
        "AuditDashboard.Harvest.Sources.CloudWatch.CloudWatchClients", // to CloudWatch Logs
        "AuditDashboard.Harvest.Sources.CloudWatch.RoleCredentials", // to AWS, for credentials of a role
        "AuditDashboard.Harvest.Sources.CloudWatch.WholeAnswers", // what carries both
        "AuditDashboard.SignIn.Provider.ProviderSignIn", // to the provider of the settings; follows no redirect
    ];

    [Fact]
    public void Types_ThatOpenConnections_AreDecided()
    {
        var graph = new CallGraph();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(type => type.Namespace?.StartsWith("Amazon.", StringComparison.Ordinal) != true)) // the client's own
        {
            var methods = type.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OfType<MethodBase>();
            if (methods.SelectMany(graph.CalledBy).Any(IsOutgoing))
            {
                found.Add(NameOf(type));
            }
        }

        Assert.Equal(Decided, found);
    }

    /// <summary>What runs is kept in memory: nobody who can write the database can put a job, or the name of a type, before the program.</summary>
    [Fact]
    public void Jobs_LieInMemoryAlone()
    {
        server.Start();

        Assert.Equal("Hangfire.InMemory.InMemoryStorage", server.Services.GetRequiredService<JobStorage>().GetType().FullName);
    }

    private static HashSet<Assembly> Assemblies()
    {
        var all = new HashSet<Assembly> { typeof(Program).Assembly };
        var open = new Stack<Assembly>(all);
        while (open.TryPop(out var assembly))
        {
            foreach (var next in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("AuditDashboard", StringComparison.Ordinal)).Select(Assembly.Load).Where(all.Add)) // an assembly that is referred to has a name
            {
                open.Push(next);
            }
        }

        return all;
    }

    private static bool IsOutgoing(MethodBase called) => called.DeclaringType is { } type
        && ((called.IsConstructor && Opening.Any(type.IsAssignableTo))
            || (called.IsConstructor && type.Namespace?.StartsWith("Amazon.", StringComparison.Ordinal) == true && type.Name.EndsWith("Client", StringComparison.Ordinal))
            || type.Name == "IHttpClientFactory"
            || (type == typeof(System.Net.Dns) && called.Name != nameof(System.Net.Dns.GetHostName))
            || (type == typeof(System.Diagnostics.Process) && called.Name == nameof(System.Diagnostics.Process.Start)));

    // A closure's or state machine's is that of the class that people wrote.
    private static string NameOf(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.FullName ?? type.Name;
    }
}
