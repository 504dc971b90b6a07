using AuditDashboard.Actors;
using AuditDashboard.Api;
using AuditDashboard.AwsAuth;
using AuditDashboard.Collection;
using AuditDashboard.Events;
using AuditDashboard.Explore;
using AuditDashboard.Exports;
using AuditDashboard.Health;
using AuditDashboard.Investigation;
using AuditDashboard.Jobs;
using AuditDashboard.Ledger;
using AuditDashboard.Loopback;
using AuditDashboard.Overview;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.Reviews;
using AuditDashboard.Settings;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Sharing;
using AuditDashboard.SignIn;
using AuditDashboard.SignIn.Keys;
using AuditDashboard.Storage;
using AuditDashboard.Used;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using MudBlazor.Services;

namespace AuditDashboard.Shell;

/// <summary>The web host: what it is made of, in order, and how it starts and ends.</summary>
public static class DashboardHost
{
    // A link to Explore holds a query of up to 10,000 characters, each up to nine bytes in a URL.
    private const int MaxRequestLineBytes = 96 * 1024;
    private const long MaxMessageBytes = 256 * 1024;

    // Pages that lost their connection and may come back within three minutes; the oldest make room.
    private const int MaxLostPages = 50;

    /// <summary>Makes the host; nothing is opened or bound yet.</summary>
    /// <param name="args">Settings from the command line, such as <c>--Urls=http://127.0.0.1:5081</c>.</param>
    /// <exception cref="StartupException">The settings are wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        if (!DashboardSettings.TryLoad(builder.Configuration, builder.Environment.ContentRootPath, out var settings, out var problems))
        {
            throw new StartupException(problems);
        }

        builder.UseListening(settings.Urls, settings.SignIn.Mode);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            options.Limits.MaxConcurrentUpgradedConnections = OpenPages.MostOfAll;
        });
        AddServices(builder, settings);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    /// <summary>Makes the host, opens the database, serves until it is stopped.</summary>
    /// <param name="args">Settings from the command line.</param>
    /// <param name="cancellationToken">Stops the host.</param>
    /// <returns>0, or 1 with a sentence on standard error for each reason that keeps it from starting.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = Build(args);
            await app.Services.GetRequiredService<AuditDatabase>().InitializeAsync(cancellationToken);
            KeyRing.Open(app.Services);
            await SettingJournal.RecordAsync(app.Services, cancellationToken);
            var link = await FirstLink.MakeAsync(app.Services, cancellationToken);
            app.Lifetime.ApplicationStarted.Register(() => Announce(app, link));
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (StartupException exception)
        {
            return await FailAsync(exception.Problems);
        }
        catch (Exception exception) when (exception is NotLoopbackException or StorageException)
        {
            return await FailAsync([exception.Message]);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return await FailAsync([exception.Message.TrimEnd('.') + ". Stop the other program, or set Urls to another port."]);
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = FindContentRoot(args) });
            if (!builder.Environment.IsDevelopment())
            {
                builder.WebHost.UseStaticWebAssets(); // from source in Production; does nothing once published
            }

            return builder;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new StartupException([ConfigurationFiles.Describe(exception)]);
        }
    }

    // A test host names its content root by an argument.
    private static string? FindContentRoot(string[] args) =>
        args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : ConfigurationFiles.FindContentRoot();

    private static void AddServices(WebApplicationBuilder builder, DashboardSettings settings)
    {
        var services = builder.Services;
        builder.Logging.AddLines();
        services.AddDashboardCore(settings);
        services.AddHostedService<DataChangesWatcher>();
        services.AddJobs();
        services.AddSignIn(settings.SignIn);
        services.AddDashboardApi();
        services.AddExports();
        services.AddHealth();
        services.AddSharing();
        services.AddReviews();
        services.AddRazorComponents()
            .AddInteractiveServerComponents(options => options.DisconnectedCircuitMaxRetained = MaxLostPages)
            .AddHubOptions(options =>
            {
                options.MaximumReceiveMessageSize = MaxMessageBytes; // a query text, escaped, and a link that holds one
                options.AddFilter<OpenPages>();
                options.AddFilter<CircuitGate>();
            });
        services.AddMudServices();
        services.AddScoped<BrowserShell>();
        services.AddScoped<BrowserDownload>();
        services.AddSingleton<HarvestTimetable>();
        services.AddSingleton<ScopeCoverageReader>();
        services.AddEventLists();
        services.AddEventPage();
        services.AddAwsAuth();
        services.AddInvestigation();
        services.AddHostedService<HistoryWarmUp>();
        services.AddActors();
        services.AddQueue();
        services.AddUsed();
        services.AddLedger();
        services.AddOverview();
        services.AddCollection();
        services.AddQueriesPage();
        services.AddExplore(settings.Explore, settings.ContentRoot);
        services.AddKeys(builder.Logging, settings);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseLoopbackGuard();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(KeepStatusOfOthers);
        app.UseSignIn();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous(); // the sign-in page needs some, and all are the same for everybody
        app.MapSignIn();
        app.MapJobBoard();
        app.MapDashboardApi();
        app.MapHealth();
        app.MapSharing();
        app.MapExplore();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            options.ContentSecurityFrameAncestorsPolicy = null; // our policy says it already

            // Log text, which others choose, and tokens of forms go over one connection: the length of what is packed would tell of both.
            options.DisableWebSocketCompression = true;
        });
    }

    // Only people get the page "not found": programs get the plain status of what they asked for.
    private static Task KeepStatusOfOthers(HttpContext context, RequestDelegate next)
    {
        if (!IsForPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } statusPages)
        {
            statusPages.Enabled = false;
        }

        return next(context);
    }

    private static bool IsForPage(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && IsPage(request.Path);

    private static bool IsPage(PathString path) =>
        !path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/jobs", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/_framework", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments("/_content", StringComparison.OrdinalIgnoreCase) && !Path.HasExtension(path.Value);

    private static void Announce(WebApplication app, FirstLink? link)
    {
        foreach (var url in app.Urls)
        {
            Console.Out.WriteLine($"AuditDashboard is listening on {url}");
        }

        // To the console alone: a logger may keep what it is given.
        foreach (var line in link?.Lines(app.Urls.First()) ?? [])
        {
            Console.Out.WriteLine(line);
        }
    }

    private static async Task<int> FailAsync(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            await Console.Error.WriteLineAsync(sentence);
        }

        return 1;
    }
}
