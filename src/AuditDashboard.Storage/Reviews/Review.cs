namespace AuditDashboard.Storage.Reviews;

/// <summary>A review without its changes.</summary>
public sealed record Review
{
    /// <summary>Its number in the database.</summary>
    public required long Id { get; init; }

    /// <summary>What stands in its address, see <see cref="Sharing.LinkCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it; data, never markup.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public required string Note { get; init; }

    /// <summary>What it is about at its start, as JSON.</summary>
    public required ReadOnlyMemory<byte> About { get; init; }

    /// <summary>How many people must agree on a change: 1 or 2.</summary>
    public required int Reviewers { get; init; }

    /// <summary>Row number of the newest event that was stored at the start.</summary>
    public required long LastEvent { get; init; }

    /// <summary>Who opened it.</summary>
    public required Reviewer OpenedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Who closed it; null while it is open.</summary>
    public Reviewer? ClosedBy { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>All of it as it was when it was closed: the bytes that were signed. Null while it is open.</summary>
    public ReadOnlyMemory<byte>? Sealed { get; init; }

    /// <summary>The signature over <see cref="Sealed"/>; null while it is open.</summary>
    public ReadOnlyMemory<byte>? Signature { get; init; }

    /// <summary>True until it is closed.</summary>
    public bool IsOpen => ClosedAt is null;
}

/// <summary>What a review begins with.</summary>
/// <param name="Title">1 to 120 characters, not blank.</param>
/// <param name="Note">Up to 1,000 characters.</param>
/// <param name="Reviewers">How many people must agree on a change: 1 or 2.</param>
public sealed record NewReview(string Title, string Note, int Reviewers);

/// <summary>An event on its way into a review.</summary>
/// <param name="EventId">Its id, as in links.</param>
/// <param name="EventRow">Its row number.</param>
/// <param name="Time">When; null for one without a time.</param>
/// <param name="Header">What lists show of it, as JSON.</param>
/// <param name="Record">The stored, redacted record.</param>
public sealed record ReviewEvent(string EventId, long EventRow, DateTimeOffset? Time, byte[] Header, ReadOnlyMemory<byte> Record);

/// <summary>A change of a review, without its record.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="EventId">Id of the event.</param>
/// <param name="EventRow">Row number of the event, whether or not it is still stored.</param>
/// <param name="Time">When it happened; null for one without a time.</param>
/// <param name="Header">What lists show of it, as JSON; empty in a list of reviews.</param>
/// <param name="RecordHash">SHA-256 of the record, lower-case hex.</param>
/// <param name="AddedBy">Who took it in.</param>
/// <param name="AddedAt">When.</param>
public sealed record ReviewItem(
    long Id, string EventId, long EventRow, DateTimeOffset? Time, ReadOnlyMemory<byte> Header, string RecordHash, Reviewer AddedBy, DateTimeOffset AddedAt);

/// <summary>A record that a review keeps.</summary>
/// <param name="ItemId">The change.</param>
/// <param name="Record">The stored, redacted record; null if the bytes are not those that were kept.</param>
public sealed record ReviewRecord(long ItemId, ReadOnlyMemory<byte>? Record);

/// <summary>What one reviewer said of one change, once.</summary>
/// <param name="Id">Its number; grows with time.</param>
/// <param name="ItemId">The change.</param>
/// <param name="Decision">What they made of it; null for a comment alone.</param>
/// <param name="Ticket">The ticket; empty for none.</param>
/// <param name="Comment">What they wrote; may be empty. Data, never markup.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record ReviewMark(long Id, long ItemId, ReviewDecision? Decision, string Ticket, string Comment, Reviewer By, DateTimeOffset At);

/// <summary>A mark on its way.</summary>
/// <param name="Decision">What is made of the changes; null for a comment alone.</param>
/// <param name="Ticket">The ticket, required for <see cref="ReviewDecision.ExpectedWithTicket"/> and else empty; up to 200 characters.</param>
/// <param name="Comment">Up to 2,000 characters; required where there is no decision.</param>
public sealed record NewMark(ReviewDecision? Decision, string Ticket, string Comment);

/// <summary>A review with its changes and marks, at one moment.</summary>
/// <param name="Review">The review.</param>
/// <param name="Items">Its changes, newest first, those without a time last.</param>
/// <param name="Marks">Its marks, oldest first.</param>
public sealed record ReviewContents(Review Review, IReadOnlyList<ReviewItem> Items, IReadOnlyList<ReviewMark> Marks);
