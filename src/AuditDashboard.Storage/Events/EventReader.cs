namespace AuditDashboard.Storage.Events;

/// <summary>Lists, counts and single events for pages and the API. Reads only; safe to share between threads.</summary>
public sealed class EventReader(AuditDatabase database)
{
    /// <summary>A page of events, newest first (ties: first stored first), after <paramref name="after"/> if given.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="limit">1 to 1,000 rows.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<EventPage> GetPageAsync(EventFilter filter, EventCursor? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path);

    /// <summary>Events and requests that pass the filter.</summary>
    public Task<EventCount> CountAsync(EventFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>How many rows of the filter come before (are newer than) this row: "6 of 22".</summary>
    public Task<long> CountBeforeAsync(EventFilter filter, EventCursor row, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Counts by value of each property over the whole filtered window. A property's own chips do not narrow its own counts.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="facets">Which properties.</param>
    /// <param name="top">Values a property, 1 to 100.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<IReadOnlyList<FacetCounts>> GetFacetsAsync(
        EventFilter filter, IReadOnlyList<EventFacet> facets, int top, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");

    /// <summary>One event by the id of its link (32 hex digits, or all 64); null if it is not stored.</summary>
    public Task<StoredEvent?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Newest change before an instant that concerns one object; null if none is stored. Used for "before".</summary>
    public Task<StoredEvent?> FindPreviousChangeAsync(EventRow of, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>The events of a page with their JSON, same order and cursor as <see cref="GetPageAsync"/>; limit 1 to 200.</summary>
    public Task<(IReadOnlyList<StoredEvent> Events, EventCursor? Next)> GetPageWithJsonAsync(
        EventFilter filter, EventCursor? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>All events that pass the filter with their JSON, newest first, streamed (for <c>query --cluster</c> and exports).</summary>
    public IAsyncEnumerable<StoredEvent> StreamAsync(EventFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");
}
