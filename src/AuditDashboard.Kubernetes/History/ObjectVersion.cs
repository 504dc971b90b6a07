using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>How sure it is that the state before a write is the one it changed.</summary>
public enum VersionLink
{
    /// <summary>The state before is not known.</summary>
    None,

    /// <summary>It is the last state known. Right if no event in between is missing: look at the coverage of the time between.</summary>
    Adjacent,

    /// <summary>The event itself proves it: it names the version that it changed, created the object, or tells the object that it deleted.</summary>
    Proven,
}

/// <summary>One write in the history of an object, with what it found and what it left.</summary>
public sealed record ObjectVersion
{
    /// <summary>The object.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The write; for an observation see <see cref="IsObservation"/>.</summary>
    public required ObjectWrite Write { get; init; }

    /// <summary>The state before.</summary>
    public required ObjectState Before { get; init; }

    /// <summary>How sure it is that <see cref="Before"/> is what the write changed.</summary>
    public required VersionLink Link { get; init; }

    /// <summary>The write that left <see cref="Before"/>; null where there is none.</summary>
    public long? BeforeWriteId { get; init; }

    /// <summary>The state after; of a write without effect the state before.</summary>
    public required ObjectState After { get; init; }

    /// <summary>What a write without effect asked for; null where it took effect or where that cannot be told.</summary>
    public ManifestObject? Requested { get; init; }

    /// <summary>Of a creation: the object of this name that was deleted before, where that was seen.</summary>
    public ObjectVersion? Replaces { get; init; }

    /// <summary>Whether it is no write but what a listing of the cluster showed.</summary>
    public bool IsObservation => Write.Verb == ClusterListing.Verb;

    /// <summary>Whether the write left the object as it was.</summary>
    public bool ChangesNothing =>
        Before.Existence == After.Existence && Before is { Content: { } before } && After is { Content: { } after }
        && Before.IsBeingDeleted == After.IsBeingDeleted && ManifestContent.Of(before).Equals(ManifestContent.Of(after));
}
