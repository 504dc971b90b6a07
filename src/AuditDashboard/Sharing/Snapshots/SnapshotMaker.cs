using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Investigation;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>What to call a snapshot, and how long it opens.</summary>
/// <param name="Title">1 to 120 characters.</param>
/// <param name="Note">Up to 1,000 characters.</param>
/// <param name="Lifetime">How long; null for ever.</param>
public sealed record SnapshotRequest(string Title, string Note, TimeSpan? Lifetime);

/// <summary>How far a snapshot is.</summary>
/// <param name="Events">Events that are frozen.</param>
/// <param name="Of">Events of the list.</param>
public sealed record SnapshotProgress(long Events, long Of);

/// <summary>Freezes the whole list of a view. Singleton: one at a time, the others wait.</summary>
internal sealed class SnapshotMaker(
    EventReader events, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, SnapshotStore store, SnapshotKeyHolder keys, ActivityLog activity, TimeProvider clock) : IDisposable
{
    /// <summary>Most events of a snapshot.</summary>
    public const long MaxEvents = 200_000;

    private const int MaxBins = 300;

    // Enough that a commit is worth its disk write, little enough that harvest need not wait.
    private const int BytesPerCommit = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>True for a view that has a list to freeze.</summary>
    public static bool CanFreeze(string page) => ExportList.Keys.Contains(PathOf(page).TrimStart('/'), StringComparer.Ordinal);

    /// <summary>Freezes a list as it is now.</summary>
    /// <param name="page">The view: its path with its query, over a fixed window.</param>
    /// <param name="request">What to call it.</param>
    /// <param name="person">Who makes it.</param>
    /// <param name="progress">Told after each part how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Stops; then there is none.</param>
    /// <returns>Its code.</returns>
    /// <exception cref="StorageException">It cannot be made; the message is a sentence for people.</exception>
    public async Task<string> MakeAsync(string page, SnapshotRequest request, Person person, IProgress<SnapshotProgress>? progress, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var list = Read(page, now);
        await _one.WaitAsync(cancellationToken);
        try
        {
            await store.ClearAbandonedAsync(cancellationToken);
            var selection = await events.SelectAsync(list.Filter, cancellationToken);
            if (selection.Count > MaxEvents)
            {
                throw new StorageException($"The list holds {selection.Count} events, and a snapshot at most {MaxEvents}. Choose a shorter window, or filter.");
            }

            var code = LinkCode.Create();
            try
            {
                return await FreezeAsync(code, list, selection, request, person, progress, now, cancellationToken);
            }
            catch
            {
                await store.DropPartsAsync(code, CancellationToken.None);
                throw;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<string> FreezeAsync(
        string code, ExportList list, EventSelection selection, SnapshotRequest request, Person person, IProgress<SnapshotProgress>? progress, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isUndated = list.Filter.OnlyUndated;
        var covered = isUndated
            ? []
            : await coverage.SummarizeAsync(
                (await clusters.GetAllAsync(cancellationToken)).Where(row => list.Cluster is null || row.Name == list.Cluster), list.Window, list.Queries, cancellationToken);
        var counter = new FrozenCounter(isUndated ? null : list.Window, BinRollup.WidthFor(list.Window, MaxBins));
        var entries = await StorePartsAsync(code, selection, counter, progress, cancellationToken);
        if (counter.Events != selection.Count)
        {
            throw new StorageException("Events of the list were deleted while they were being frozen. Try again.");
        }

        var key = keys.Key;
        await store.SealAsync(
            code,
            (sequence, previous) => SnapshotSeal.Sign(
                new SnapshotManifest
                {
                    Format = SnapshotManifest.FormatOfToday,
                    Code = code,
                    Sequence = sequence,
                    Previous = previous is null ? null : SnapshotManifest.HashOf(previous),
                    Key = key.Fingerprint,
                    Title = request.Title,
                    Note = request.Note,
                    MadeBy = person.Name,
                    MadeAt = now,
                    ExpiresAt = now + request.Lifetime,
                    Page = list.PageUrl,
                    Cluster = list.Cluster,
                    From = isUndated ? null : list.Window.From,
                    To = isUndated ? null : list.Window.To,
                    Contents = list.Contents,
                    Filters = [.. list.Chips.Select(chip => new SnapshotFilter(FacetInfo.Of(chip.Facet).Key, chip.IsExcluded, chip.Values))],
                    Search = list.Filter.Search,
                    Queries = [.. list.Queries.Select(query => new SnapshotQuery(query.Id, query.Title, query.SelectionText, query.SelectionHash))],
                    Coverage = [.. covered.Select(item => new SnapshotCoverage(item.Cluster, item.From, item.To, item.State, item.Reason))],
                    Events = counter.Events,
                    Requests = counter.Requests,
                    Bins = counter.Bins,
                    Parts = entries,
                },
                key),
            list.Cluster,
            cancellationToken);

        // It is there: that it was made is recorded whether or not its maker still waits.
        await activity.AddAsync(ActivityKind.Share, person, $"Made the snapshot {code} \"{request.Title}\" of {counter.Events} events: {list.PageUrl}", address: null, CancellationToken.None);
        return code;
    }

    private async Task<List<SnapshotPartEntry>> StorePartsAsync(
        string code, EventSelection selection, FrozenCounter counter, IProgress<SnapshotProgress>? progress, CancellationToken cancellationToken)
    {
        var entries = new List<SnapshotPartEntry>();
        var waiting = new List<byte[]>();
        var waitingBytes = 0L;
        using var part = new SnapshotPart();
        await foreach (var stored in events.StreamAsync(selection, cancellationToken))
        {
            counter.Add(stored.Row);
            part.Add(FrozenEvents.Of(stored), stored.Json.Span);
            if (part.IsFull)
            {
                Take();
                if (waitingBytes >= BytesPerCommit)
                {
                    await CommitAsync();
                }
            }
        }

        if (part.Events > 0)
        {
            Take();
        }

        if (waiting.Count > 0)
        {
            await CommitAsync();
        }

        return entries;

        void Take()
        {
            var (entry, content) = part.Take();
            entries.Add(entry);
            waiting.Add(content);
            waitingBytes += content.Length;
            progress?.Report(new SnapshotProgress(counter.Events, selection.Count));
        }

        async Task CommitAsync()
        {
            await store.AddPartsAsync(code, entries.Count - waiting.Count, waiting, cancellationToken);
            waiting.Clear();
            waitingBytes = 0;
        }
    }

    private ExportList Read(string page, DateTimeOffset now)
    {
        if (!CanFreeze(page))
        {
            throw new StorageException("This view has no list of events to freeze.");
        }

        var query = PageQuery.Parse(page);
        var problems = new List<string>();
        ChangePanelState.TryFrom(query, [], out _); // what of a selected change is shown narrows nothing
        query.TakeAll("view");
        var list = ExportList.Read(PathOf(page).TrimStart('/'), query, now, catalog, problems);
        return problems.Count == 0 && query.Unknown.Count == 0
            ? list
            : throw new StorageException("The address of the view is not understood in full, so that another list would be frozen than is shown. " + string.Join(' ', problems));
    }

    private static string PathOf(string page) => page.Split('?')[0];
}
