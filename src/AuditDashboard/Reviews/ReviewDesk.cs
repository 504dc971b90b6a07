using System.Text.Json;
using AuditDashboard.Api;
using AuditDashboard.Changes;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>What reviewers do with reviews; each of it is recorded in the tool's own audit. Who may is asked before. Singleton: holds nothing.</summary>
internal sealed class ReviewDesk(
    ReviewStore store, ReviewReader reader, EventReader events, ClusterStore clusters, ApiCoverage coverage, ReviewLists lists, QueryCatalog catalog, SnapshotKeyHolder keys, ActivityLog activity, TimeProvider clock)
{
    // They are held in memory on their way.
    private const long MaxBytes = 128L * 1024 * 1024;

    /// <summary>Opens a review of all changes of a view.</summary>
    /// <param name="page">The page Changes or the queue: its path with its query, over a fixed window.</param>
    /// <param name="asked">What the review begins with.</param>
    /// <param name="by">Who opens it.</param>
    /// <param name="cancellationToken">Stops; then there is none.</param>
    /// <returns>Its code.</returns>
    /// <exception cref="StorageException">It cannot be opened; the message is a sentence for people.</exception>
    public async Task<string> OpenAsync(string page, NewReview asked, Reviewer by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var list = lists.Read(page, now, out var problem) ?? throw new StorageException(problem!); // a sentence where there is no list

        // Before they are chosen: what is stored in between is in the list, or counts as new.
        var last = await store.FindLastEventAsync(cancellationToken);
        var rows = await list.SelectAsync(list.Window, cancellationToken);
        if (rows.Count > ReviewStore.MaxItems)
        {
            throw new StorageException($"The list holds {rows.Count} changes, and a review at most {ReviewStore.MaxItems}. Choose a shorter window, or filter.");
        }

        var covered = list.IsUndated
            ? []
            : await coverage.SummarizeAsync(
                (await clusters.GetAllAsync(cancellationToken)).Where(row => list.Cluster is null || row.Name == list.Cluster), list.Window, list.Queries, cancellationToken);
        var about = new ReviewAbout
        {
            Page = list.PageUrl,
            Cluster = list.Cluster,
            From = list.IsUndated ? null : list.Window.From,
            To = list.IsUndated ? null : list.Window.To,
            Contents = list.Contents,
            Filters = [.. list.Chips.Select(chip => new SnapshotFilter(Shared.EventList.FacetInfo.Of(chip.Facet).Key, chip.IsExcluded, chip.Values))],
            Search = list.Search,
            Queries = QueriesOf(list.Queries),
            Coverage = [.. covered.Select(item => new SnapshotCoverage(item.Cluster, item.From, item.To, item.State, item.Reason))],
        };
        return await CreateAsync(asked, about, last, await LoadAsync(rows, cancellationToken), by, cancellationToken);
    }

    /// <summary>Opens a review of single changes.</summary>
    /// <param name="ids">Ids of their events.</param>
    /// <param name="asked">What the review begins with.</param>
    /// <param name="by">Who opens it.</param>
    /// <param name="cancellationToken">Stops; then there is none.</param>
    public async Task<string> OpenAsync(IReadOnlyList<string> ids, NewReview asked, Reviewer by, CancellationToken cancellationToken)
    {
        var taken = await FindAsync(ids, cancellationToken);
        var about = new ReviewAbout
        {
            Page = null,
            Cluster = taken.Select(stored => stored.Row.Cluster).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null,
            From = null,
            To = null,
            Contents = "changes chosen one by one",
            Filters = [],
            Search = null,
            Queries = QueriesOf(ChangesProfile.Changes(catalog).Queries),
            Coverage = [],
        };
        return await CreateAsync(asked, about, await store.FindLastEventAsync(cancellationToken), taken, by, cancellationToken);
    }

    /// <summary>Takes single changes into a review.</summary>
    /// <returns>How many were not in it.</returns>
    public async Task<int> AddAsync(string code, IReadOnlyList<string> ids, Reviewer by, CancellationToken cancellationToken) =>
        await AddAsync(code, await FindAsync(ids, cancellationToken), by, cancellationToken);

    /// <summary>Takes in all that is new since a review was opened.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> AddNewsAsync(string code, Reviewer by, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(code, cancellationToken) is not { } view)
        {
            return 0;
        }

        var (inWindow, after) = await reader.FindNewsAsync(view, cancellationToken);
        return await AddAsync(code, await LoadAsync(after.Concat(inWindow).Take(ReviewStore.MaxItems + 1), cancellationToken), by, cancellationToken);
    }

    /// <summary>Marks changes, or comments on them.</summary>
    public async Task MarkAsync(ReviewDocument document, IReadOnlyList<long> items, NewMark mark, Reviewer by, CancellationToken cancellationToken)
    {
        await store.AddMarksAsync(document.Code, items, mark, by, cancellationToken);
        var what = mark.Decision is { } decision ? $"Marked {Changes(items.Count)} \"{ReviewWords.Of(decision)}\"" : $"Commented on {Changes(items.Count)}";
        await RecordAsync($"{what} in the review {document.Code} \"{document.Title}\".", by);
    }

    /// <summary>Closes a review for good, and signs it.</summary>
    public async Task CloseAsync(ReviewDocument document, bool mayLeaveOpen, Reviewer by, CancellationToken cancellationToken)
    {
        var (key, open) = (keys.Key, 0);
        await store.CloseAsync(
            document.Code,
            mayLeaveOpen,
            by,
            contents =>
            {
                open = ReviewCounts.Of(ReviewStanding.OfAll(contents).Values).Unsettled;
                return ReviewSeal.Sign(contents, key);
            },
            cancellationToken);
        await RecordAsync($"Closed the review {document.Code} \"{document.Title}\"{(open > 0 ? $" with {Changes(open)} not settled" : "")}.", by);
    }

    private async Task<string> CreateAsync(NewReview asked, ReviewAbout about, long last, IReadOnlyList<StoredEvent> taken, Reviewer by, CancellationToken cancellationToken)
    {
        var code = await store.CreateAsync(asked, about.ToBytes(), last, [.. taken.Select(ToItem)], by, about.Cluster, cancellationToken);
        await RecordAsync($"Opened the review {code} \"{asked.Title}\" of {Changes(taken.Count)}{(about.Page is { } page ? ": " + page : ".")}", by);
        return code;
    }

    private async Task<int> AddAsync(string code, IReadOnlyList<StoredEvent> taken, Reviewer by, CancellationToken cancellationToken)
    {
        var added = await store.AddItemsAsync(code, [.. taken.Select(ToItem)], by, cancellationToken);
        if (added > 0)
        {
            await RecordAsync($"Took {Changes(added)} into the review {code}.", by);
        }

        return added;
    }

    // It is done: that it was is recorded whether or not whoever did it still waits.
    private Task RecordAsync(string text, Reviewer by) => activity.AddAsync(ActivityKind.Review, ReviewWords.Of(by), text, address: null, CancellationToken.None);

    private async Task<IReadOnlyList<StoredEvent>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<StoredEvent>();
        foreach (var id in ids)
        {
            var stored = await events.FindAsync(id, cancellationToken) ?? throw new StorageException("The change is not stored any more.");
            if (stored.Row.Kind is ChangeKind.None)
            {
                throw new StorageException("This event changed nothing of who may do what. A review collects changes.");
            }

            found.Add(stored);
        }

        return found;
    }

    private async Task<List<StoredEvent>> LoadAsync(IEnumerable<long> rows, CancellationToken cancellationToken)
    {
        var taken = new List<StoredEvent>();
        foreach (var portion in rows.Chunk(200))
        {
            taken.AddRange(await events.LoadAsync(portion, cancellationToken));
            CheckSize(taken);
        }

        return taken;
    }

    private static void CheckSize(List<StoredEvent> taken)
    {
        if (taken.Sum(stored => (long)stored.Json.Length) > MaxBytes)
        {
            throw new StorageException("The records of these changes are too large for one review. Choose a shorter window, or filter.");
        }
    }

    private static ReviewEvent ToItem(StoredEvent stored) => new(
        stored.Row.Id, stored.Row.RowId, stored.Row.Time, JsonSerializer.SerializeToUtf8Bytes(FrozenEvents.Of(stored), SnapshotJson.Default.SnapshotEvent), stored.Json);

    private static IReadOnlyList<SnapshotQuery> QueriesOf(IEnumerable<CannedQuery> queries) =>
        [.. queries.Select(query => new SnapshotQuery(query.Id, query.Title, query.SelectionText, query.SelectionHash))];

    private static string Changes(int count) => count == 1 ? "1 change" : $"{count} changes";
}
