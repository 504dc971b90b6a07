using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>A review in the list.</summary>
/// <param name="Review">The review.</param>
/// <param name="Counts">How many changes are where.</param>
public sealed record ReviewRow(Review Review, ReviewCounts Counts);

/// <summary>A review as it is read.</summary>
/// <param name="Review">The review.</param>
/// <param name="Document">All of it; null where it is closed and does not hold, and then nothing of it is shown.</param>
/// <param name="Broken">What does not hold, as a sentence; null if nothing.</param>
/// <param name="Rows">Row numbers of the events of an open review; empty for a closed one.</param>
public sealed record ReviewView(Review Review, ReviewDocument? Document, string? Broken, IReadOnlySet<long> Rows);

/// <summary>Changes of a review's view that were stored after it was opened and are not in it.</summary>
/// <param name="InWindow">How many lie in its window: they came late.</param>
/// <param name="After">How many happened after its window.</param>
/// <param name="Rows">The newest of them.</param>
public sealed record ReviewNews(int InWindow, int After, IReadOnlyList<EventRow> Rows)
{
    /// <summary>Most rows that are shown.</summary>
    public const int MaxRows = 50;

    /// <summary>None.</summary>
    public static ReviewNews None { get; } = new(0, 0, []);

    /// <summary>All of them.</summary>
    public int Count => InWindow + After;
}

/// <summary>Reads reviews. Singleton: holds nothing between loads.</summary>
internal sealed class ReviewReader(ReviewStore store, EventReader events, SnapshotKeyHolder keys, ReviewLists lists, TimeProvider clock)
{
    /// <summary>Most reviews that a page lists.</summary>
    public const int MaxListed = 200;

    /// <summary>Reviews: open ones first, then the newest first.</summary>
    /// <param name="isOpen">Only open or only closed ones; null for all.</param>
    /// <param name="limit">Most of them, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ReviewRow>> ListAsync(bool? isOpen, int limit, CancellationToken cancellationToken) =>
        [.. (await store.GetAsync(isOpen, limit, cancellationToken)).Select(found => new ReviewRow(found.Review, ReviewCounts.Of(ReviewStanding.OfAll(found).Values)))];

    /// <summary>One review: an open one as the database has it, a closed one as it was signed.</summary>
    /// <returns>Null if there is none of this code.</returns>
    public async Task<ReviewView?> ReadAsync(string code, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(code, cancellationToken) is not { } contents)
        {
            return null;
        }

        if (contents.Review.IsOpen)
        {
            return new ReviewView(contents.Review, ReviewDocument.Of(contents), null, contents.Items.Select(item => item.EventRow).ToHashSet());
        }

        var broken = ReviewSeal.Read(contents.Review, keys.Key, out var document);
        return new ReviewView(contents.Review, document, broken, new HashSet<long>());
    }

    /// <summary>The stored, redacted record of a change; null if it is not the one that was taken in.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindRecordAsync(ReviewDocumentItem item, CancellationToken cancellationToken)
    {
        if (await store.LoadAsync([item.Id], cancellationToken) is [{ Record: { } record }] && SnapshotManifest.HashOf(record.Span) == item.RecordSha256)
        {
            return record;
        }

        return null;
    }

    /// <summary>What came in since an open review was opened.</summary>
    public async Task<ReviewNews> ReadNewsAsync(ReviewView view, CancellationToken cancellationToken)
    {
        var (inWindow, after) = await FindNewsAsync(view, cancellationToken);
        long[] newest = [.. after.Concat(inWindow).Take(ReviewNews.MaxRows)];
        return new ReviewNews(inWindow.Count, after.Count, [.. (await events.LoadAsync(newest, cancellationToken)).Select(stored => stored.Row)]);
    }

    /// <summary>Row numbers of what came in since an open review was opened: in its window, and after it; each newest first.</summary>
    public async Task<(IReadOnlyList<long> InWindow, IReadOnlyList<long> After)> FindNewsAsync(ReviewView view, CancellationToken cancellationToken)
    {
        // An address that is understood no longer finds nothing new.
        if (view.Document is not { IsOpen: true, About.Page: { } page } || lists.Read(page, view.Review.OpenedAt, out _) is not { } list)
        {
            return ([], []);
        }

        var inWindow = await NewAsync(list.Window);
        var now = clock.GetUtcNow();
        var after = list.IsUndated || list.Window.To >= now ? [] : await NewAsync(TimeWindow.Between(list.Window.To, now));
        return (inWindow, after);

        // Row numbers grow and are never given twice: what was stored later has a greater one.
        async Task<IReadOnlyList<long>> NewAsync(TimeWindow window) =>
            [.. (await list.SelectAsync(window, cancellationToken)).Where(row => row > view.Review.LastEvent && !view.Rows.Contains(row))];
    }
}
