using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Storage.Events;

/// <summary>Place in a list that is ordered newest first: the row after which the next page starts. Undated events come last.</summary>
/// <param name="TimeMicros">Event time of the last row seen; null for undated.</param>
/// <param name="RowId">Row number of the last row seen.</param>
public readonly record struct EventCursor(long? TimeMicros, long RowId)
{
    /// <summary>Prints for a URL.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{TimeMicros?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "u"}.{RowId}");

    /// <summary>Reads what <see cref="ToString"/> prints.</summary>
    public static bool TryParse(string? text, out EventCursor cursor)
    {
        cursor = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot <= 0 || !long.TryParse(text.AsSpan(dot + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var row))
        {
            return false;
        }

        var head = text.AsSpan(0, dot);
        if (head is "u")
        {
            cursor = new EventCursor(null, row);
            return true;
        }

        if (!long.TryParse(head, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var time))
        {
            return false;
        }

        cursor = new EventCursor(time, row);
        return true;
    }
}

/// <summary>A stored event as lists show it, without its JSON.</summary>
public sealed record EventRow
{
    /// <summary>Row number, grows with insertion; not stable between databases.</summary>
    public required long RowId { get; init; }

    /// <summary>Identity in links: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Event time; null = undated.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The kind of change.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary>Verb, or null.</summary>
    public string? Verb { get; init; }

    /// <summary>Kubernetes user name, or null.</summary>
    public string? User { get; init; }

    /// <summary>Impersonated user name, or null.</summary>
    public string? ImpersonatedUser { get; init; }

    /// <summary>objectRef.apiGroup, or null.</summary>
    public string? ApiGroup { get; init; }

    /// <summary>objectRef.resource, or null.</summary>
    public string? Resource { get; init; }

    /// <summary>objectRef.subresource, or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>objectRef.namespace, or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>objectRef.name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>responseStatus.code, or null.</summary>
    public int? Code { get; init; }

    /// <summary>authorization.k8s.io/decision, or null.</summary>
    public string? Decision { get; init; }

    /// <summary>First source address, or null.</summary>
    public string? SourceIp { get; init; }

    /// <summary>userAgent, or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>requestURI, or null.</summary>
    public string? RequestUri { get; init; }

    /// <summary>auditID, or null.</summary>
    public string? AuditId { get; init; }

    /// <summary>stage, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>Oddities.</summary>
    public AuditEventFlags Flags { get; init; }

    /// <summary>True if a file vouches for it.</summary>
    public bool IsFromFiles { get; init; }

    /// <summary>The place after this row.</summary>
    public EventCursor Cursor => new(Time is { } t ? TimeWindow.ToMicrosSinceEpoch(t) : null, RowId);
}

/// <summary>A stored event with its JSON.</summary>
/// <param name="Row">What lists show.</param>
/// <param name="Json">The record as stored: redacted, otherwise byte for byte as it was.</param>
/// <param name="QueryIds">Canned queries that select it.</param>
/// <param name="FirstSeenAt">When it was stored.</param>
public sealed record StoredEvent(EventRow Row, ReadOnlyMemory<byte> Json, IReadOnlyList<string> QueryIds, DateTimeOffset FirstSeenAt);

/// <summary>A page of a list, newest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next (older) page starts; null at the end.</param>
public sealed record EventPage(IReadOnlyList<EventRow> Rows, EventCursor? Next);

/// <summary>Counts of one property's values over a whole filtered window.</summary>
/// <param name="Facet">The property.</param>
/// <param name="Values">Value and count, greatest count first, then by value.</param>
/// <param name="DistinctValues">How many values there are in all.</param>
public sealed record FacetCounts(EventFacet Facet, IReadOnlyList<FacetValue> Values, int DistinctValues);

/// <summary>A value with its count of events.</summary>
public sealed record FacetValue(string Value, long Count);

/// <summary>Counts of a filtered window.</summary>
/// <param name="Events">Events.</param>
/// <param name="Requests">Distinct auditIDs (events without one count each).</param>
public sealed record EventCount(long Events, long Requests);
