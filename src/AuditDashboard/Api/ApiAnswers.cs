namespace AuditDashboard.Api;

/// <summary>An answer that is a list.</summary>
/// <param name="Items">The items.</param>
internal sealed record ListAnswer<T>(IReadOnlyList<T> Items);

/// <summary>A cluster that the database knows.</summary>
internal sealed record ClusterItem(string Name, string Source, DateTimeOffset? OwedFrom, DateTimeOffset? LastEvent, DateTimeOffset? LastRunAt, DateTimeOffset? ExpiredTo);

/// <summary>A canned query.</summary>
internal sealed record QueryItem(
    string Id, string Title, string Purpose, string Selection, string Text, string? GuideText, string? DifferenceFromGuide, bool UserDefined);

/// <summary>A page of events, newest first.</summary>
/// <param name="Items">The events.</param>
/// <param name="Next">Cursor of the next, older page; null at the end.</param>
/// <param name="Coverage">What of the window is collected: adjoining stretches of each cluster, the worst of the queries at each moment.</param>
internal sealed record EventsAnswer(IReadOnlyList<EventItem> Items, string? Next, IReadOnlyList<CoverageItem> Coverage);

/// <summary>A stored event.</summary>
internal sealed record EventItem
{
    /// <summary>Identity in links: 32 hex digits.</summary>
    public required string Id { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Event time; null if undated.</summary>
    public required DateTimeOffset? Time { get; init; }

    /// <summary>Ids of the canned queries that select it.</summary>
    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>Kind of change, such as roleBinding; null if it is none.</summary>
    public required string? Change { get; init; }

    public required string? Verb { get; init; }

    public required string? User { get; init; }

    public required string? ImpersonatedUser { get; init; }

    public required string? ApiGroup { get; init; }

    public required string? Resource { get; init; }

    public required string? Subresource { get; init; }

    public required string? Namespace { get; init; }

    public required string? Name { get; init; }

    public required int? Code { get; init; }

    /// <summary>allowed, refused by RBAC (403), not signed in (401), failed (other codes from 400) or unknown (no code).</summary>
    public required string Outcome { get; init; }

    public required string? Decision { get; init; }

    public required string? SourceIp { get; init; }

    public required string? UserAgent { get; init; }

    public required string? RequestUri { get; init; }

    public required string? AuditId { get; init; }

    public required string? Stage { get; init; }

    /// <summary>Oddities of the record, such as auditIdReused or redacted.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>True if a file vouches for it: completeness in time is unknown.</summary>
    public required bool FromFiles { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>The record as stored: secrets are taken out, otherwise unchanged.</summary>
    public required RawJson Event { get; init; }
}

/// <summary>Counts in bins.</summary>
/// <param name="From">First instant of the window.</param>
/// <param name="To">First instant after it.</param>
/// <param name="Start">Start of the first bin.</param>
/// <param name="WidthMinutes">Width of a bin.</param>
/// <param name="Series">One series a canned query; an event that two queries select counts in both.</param>
/// <param name="Coverage">What of the window is collected.</param>
internal sealed record BinsAnswer(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset Start, int WidthMinutes, IReadOnlyList<BinsItem> Series, IReadOnlyList<CoverageItem> Coverage);

/// <summary>The bins of one canned query.</summary>
internal sealed record BinsItem(string Query, long Total, IReadOnlyList<int> Counts);

/// <summary>One stretch of time and whether it is collected.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Query">The canned query; null where the stretch speaks of all that were asked for.</param>
/// <param name="From">First instant.</param>
/// <param name="To">First instant after.</param>
/// <param name="State">
/// collected; settling (the source may still deliver into it); due (so recent that its scheduled harvest has not come yet); notCollected or failed
/// (a gap: what happened then is not known); fromFiles (completeness unknown); or outOfScope.
/// </param>
/// <param name="How">live, reRead, backfill or files; null where it is not collected.</param>
/// <param name="CollectedAt">When; null where it is not.</param>
/// <param name="Reason">Why it is not collected, in words; null where nothing is known.</param>
internal sealed record CoverageItem(
    string Cluster, string? Query, DateTimeOffset From, DateTimeOffset To, string State, string? How, DateTimeOffset? CollectedAt, string? Reason);

/// <summary>A page of what people did in the tool, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What the next, older page stands <c>before</c>; null at the end.</param>
internal sealed record ActivityAnswer(IReadOnlyList<ActivityItem> Items, string? Next);

/// <summary>Whether the tool's own audit is as it was written.</summary>
/// <param name="Intact">True if nothing is broken.</param>
/// <param name="Sealed">Entries that are bound to the one before.</param>
/// <param name="Unsealed">Older entries, for which nothing vouches.</param>
/// <param name="SealedSince">When the first sealed entry was made; null if there is none.</param>
/// <param name="Broken">What does not hold, the first few sentences.</param>
/// <param name="MoreBroken">How many more do not hold.</param>
internal sealed record ActivityVerificationAnswer(bool Intact, long Sealed, long Unsealed, DateTimeOffset? SealedSince, IReadOnlyList<string> Broken, long MoreBroken);

/// <summary>One thing that was done in the tool.</summary>
/// <param name="Id">Its number; grows with time.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What kind, such as signIn.</param>
/// <param name="Actor">Who; in parentheses where it is no person.</param>
/// <param name="Text">What, in one sentence.</param>
/// <param name="Address">The address it came from; null where that is not known.</param>
internal sealed record ActivityItem(long Id, DateTimeOffset Time, string Kind, string Actor, string Text, string? Address);
