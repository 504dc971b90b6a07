using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Actors;

/// <summary>All collected activity of one Kubernetes user in a window, and what was usual before it. It holds only what canned queries selected.</summary>
public sealed record ActorReport
{
    /// <summary>The user's name; empty for requests that were not signed in.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Events and requests in the window.</summary>
    public required EventCount Count { get; init; }

    /// <summary>Events without any time, which are in no window.</summary>
    public required long Undated { get; init; }

    /// <summary>Counts in the window: <see cref="ActorReportReader.Facets"/>, in that order.</summary>
    public required IReadOnlyList<FacetCounts> Facets { get; init; }

    /// <summary>What was refused (401, 403) in the window, by resource.</summary>
    public required FacetCounts Refused { get; init; }

    /// <summary>The first event of the user that was ever collected; null if there is none with a time.</summary>
    public required EventRow? First { get; init; }

    /// <summary>The newest event of the user that was ever collected; null if there is none with a time.</summary>
    public required EventRow? Last { get; init; }

    /// <summary>Bars over the window, one series an outcome.</summary>
    public required BinTable Bins { get; init; }

    /// <summary>Hours of the last days of the window.</summary>
    public required ActorHours Hours { get; init; }

    /// <summary>What was usual before the window.</summary>
    public required ActorHabits Usual { get; init; }

    /// <summary>Each way in which the user signed in, among the newest <see cref="ActorReportReader.MaxRead"/> events of the window (or of all, where the window has none); the newest first.</summary>
    public required IReadOnlyList<ActorFace> Faces { get; init; }

    /// <summary>Who acted as whom in the window, on either side of the user; at most <see cref="ActorReportReader.MaxPeers"/> each.</summary>
    public required Impersonations Impersonations { get; init; }

    /// <summary>The counts of a property.</summary>
    public FacetCounts Of(EventFacet facet) => Facets.First(counts => counts.Facet == facet);

    /// <summary>Events that were refused: answered 401 or 403.</summary>
    public long RefusedEvents => Refused.Values.Sum(value => value.Count);
}

/// <summary>One way in which a user signed in: two of them under one name are two actors until shown otherwise.</summary>
/// <param name="Newest">The newest event that shows it.</param>
/// <param name="Audit">Its envelope.</param>
/// <param name="Actor">Who is behind it.</param>
/// <param name="Events">Events among those read that show the same.</param>
public sealed record ActorFace(EventRow Newest, AuditEvent Audit, Actor Actor, int Events);

/// <summary>What a user did in the time before a window, as far as it was collected.</summary>
/// <param name="Window">That time: up to <see cref="ActorReportReader.UsualDays"/> days.</param>
/// <param name="Events">Events in it.</param>
/// <param name="HoursOfDay">24 values: true where an event fell into that hour of the day, UTC.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Agents">Its user agents.</param>
public sealed record ActorHabits(TimeWindow Window, long Events, IReadOnlyList<bool> HoursOfDay, FacetCounts Addresses, FacetCounts Agents)
{
    /// <summary>Whether a value was not met before: true only where there was activity to compare with and all its values are known.</summary>
    public bool IsNew(EventFacet facet, string value) =>
        Events > 0 && (facet switch { EventFacet.SourceIp => Addresses, EventFacet.UserAgent => Agents, _ => null }) is { } known
        && known.Values.Count >= known.DistinctValues && known.Values.All(v => !string.Equals(v.Value, value, StringComparison.Ordinal));
}
