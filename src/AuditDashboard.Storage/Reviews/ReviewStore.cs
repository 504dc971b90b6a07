using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Reviews;

/// <summary>
/// Reviews. What was said stays: marks are added, never changed or removed, and a review that is closed takes nothing more.
/// </summary>
public sealed class ReviewStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Most changes of a review.</summary>
    public const int MaxItems = 5_000;

    /// <summary>Longest title, in UTF-16 code units.</summary>
    public const int MaxTitle = 120;

    /// <summary>Longest note, in UTF-16 code units.</summary>
    public const int MaxNote = 1_000;

    /// <summary>Longest ticket, in UTF-16 code units.</summary>
    public const int MaxTicket = 200;

    /// <summary>Longest comment, in UTF-16 code units.</summary>
    public const int MaxComment = 2_000;

    /// <summary>Most marks of a review: enough for several of each change, little enough that all are read at once.</summary>
    public const int MaxMarks = 50_000;

    private const string Closed = "The review is closed, and takes nothing more.";

    /// <summary>Row number of the newest event that is stored; 0 for none.</summary>
    public Task<long> FindLastEventAsync(CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            using var newest = new PreparedStatement(connection, "SELECT max(id) FROM event", 0);
            return newest.Number() ?? 0;
        },
        cancellationToken);

    /// <summary>Opens a review.</summary>
    /// <param name="asked">What it begins with.</param>
    /// <param name="about">What it is about, as JSON.</param>
    /// <param name="lastEvent">Row number of the newest event that was stored before its events were chosen.</param>
    /// <param name="events">Its first changes, at most <see cref="MaxItems"/>.</param>
    /// <param name="by">Who opens it.</param>
    /// <param name="cluster">The only cluster that it is about: whoever may read that may read it, until changes of others are taken in. Null if it names none: then whoever may read what its opener may.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Its code.</returns>
    public async Task<string> CreateAsync(
        NewReview asked, byte[] about, long lastEvent, IReadOnlyList<ReviewEvent> events, Reviewer by, string? cluster, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asked.Title, nameof(asked));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Title.Length, MaxTitle, nameof(asked));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Note.Length, MaxNote, nameof(asked));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, MaxItems, nameof(events));
        var packed = events.Select(PackedEvent.Of).ToList(); // before the transaction, which others wait for
        var code = LinkCode.Create();
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        await database.WriteAsync(
            (connection, _) =>
            {
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO main.review (code, title, note, about, reviewers, last_event, opened_by, is_opener_verified, opened_at, clusters, is_closer_verified)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, 0) RETURNING id
                    """,
                    10);
                var id = insert.Number(
                    code, StorableText.Keep(asked.Title), StorableText.Keep(asked.Note), about, asked.Reviewers == 2 ? 2 : 1, lastEvent, StorableText.Keep(by.Name), by.IsVerified ? 1 : 0, now, ScopedViews.TextOf(cluster))
                    ?? throw new StorageException("The review could not be stored.");
                AddItems(connection, id, packed, by, now);
                return 0;
            },
            cancellationToken);
        return code;
    }

    /// <summary>Takes more changes in; those that are in it already are left as they are.</summary>
    /// <returns>How many were not in it before.</returns>
    /// <exception cref="StorageException">There is no such review, it is closed, or it would hold too many.</exception>
    public Task<int> AddItemsAsync(string code, IReadOnlyList<ReviewEvent> events, Reviewer by, CancellationToken cancellationToken)
    {
        var packed = events.Select(PackedEvent.Of).ToList();
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                var review = RequireOpen(connection, code);
                var added = AddItems(connection, review.Id, packed, by, now);
                ReviewClusters.Widen(connection, review.Id, events);
                using var count = new PreparedStatement(connection, "SELECT count(*) FROM review_item WHERE review_id = @0", 1);
                if (count.Number(review.Id) > MaxItems)
                {
                    throw new StorageException($"A review holds {MaxItems} changes at most. Open another one for these.");
                }

                return added;
            },
            cancellationToken);
    }

    /// <summary>Says something of changes.</summary>
    /// <param name="code">The review.</param>
    /// <param name="items">Numbers of its changes; those of other reviews are refused.</param>
    /// <param name="mark">What is said.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="StorageException">What is said is not whole, or the review is closed; the message is a sentence for people.</exception>
    public Task AddMarksAsync(string code, IReadOnlyList<long> items, NewMark mark, Reviewer by, CancellationToken cancellationToken)
    {
        Check(mark);
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                var review = RequireOpen(connection, code);
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO main.review_mark (item_id, decision, ticket, comment, "by", is_verified, at)
                    SELECT id, @2, @3, @4, @5, @6, @7 FROM review_item WHERE id = @0 AND review_id = @1
                    """,
                    8);
                foreach (var item in items.Distinct())
                {
                    if (insert.Execute(
                        item, review.Id, (int?)mark.Decision, StorableText.Keep(mark.Ticket), StorableText.Keep(mark.Comment), StorableText.Keep(by.Name), by.IsVerified ? 1 : 0, now) != 1)
                    {
                        throw new StorageException("One of the changes is not in this review.");
                    }
                }

                using var count = new PreparedStatement(connection, "SELECT count(*) FROM review_mark m JOIN review_item i ON i.id = m.item_id WHERE i.review_id = @0", 1);
                if (count.Number(review.Id) > MaxMarks)
                {
                    throw new StorageException($"A review holds {MaxMarks} marks and comments at most.");
                }

                return 0;
            },
            cancellationToken);
    }

    /// <summary>Closes a review for good.</summary>
    /// <param name="code">The review.</param>
    /// <param name="mayLeaveOpen">True closes it also where changes are not settled.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="seal">Writes down and signs all of it, as it is inside the transaction.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="StorageException">There is no such review, it is closed already, or changes are not settled.</exception>
    public Task CloseAsync(string code, bool mayLeaveOpen, Reviewer by, Func<ReviewContents, SealedManifest> seal, CancellationToken cancellationToken)
    {
        var micros = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                var review = RequireOpen(connection, code) with { ClosedBy = by, ClosedAt = TimeWindow.FromMicrosSinceEpoch(micros) };
                var contents = ReviewRows.Contents(connection, review, hasHeaders: true);
                var open = ReviewStanding.OfAll(contents).Values.Count(standing => standing.State != ReviewState.Settled);
                if (open > 0 && !mayLeaveOpen)
                {
                    throw new StorageException($"{(open == 1 ? "1 change is" : $"{open} changes are")} not settled yet.");
                }

                var made = seal(contents);
                using var update = new PreparedStatement(
                    connection, "UPDATE main.review SET closed_by = @0, is_closer_verified = @1, closed_at = @2, sealed = @3, signature = @4 WHERE id = @5 AND closed_at IS NULL", 6);
                update.Execute(StorableText.Keep(by.Name), by.IsVerified ? 1 : 0, micros, made.Manifest, made.Signature, review.Id);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>A review with its changes and marks; null for none of this code.</summary>
    public Task<ReviewContents?> FindAsync(string? code, CancellationToken cancellationToken) => !LinkCode.IsPossible(code)
        ? Task.FromResult<ReviewContents?>(null)
        : database.ReadAsync(
            (connection, _) =>
            {
                // One moment: a mark that comes in meanwhile is in it whole or not at all.
                using var moment = connection.BeginTransaction(deferred: true);
                return ReviewRows.Find(connection, code!) is { } review ? ReviewRows.Contents(connection, review, hasHeaders: true) : null; // possible, so not null
            },
            cancellationToken);

    /// <summary>Reviews with their changes and marks: open ones first, then the newest first.</summary>
    /// <param name="isOpen">Only open or only closed ones; null for all.</param>
    /// <param name="limit">Most of them, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<ReviewContents>> GetAsync(bool? isOpen, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<ReviewContents>>(
            (connection, token) =>
            {
                using var moment = connection.BeginTransaction(deferred: true);
                var found = new List<ReviewContents>();
                foreach (var review in ReviewRows.List(connection, isOpen, limit))
                {
                    token.ThrowIfCancellationRequested();
                    found.Add(ReviewRows.Contents(connection, review, hasHeaders: false));
                }

                return found;
            },
            cancellationToken);
    }

    /// <summary>The records of some changes, in the order asked for.</summary>
    /// <param name="items">Their numbers, a few hundred at a time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<ReviewRecord>> LoadAsync(IReadOnlyList<long> items, CancellationToken cancellationToken) => database.QueryAsync<IReadOnlyList<ReviewRecord>>(
        async (context, token) =>
        {
            var rows = await context.ReviewItems.Where(item => items.Contains(item.Id)).ToDictionaryAsync(item => item.Id, token);
            return [.. items.Where(rows.ContainsKey).Select(id => PackedEvent.Unpack(rows[id]))];
        },
        cancellationToken);

    /// <summary>What is wrong with a mark, as a sentence for people; null if nothing is.</summary>
    public static string? FindProblem(NewMark mark) =>
        mark.Decision is { } decision && !Enum.IsDefined(decision) ? "There is no such decision."
        : mark.Decision == ReviewDecision.ExpectedWithTicket && string.IsNullOrWhiteSpace(mark.Ticket) ? "Write the ticket that says why it was to be expected."
        : mark.Decision != ReviewDecision.ExpectedWithTicket && mark.Ticket.Length > 0 ? "A ticket belongs to the mark \"expected, with a ticket\"."
        : mark.Decision is null && string.IsNullOrWhiteSpace(mark.Comment) ? "Choose what it is, or write a comment."
        : mark.Ticket.Length > MaxTicket ? $"The ticket is longer than {MaxTicket} characters."
        : mark.Comment.Length > MaxComment ? $"The comment is longer than {MaxComment} characters."
        : null;

    private static void Check(NewMark mark)
    {
        if (FindProblem(mark) is { } problem)
        {
            throw new StorageException(problem);
        }
    }

    private static Review RequireOpen(SqliteConnection connection, string code) =>
        (ReviewRows.Find(connection, code) ?? throw new StorageException("There is no such review.")) is { IsOpen: true } review ? review : throw new StorageException(Closed);

    private static int AddItems(SqliteConnection connection, long review, IReadOnlyList<PackedEvent> events, Reviewer by, long now)
    {
        using var insert = new PreparedStatement(
            connection,
            """
            INSERT INTO main.review_item (review_id, event_id, event_row, time, header, record, record_length, record_hash, added_by, is_adder_verified, added_at)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10) ON CONFLICT (review_id, event_id) DO NOTHING
            """,
            11);
        var added = 0;
        foreach (var item in events)
        {
            added += insert.Execute(
                review, item.Event.EventId, item.Event.EventRow, item.Event.Time is { } time ? TimeWindow.ToMicrosSinceEpoch(time) : null, item.Event.Header, item.Content, item.Event.Record.Length,
                item.Hash, StorableText.Keep(by.Name), by.IsVerified ? 1 : 0, now);
        }

        return added;
    }
}
