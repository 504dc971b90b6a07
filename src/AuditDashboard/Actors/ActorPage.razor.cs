using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Actors;

/// <summary>One user: who is behind the name, and all that was collected of what the user did. Without a name, the users of the window.</summary>
public sealed partial class ActorPage
{
    private static readonly EventFacet[] Ranked = [EventFacet.Verb, EventFacet.Resource, EventFacet.Namespace, EventFacet.Name, EventFacet.SourceIp, EventFacet.UserAgent, EventFacet.Query];

    private int _barMinutes = 1;
    private string? _name;

    [Inject]
    private ActorReportReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ScopeCoverageReader Coverage { get; set; } = null!; // set by the framework before any method runs

    // Links lead to the window of the numbers that are shown, which may be a moment older than the newest.
    private PageScope Shown => Data is { } data ? Scope.Over(data.Window) : WindowScope;

    private EventListState OfActor => EventListState.Default.Only(EventFacet.Actor, _name ?? "");

    private bool IsLinkable => FacetInfo.IsLinkable(_name ?? "");

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        _name = query.Take("name");
        if (_name is { Length: > FacetInfo.MaxValueLength })
        {
            problems.Add($"The link's name is longer than {FacetInfo.MaxValueLength} characters. Showing the users of the window.");
            _name = null;
        }
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => _name is { } name ? DashboardUrls.Actor(name, scope) : DashboardUrls.Actors(scope);

    /// <inheritdoc/>
    protected override async Task<ActorPageData> LoadAsync(CancellationToken cancellationToken)
    {
        var (cluster, window, name) = (Scope.Cluster, Window, _name);
        var covered = await Coverage.GetAsync(cluster, window, queryIds: null, cancellationToken);
        if (name is null)
        {
            return new ActorPageData(window, covered, null, await Reader.ListAsync(cluster, window, ActorReportReader.MaxValues, cancellationToken), null);
        }

        var report = await Reader.ReadAsync(name, cluster, window, cancellationToken);
        var before = await Coverage.GetAsync(cluster, report.Usual.Window, queryIds: null, cancellationToken);
        return new ActorPageData(window, covered, report, null, before);
    }

    private string EventsUrl(EventListState state) => DashboardUrls.Events(Shown, state.WholeList().ToPairs());

    private string EventsUrl(TimeWindow window) => DashboardUrls.Events(Scope.Over(window), OfActor.ToPairs());

    private void OpenBar(ChartBar bar) => Navigation.NavigateTo(DashboardUrls.Events(
        Scope.Over(bar.Window), (bar.SeriesKey is { } outcome ? OfActor.Only(EventFacet.Outcome, outcome) : OfActor).ToPairs()));

    private string RefusedUrl => EventsUrl(RefusedState);

    private EventListState RefusedState => OfActor.Only(EventFacet.Outcome, FacetWords.RefusedByRbac, FacetWords.NotSignedIn);

    private static ChartModel Chart(ActorReport report, CoverageSummary? coverage)
    {
        var table = report.Bins.Series.Count > 0
            ? report.Bins
            : report.Bins with { Series = [new BinSeries(FacetWords.Allowed, new int[BinRollup.CountBins(report.Bins.Window, report.Bins.WidthMinutes)])] };
        return ChartModel.From(
            table with { Series = [.. table.Series.OrderBy(series => OutcomeLooks.Values.ToList().IndexOf(series.Key))] },
            outcome => (outcome, outcome switch
            {
                FacetWords.RefusedByRbac => "--denied",
                FacetWords.NotSignedIn => "--warn-bar",
                FacetWords.Failed => "--t3",
                FacetWords.Unknown => "--line-2",
                _ => "--accent",
            }),
            CoverageText.Stretches(coverage, table.Window));
    }

    private static string KindWords(ActorKind kind) => kind switch
    {
        ActorKind.Anonymous => "anonymous: nobody signed in",
        ActorKind.ServiceAccount => "the name of a service account",
        ActorKind.Node => "the name of a node",
        ActorKind.System => "the name of a part of Kubernetes or EKS",
        ActorKind.Unknown => "requests without a user: authentication failed",
        _ => "a person, or a program that signs in like one",
    };

    private static string FaceWords(ActorFace face) => (face.Actor.SignIn.Way, face.Actor.Iam?.Principal) switch
    {
        (SignInWay.IamToken, { } principal) when face.Actor.IsIamProven => "through AWS IAM as " + LogSegments.ToPlain(principal, 200),
        (SignInWay.IamToken, _) => "through AWS IAM, the principal not proven",
        (SignInWay.ServiceAccountToken, _) => "with a token of the service account",
        (SignInWay.Certificate, _) => "with a client certificate",
        (SignInWay.Nobody, _) => "not at all",
        (_, { } principal) => "in a way that the log does not hold, claiming " + LogSegments.ToPlain(principal, 200),
        _ => "in a way that the log does not hold",
    };

    // Hours of the day in which nothing was collected before, though there was something to compare with.
    private static bool[]? UnusualHours(ActorReport report)
    {
        if (report.Usual.Events == 0)
        {
            return null;
        }

        bool[] unusual = [.. Enumerable.Range(0, 24).Select(hour => !report.Usual.HoursOfDay[hour] && report.Hours.Days.Any(day => day.Hours[hour].Events > 0))];
        return unusual.Any(hour => hour) ? unusual : null;
    }

    // Most of the time before a young installation's windows is outside what it was ever told to collect.
    private static string BeforeWords(CoverageSummary? coverage)
    {
        if (coverage is null)
        {
            return "not collected";
        }

        var inside = TimeSpan.FromMicroseconds(coverage.Stretches.Where(s => s.State != CoverageState.OutOfScope).Sum(s => s.Window.ToMicros - s.Window.FromMicros));
        return inside <= TimeSpan.Zero ? "outside what is collected"
            : inside < coverage.Window.Duration ? $"only {UtcText.Length(inside)} of them within what is collected: {CoverageText.Of(coverage)}"
            : CoverageText.Of(coverage);
    }

    private static string Shade(int events, int max) =>
        events == 0 || max == 0 ? "0" : (20 + (80.0 * events / max)).ToString("0", System.Globalization.CultureInfo.InvariantCulture);

    private static string HourLabel(ActorDay day, int hour, int events) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{UtcText.Day(day.Day)} {hour:00}:00 UTC: {Numbers.Count(events, "event")}");
}

/// <summary>What the actor's page shows.</summary>
/// <param name="Window">The window.</param>
/// <param name="Coverage">Its coverage over all canned queries; null where no cluster is known.</param>
/// <param name="Report">The user's activity; null without a name.</param>
/// <param name="Users">The users of the window; null with a name.</param>
/// <param name="CoverageBefore">Coverage of the time that what is usual is taken from.</param>
public sealed record ActorPageData(TimeWindow Window, CoverageSummary? Coverage, ActorReport? Report, FacetCounts? Users, CoverageSummary? CoverageBefore);
