using System.Globalization;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Used;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation.Objects;

/// <summary>One object: its versions on a line and as a list, each with the panel of a change.</summary>
public sealed partial class ObjectPage
{
    private const int MaxItems = 3;

    private ObjectPageState _state = new();

    [Inject]
    private ObjectPageModel Model { get; set; } = null!; // set by the framework before any method runs

    private IReadOnlyList<ObjectVersionRow> Events => [.. (Data?.Versions ?? []).Where(row => row.Event is not null)];

    private ObjectVersionRow? Chosen => Events is [var newest, ..] events ? events.FirstOrDefault(row => row.Event?.Row.Id == _state.Selected) ?? newest : null;

    private TimeWindow ShownWindow => Data?.Window ?? Window;

    private PageScope ShownScope => _state.IsWhole && Data is { Problem: null } data ? Scope with { Cluster = data.Cluster, Range = new TimeRange.Absolute(data.Window) } : Scope;

    private string StateText => Data?.Last switch
    {
        null => "",
        { Existence: Existence.Absent } => "is not there at the end of this time",
        { IsBeingDeleted: true } => "is deleted and waits for its finalizers",
        { Content: not null } => "is there at the end of this time",
        { Existence: Existence.Present } unknown => "is there; its content is not known. " + UnknownReasons.Words(unknown.Unknown),
        var unknown => "cannot be told whether it is there. " + UnknownReasons.Words(unknown.Unknown),
    };

    private string OlderUrl
    {
        get
        {
            var first = Data is { HasOlder: true, Versions: [.., var last] } && last.Version.Write.TimeMicros is { } micros ? micros : ShownWindow.FromMicros;
            var length = Math.Max(ShownWindow.ToMicros - ShownWindow.FromMicros, TimeWindow.MinuteMicros * 60 * 24 * 30);
            return UrlFor(new PageScope { Cluster = Data?.Cluster }.Over(new TimeWindow(Math.Max(0, first - length), first)), _state with { Selected = null }, isWhole: false);
        }
    }

    private string? UsedUrl => _state.Key is { Kind: TrackedKind.Role or TrackedKind.ClusterRole or TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding } key
        ? DashboardUrls.Used(ShownScope, new UsedState { Kind = Enum.Parse<ChangeKind>(key.Kind.ToString()), Namespace = key.Namespace.Length == 0 ? null : key.Namespace, Name = key.Name }.ToPairs())
        : null;

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => UrlFor(scope, _state, isWhole: false);

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) => ObjectPageState.TryFrom(query, problems, out _state);

    /// <inheritdoc/>
    protected override Task<ObjectPageData> LoadAsync(CancellationToken cancellationToken) => Model.LoadAsync(Scope.Cluster, _state, Window, ObjectPageModel.MaxVersions, cancellationToken);

    private static string UrlFor(PageScope scope, ObjectPageState state) => UrlFor(scope, state, state.IsWhole);

    private static string UrlFor(PageScope scope, ObjectPageState state, bool isWhole)
    {
        // Without a range all is shown, so that the default one has to be written.
        IEnumerable<KeyValuePair<string, string>> range = !isWhole && scope.Range == TimeRange.Default ? [new("range", "24h")] : [];
        var own = isWhole ? new PageScope { Cluster = scope.Cluster } : scope;
        return state.Key is { } key ? InvestigationUrls.Object(own, key, [.. range, .. state.ToPairs()]) : DashboardUrls.Page(InvestigationUrls.ObjectPath, own, range);
    }

    private string UrlOf(ObjectVersionRow row) => UrlFor(Scope, _state with { Selected = row.Event?.Row.Id });

    private string? Beside(int by) => Chosen is { } chosen && Events.ToList().IndexOf(chosen) + by is var at && at >= 0 && at < Events.Count ? UrlOf(Events[at]) : null;

    private string Left(long micros) =>
        (Math.Clamp((micros - ShownWindow.FromMicros) / (double)Math.Max(1, ShownWindow.ToMicros - ShownWindow.FromMicros), 0, 1) * 100).ToString("0.###", CultureInfo.InvariantCulture);

    private static string CssOf(ObjectVersionRow row) =>
        row.Version.IsObservation ? "seen"
        : row.Version.Write.Effect == WriteEffect.None ? "no"
        : row.Version.After.Existence == Existence.Absent ? "gone"
        : row.Version.Before.IsKnown ? "known" : "unk";
}
