using AuditDashboard.Investigation;
using AuditDashboard.Reviews;
using AuditDashboard.Shared;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace AuditDashboard.Shell;

/// <summary>Top bar, navigation and the frame of every page.</summary>
public sealed partial class MainLayout : IDisposable
{
    private static readonly NavPage[] Pages =
    [
        new("Overview", "/", s => DashboardUrls.Overview(s)),
        new("Changes", "/changes", s => DashboardUrls.Changes(s)),
        new("Unexplained", "/queue", s => DashboardUrls.Queue(s)),
        new("aws-auth", "/aws-auth", s => DashboardUrls.AwsAuth(s))
        {
            Section =
            [
                new("aws-auth", "/aws-auth", s => DashboardUrls.AwsAuth(s)), new("Access", "/access", s => DashboardUrls.Access(s)),
                new("Workload identity", "/workload-identity", s => DashboardUrls.Workloads(s)),
            ],
        },
        new("Secrets", "/secrets", s => DashboardUrls.Secrets(s)),
        new("Anonymous", "/anonymous", s => DashboardUrls.Anonymous(s)),
        new("Who can", InvestigationUrls.WhoCanPath, s => InvestigationUrls.WhoCan(s)),
        new("Explore", "/explore", s => DashboardUrls.Explore(s), StartsGroup: true),
        new("Reviews", ReviewPaths.All, _ => ReviewPaths.All),
        new("Collection", "/collection", s => DashboardUrls.Collection(s), StartsGroup: true)
        {
            Section = [new("Collection", "/collection", s => DashboardUrls.Collection(s)), new("Queries", "/queries", s => DashboardUrls.Queries(s))],
        },
    ];

    private ErrorBoundary? _boundary;
    private Exception? _reported;
    private PageScope _scope = new();
    private string _path = "/";
    private bool _isDark;
    private bool _isMenuOpen;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ILogger<MainLayout> Logger { get; set; } = null!; // set by the framework before any method runs

    private string SkipTarget => new Uri(Navigation.Uri).PathAndQuery + "#main"; // with the path, since the page has a base

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        ReadLocation();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        ReadLocation();
        Recover();
        StateHasChanged();
    });

    private void ReadLocation()
    {
        // Links of the navigation keep the cluster and the time range of the page.
        PageScope.TryFrom(PageQuery.Parse(Navigation.Uri), out _scope, out _);
        _path = new Uri(Navigation.Uri).AbsolutePath;
    }

    // The page itself is said once: where a second line names it, the first names the section.
    private string? CurrentOf(NavPage page) => !page.HoldsSection(_path) ? null : page.Section.Count > 0 ? "true" : "page";

    private void OnThemeChanged(bool isDark) => _isDark = isDark;

    private void Recover() => _boundary?.Recover();

    private void Report(Exception exception)
    {
        if (!ReferenceEquals(_reported, exception))
        {
            _reported = exception;
            SharedLog.PanelFailed(Logger, exception);
        }
    }
}
