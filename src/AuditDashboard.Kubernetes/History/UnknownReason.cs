namespace AuditDashboard.Kubernetes.History;

/// <summary>Why a state of an object is not known.</summary>
public enum UnknownReason
{
    /// <summary>It is known.</summary>
    None,

    /// <summary>No event before tells of the object.</summary>
    NotSeenBefore,

    /// <summary>The event has no body that tells the object.</summary>
    NoBody,

    /// <summary>The event has a patch only, and what it was applied to is not known.</summary>
    PatchOfUnknown,

    /// <summary>The event has a patch only, whose kind is not logged, and the kinds would leave different objects; or field ownership decides what is removed.</summary>
    PatchKindUnclear,

    /// <summary>The patch does not fit the version that was known: another change was not seen.</summary>
    PatchDoesNotFit,

    /// <summary>The event has the request only, and a webhook changed the object after that.</summary>
    ChangedByWebhook,

    /// <summary>The write was made from a version that is not among those known.</summary>
    VersionNotSeen,

    /// <summary>The object is another one of the same name: it was deleted and made again, and that was not seen.</summary>
    AnotherObject,

    /// <summary>A write before may or may not have taken effect.</summary>
    UncertainWrite,

    /// <summary>A deletion was answered in a way that does not tell whether the object is gone or waits for its finalizers.</summary>
    DeletionUnclear,

    /// <summary>Many objects were deleted at once, and the event does not tell whether this one was among them.</summary>
    CollectionUnclear,
}
