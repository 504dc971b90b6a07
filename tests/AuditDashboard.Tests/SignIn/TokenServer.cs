using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Shell;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Tests.SignIn;

/// <summary>The real program in token mode on a real Kestrel, with a database of its own.</summary>
public class TokenServer : DashboardServer
{
    private readonly (string Key, string Value)[] _settings;

    /// <summary>As it ships, apart from the mode.</summary>
    public TokenServer()
        : this([])
    {
    }

    internal TokenServer(params (string Key, string Value)[] settings) => _settings = settings;

    /// <summary>Keeps what the server logs; set before it starts. Null for nothing of the kind.</summary>
    internal ILoggerProvider? Log { get; init; }

    /// <summary>The server's clock.</summary>
    internal ShiftedClock Clock { get; } = new();

    internal CredentialStore Credentials => Services.GetRequiredService<CredentialStore>();

    internal ActivityStore Activity => Services.GetRequiredService<ActivityStore>();

    /// <summary>Somebody with a browser in which nobody is signed in.</summary>
    internal Visitor Visit() => new(Start());

    /// <summary>Makes a credential and gives its secret.</summary>
    internal async Task<string> MakeAsync(
        CredentialKind kind, DashboardRole role = DashboardRole.Viewer, string name = "vera", TimeSpan? lifetime = null, ClusterScope? clusters = null)
    {
        Start();
        return (await Credentials.CreateAsync(kind, name, role, clusters ?? ClusterScope.All, lifetime ?? TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).Secret;
    }

    /// <summary>Somebody who has signed in by a link.</summary>
    internal async Task<Visitor> SignInAsync(DashboardRole role, string name = "vera", ClusterScope? clusters = null)
    {
        var visitor = Visit();
        using var answer = await visitor.UseLinkAsync(await MakeAsync(CredentialKind.SignInLink, role, name, clusters: clusters));
        Assert.Equal((System.Net.HttpStatusCode.Found, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        return visitor;
    }

    /// <summary>What was recorded, newest first.</summary>
    internal async Task<IReadOnlyList<ActivityEntry>> RecordedAsync(ActivityKind kind) =>
        await Activity.GetAsync(before: null, kind, 1000, TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("SignIn:Mode", "Token");
        builder.UseSetting("SignIn:PrintsLink", "false");
        builder.UseSetting("SignIn:AttemptsPerMinute", "10000"); // all tests have one address
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        if (Log is { } log)
        {
            builder.ConfigureLogging(logging => logging.AddProvider(log));
        }

        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
