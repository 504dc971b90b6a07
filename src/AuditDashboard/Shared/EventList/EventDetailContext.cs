using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>What the panel of a selected event is given.</summary>
/// <param name="Event">The event.</param>
/// <param name="Position">Its position in the list, from 1; null if it is not in the list.</param>
/// <param name="Of">Length of the list.</param>
/// <param name="PreviousUrl">The URL that selects the event above; null for none.</param>
/// <param name="NextUrl">The URL that selects the event below; null for none.</param>
public sealed record EventDetailContext(StoredEvent Event, long? Position, long Of, string? PreviousUrl, string? NextUrl);
