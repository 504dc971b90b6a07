using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace AuditDashboard.Tests.Shell;

/// <summary>The real program on a real Kestrel at a free loopback port, with a database of its own that is deleted afterwards and no schedule.</summary>
public class DashboardServer : WebApplicationFactory<Program>
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "audit-tests-" + Guid.NewGuid().ToString("N"));

    /// <summary>In the environment Production, as <c>dotnet run</c> has it.</summary>
    public DashboardServer()
        : this("Production")
    {
    }

    internal DashboardServer(string environment)
    {
        Environment = environment;
        UseKestrel(0);
    }

    /// <summary>The environment.</summary>
    public string Environment { get; }

    /// <summary>Starts if need be; the address ends without a slash.</summary>
    public string Start()
    {
        StartServer();
        return ClientOptions.BaseAddress.ToString().TrimEnd('/');
    }

    /// <summary>A client that follows no redirects and sends nothing of its own.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = System.Net.DecompressionMethods.None })
    {
        BaseAddress = new Uri(Start()),
    };

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environment);
        builder.UseSolutionRelativeContentRoot(".", "AuditDashboard.sln");
        builder.UseSetting("Urls", "http://127.0.0.1:0");
        builder.UseSetting("Storage:Path", Path.Combine(_folder, "audit.db"));
        builder.UseSetting("Harvest:IsScheduled", "false");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await UsedFolder.DeleteAsync(_folder);
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same in the environment Development.</summary>
public sealed class DevelopmentServer() : DashboardServer("Development");
