using System.Net;
using System.Text.Json;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Shell;
using AuditDashboard.Storage;
using AuditDashboard.Tests.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Api;

/// <summary>The whole web application on Kestrel with a database of its own, filled by the real import. Nothing is scheduled.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(string folder, WebApplication app)
    {
        Folder = folder;
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public string Folder { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("audit-api-").FullName;
        var app = DashboardHost.Build(
        [
            $"--contentRoot={folder}", "--Urls=http://127.0.0.1:0", "--Storage:Path=audit.db", "--Harvest:IsScheduled=false", "--Logging:LogLevel:Default=None",
        ]);
        await app.Services.GetRequiredService<AuditDatabase>().InitializeAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ApiHost(folder, app);
    }

    /// <summary>Imports lines into a cluster.</summary>
    public async Task ImportAsync(string cluster, params string[] lines)
    {
        var path = Path.Combine(Folder, Guid.NewGuid().ToString("N") + ".log");
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        var summary = await _app.Services.GetRequiredService<ImportRunner>().ImportAsync(
            cluster, [path], new Progress<ImportProgress>(), TestContext.Current.CancellationToken);
        Assert.Empty(summary.Errors);
    }

    /// <summary>Asks and checks the status; gives the body.</summary>
    public async Task<JsonElement> GetAsync(string url, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{url}: {answer.StatusCode} {body}");
        Assert.Equal(expected == HttpStatusCode.OK ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await UsedFolder.DeleteAsync(Folder);
    }
}
