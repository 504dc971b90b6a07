using AuditDashboard.Changes;
using AuditDashboard.Exports;
using AuditDashboard.Investigation;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Reviews;

/// <summary>Reads which changes a view shows, from its address and by the readers of its page. Singleton: holds nothing.</summary>
internal sealed class ReviewLists(EventReader events, QueueReader queue, QueryCatalog catalog)
{
    private const string Changes = "/changes";
    private const string Queue = "/queue";

    /// <summary>Reads the view.</summary>
    /// <param name="page">Path of the page with its query.</param>
    /// <param name="now">What a relative range ends at.</param>
    /// <param name="problem">Why it cannot be read, as a sentence; null where it can.</param>
    /// <returns>Null where it cannot be read in full, so that other changes would be reviewed than are shown.</returns>
    public ReviewList? Read(string page, DateTimeOffset now, out string? problem)
    {
        var query = PageQuery.Parse(page);
        var problems = new List<string>();
        var list = page.Split('?')[0] switch
        {
            Changes => OfChanges(query, now, problems),
            Queue => OfQueue(query, now, problems),
            _ => null,
        };
        problem = list is null ? "A review begins with a list of changes. Choose them on the page Changes or on Unexplained."
            : problems.Count > 0 || query.Unknown.Count > 0 ? "The address of the view is not understood in full, so that other changes would be reviewed than are shown. " + string.Join(' ', problems)
            : null;
        return problem is null ? list : null;
    }

    private ReviewList OfChanges(PageQuery query, DateTimeOffset now, List<string> problems)
    {
        ChangePanelState.TryFrom(query, [], out _); // what of a selected change is shown narrows nothing
        var list = ExportList.Read(Changes.TrimStart('/'), query, now, catalog, problems);
        return new ReviewList
        {
            PageUrl = list.PageUrl,
            Cluster = list.Cluster,
            Window = list.Window,
            IsUndated = list.Filter.OnlyUndated,
            Contents = list.Contents,
            Chips = list.Chips,
            Search = list.Filter.Search,
            Queries = list.Queries,
            SelectAsync = async (window, token) => [.. (await events.SelectAsync(list.Filter.OnlyUndated ? list.Filter : list.Filter with { Window = window }, token)).Rows],
        };
    }

    private ReviewList OfQueue(PageQuery query, DateTimeOffset now, List<string> problems)
    {
        PageScope.TryFrom(query, out var scope, out var scopeProblems);
        problems.AddRange(scopeProblems);
        var state = QueueState.Read(query, problems) with { Page = 1 };
        var window = scope.Resolve(now);
        return new ReviewList
        {
            PageUrl = DashboardUrls.Queue(scope.Over(window), state.ToPairs()),
            Cluster = scope.Cluster,
            Window = window,
            Contents = state.Words,
            Queries = ChangesProfile.Changes(catalog).Queries,
            SelectAsync = (part, token) => queue.SelectAsync(scope.Cluster, part, state, token),
        };
    }
}
