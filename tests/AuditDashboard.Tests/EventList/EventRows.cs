using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Tests.EventList;

/// <summary>Rows and answers for tests of components that need no database.</summary>
internal static class EventRows
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TimeWindow Window { get; } = TimeWindow.Between(Noon.AddHours(-24), Noon);

    public static EventRow Row(long id, DateTimeOffset? time = null) => new()
    {
        RowId = id,
        Id = id.ToString("x32", System.Globalization.CultureInfo.InvariantCulture),
        Cluster = "demo",
        Time = time ?? Noon.AddMinutes(-id),
        Kind = ChangeKind.RoleBinding,
        Verb = "create",
        User = "jane",
        ApiGroup = "rbac.authorization.k8s.io",
        Resource = "rolebindings",
        Namespace = "web",
        Name = "reader",
        Code = 201,
        SourceIp = "192.0.2.7",
    };

    public static EventListData Data(IReadOnlyList<EventRow> rows, EventListState? state = null, IReadOnlyList<CoverageStretch>? stretches = null, EventCursor? next = null)
    {
        var coverage = stretches ?? [new CoverageStretch(Window, CoverageState.Collected, Noon, CoverageHow.Live, null)];
        var missing = coverage.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed).ToList();
        return new EventListData
        {
            Request = new EventListRequest(Profile, "demo", Window, state ?? EventListState.Default),
            Page = new EventPage(rows, next),
            Count = new EventCount(rows.Count, rows.Count),
            Unfiltered = rows.Count,
            Undated = 0,
            OtherApiGroups = 0,
            Facets = [],
            Hidden = new Dictionary<FacetFilter, long>(),
            Chart = new ChartModel { Series = [], StartMicros = Window.FromMicros, WidthMinutes = 1, Window = Window },
            Coverage = new CoverageSummary(
                Window, coverage, missing.Count == 0 ? 1 : 0.5, TimeSpan.FromTicks(missing.Sum(s => s.Window.Duration.Ticks)), missing.Count, null, false, 0, 0),
            FirstPosition = rows.Count == 0 ? 0 : 1,
        };
    }

    public static EventListProfile Profile { get; } = new()
    {
        Singular = "change",
        Plural = "changes",
        Base = new EventFilter { OnlyChanges = true },
        BaseText = "writes to RBAC objects",
        Facets = [],
        Split = new ChartSplit.ByFacet(EventFacet.Kind, KindLooks.Values, KindLooks.SeriesOf),
        Queries = Array.Empty<CannedQuery>(),
    };
}
