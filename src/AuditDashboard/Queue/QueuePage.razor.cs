using AuditDashboard.Changes;
using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Queue;

/// <summary>Changes that neither a known controller nor a rule of the organisation explains; the explained ones folded by rule, each of which opens.</summary>
public sealed partial class QueuePage
{
    private QueueState _state = new();
    private IReadOnlyList<EventRow> _rows = [];

    [Inject]
    private QueueReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueueOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ScopeCoverageReader Coverage { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    // Links lead to the window of the numbers that are shown, which may be a moment older than the newest.
    private PageScope Shown => Data is { } data ? Scope.Over(data.Queue.Window) : WindowScope;

    /// <inheritdoc/>
    protected override bool HoldsStill => _state != new QueueState();

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) => _state = QueueState.Read(query, problems);

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Queue(scope, (_state with { Page = 1 }).ToPairs());

    /// <inheritdoc/>
    protected override async Task<QueuePageData> LoadAsync(CancellationToken cancellationToken)
    {
        var (cluster, window, state) = (Scope.Cluster, Window, _state);
        var queries = ChangesProfile.Changes(Catalog).Queries.Select(query => query.Id).ToList();
        return new QueuePageData(await Reader.ReadAsync(cluster, window, state, cancellationToken), await Coverage.GetAsync(cluster, window, queries, cancellationToken));
    }

    /// <inheritdoc/>
    protected override void OnLoaded(QueuePageData data)
    {
        _rows = [.. data.Queue.Rows.Select(row => row.Event)];
        base.OnLoaded(data);
    }

    /// <inheritdoc/>
    protected override Task<long?> CountNewsAsync(QueuePageData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Reader.CountNewsAsync(Scope.Cluster, shown.Queue, upTo, cancellationToken);

    private string StateUrl(QueueState state) => DashboardUrls.Queue(Scope, state.ToPairs());

    // Over the window of the numbers that are shown.
    private string ReviewUrl(QueueData queue) => DashboardUrls.Queue(Shown, (queue.State with { Page = 1 }).ToPairs());

    private string ReviewTitle(QueueData queue) =>
        $"{(queue.State == new QueueState { Page = queue.State.Page } ? "Unexplained changes" : Headline(queue))} of {(Scope.Cluster is { } cluster ? LogSegments.ToPlain(cluster, 60) : "all clusters")}, {UtcText.Window(queue.Window)}";

    private string ChangeUrl(EventRow row) => DashboardUrls.Changes(Shown, new KeyValuePair<string, string>("sel", row.Id));

    private string Headline(QueueData data) => data.State switch
    {
        { Rule: { } rule } => $"{Numbers.Count(data.Shown, "change")} explained by {LogSegments.ToPlain(rule, 80)}",
        _ when data.Judged == 0 && CoverageText.IsNothing(Data?.Coverage) => "No unexplained changes known",
        { OnlyDoubts: true } => $"{Numbers.Count(data.Shown, "change")} under a controller’s name that nothing shows to be its own",
        _ => $"{Numbers.Count(data.Open, "change")} that nothing explains",
    };

    private static string RowTime(EventRow row, DateTimeOffset end) => row.Time is { } time ? UtcText.Near(time, end) : "undated";

    private static string RuleWords(ExplanationRule rule)
    {
        var parts = new List<string>();
        Add("user", rule.Users);
        Add("IAM principal", rule.IamPrincipals);
        Add("pod", rule.Pods);
        Add("on", [.. rule.Kinds.Select(FacetWords.OfKind)]);
        Add("verb", rule.Verbs);
        Add("namespace", rule.Namespaces);
        Add("name", rule.Names);
        Add("network", [.. rule.Addresses.Select(address => address.ToString())]);
        Add("user agent", rule.UserAgents);
        return string.Join("; ", parts) + (rule.AllowsImpersonation ? "; also where it acts as another user" : "");

        void Add(string word, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                parts.Add($"{word} {string.Join(" or ", values)}");
            }
        }
    }
}

/// <summary>What the queue's page shows.</summary>
/// <param name="Queue">The changes.</param>
/// <param name="Coverage">Coverage of the window over the queries that find changes; null where no cluster is known.</param>
public sealed record QueuePageData(QueueData Queue, CoverageSummary? Coverage);
