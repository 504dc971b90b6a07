using System.Globalization;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Collection;

/// <summary>Collection of one cluster: a lane a query, problems, debt, quarantine.</summary>
public sealed partial class ClusterSection
{
    private const int DebtRows = 30;
    private const int MostTicks = 8;

    private static readonly TimeSpan[] TickSteps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(30),
        TimeSpan.FromDays(90),
    ];

    /// <summary>State of the cluster.</summary>
    [Parameter, EditorRequired]
    public required ClusterCollection Cluster { get; set; }

    /// <summary>The window that the lanes span.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>The scope over the window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The page's own state.</summary>
    [Parameter, EditorRequired]
    public required CollectionState State { get; set; }

    /// <summary>True if the page shows this cluster alone: its quarantine can then be paged.</summary>
    [Parameter, EditorRequired]
    public required bool IsAlone { get; set; }

    /// <summary>True if whoever looks may change how the cluster is read: they see what is advised.</summary>
    [Parameter, EditorRequired]
    public required bool IsAdministrator { get; set; }

    private PageScope ClusterScope => Scope with { Cluster = Cluster.Cluster.Name };

    // Calls of CloudTrail are no events of the cluster: they have pages of their own.
    private string UrlOf(CollectionLane lane) =>
        lane.QueryId == TrailQueries.Access.Id ? DashboardUrls.Access(ClusterScope)
        : lane.QueryId == TrailQueries.Workloads.Id ? DashboardUrls.Workloads(ClusterScope)
        : DashboardUrls.EventsOf(lane.QueryId, ClusterScope);

    private string UndatedUrl => DashboardUrls.Events(ClusterScope, new KeyValuePair<string, string>("undated", "1"));

    private string SourceWords
    {
        get
        {
            var source = Cluster.Cluster.Source switch
            {
                "Demo" => "demo cluster",
                "Files" => "audit files",
                "Import" => "imported files",
                var other => other,
            };
            var next = Cluster.NextRun is { } run ? $"next run {UtcText.Format(run, "HH:mm:ss")} UTC"
                : Cluster.IsConfigured ? "schedule off" : "no source configured";
            return $"{source} · {CoverageText.Of(Cluster.Coverage)} · {next}";
        }
    }

    private string NoDebtWords => Cluster.Coverage.HasFileEvents
        ? "Nothing is owed: files vouch for bytes, not for time."
        : Cluster.Problems.Any(p => ProblemParts.IsOfReading(p.Part)) ? "Nothing is owed in time, but the source cannot be read as it should: see the problem above."
        : "Nothing is owed in this window.";

    private string QuarantineWords => Cluster.Quarantine.Total == 0
        ? "every record could be read"
        : $"{Numbers.Count(Cluster.Quarantine.Total, "record")} could not be read; secrets taken out, bytes kept";

    private static string LaneWords(CollectionLane lane)
    {
        var words = lane.Stretches
            .GroupBy(stretch => stretch.State)
            .Select(group => $"{UtcText.Length(TimeSpan.FromMicroseconds(group.Sum(s => s.Window.ToMicros - s.Window.FromMicros)))} {CoverageText.Of(group.Key)}");
        return string.Join(", ", words) is { Length: > 0 } text ? text : "not known";
    }

    private string NotCollectedWords(CollectionLane lane) =>
        lane.NotCollected > TimeSpan.Zero ? UtcText.Length(lane.NotCollected)
        : lane.Stretches.Any(stretch => stretch.State is CoverageState.Collected or CoverageState.Settling) ? "none"
        : lane.Stretches.Any(stretch => stretch.State == CoverageState.Due) ? "due"
        : lane.Stretches.Any(stretch => stretch.State == CoverageState.FromFiles) ? "from files"
        : lane.Stretches.Any(stretch => stretch.State == CoverageState.Expired) ? "no longer kept"
        : Cluster.Problems.Any(p => ProblemParts.IsOfReading(p.Part)) ? "cannot tell" : "none owed";

    // Ticks that name the year have less room.
    private bool HasLongTicks => Window.From.UtcDateTime.Year != Window.To.UtcDateTime.Year;

    // A late one has room for its label on a wide screen only.
    private IEnumerable<(string Left, string Label, bool IsLate)> Ticks()
    {
        var length = Window.ToMicros - Window.FromMicros;
        if (length <= 0)
        {
            return [];
        }

        var step = TickSteps.Select(candidate => (long)candidate.TotalMicroseconds).FirstOrDefault(candidate => length / candidate <= MostTicks);
        var format = step == 0 ? "yyyy" : step < (long)TimeSpan.FromDays(1).TotalMicroseconds ? "HH:mm" : HasLongTicks ? "d MMM yyyy" : "ddd d MMM";
        return
            from tick in step == 0 ? Years() : Steps(step)
            let share = (tick - Window.FromMicros) / (double)length
            where share is > 0 and < 0.94
            select (
                (share * 100).ToString("0.##", CultureInfo.InvariantCulture),
                UtcText.Format(TimeWindow.FromMicrosSinceEpoch(tick), format),
                share > 0.75);
    }

    private IEnumerable<long> Steps(long step)
    {
        for (var tick = ((Window.FromMicros / step) + 1) * step; tick < Window.ToMicros; tick += step)
        {
            yield return tick;
        }
    }

    // The first of January of every year, or of every few.
    private IEnumerable<long> Years()
    {
        var first = Window.From.UtcDateTime.Year;
        var every = ((Window.To.UtcDateTime.Year - first) / MostTicks) + 1;
        for (var year = first + 1; year <= Window.To.UtcDateTime.Year; year += every)
        {
            yield return TimeWindow.ToMicrosSinceEpoch(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
        }
    }
}
