namespace AuditDashboard.Kubernetes.History;

/// <summary>Names the reasons.</summary>
public static class UnknownReasons
{
    /// <summary>One sentence for people; empty where nothing is unknown.</summary>
    public static string Words(UnknownReason reason) => reason switch
    {
        UnknownReason.NotSeenBefore => "Nothing is known of the object before this.",
        UnknownReason.NoBody => "The event has no body that tells the object.",
        UnknownReason.PatchOfUnknown => "The event has the patch only, and the object before it is not known.",
        UnknownReason.PatchKindUnclear => "The event has the patch only, and it cannot be told what that patch left.",
        UnknownReason.PatchDoesNotFit => "The patch does not fit the last known version: at least one change between them was not seen.",
        UnknownReason.ChangedByWebhook => "The event has the request only, and a webhook changed the object after that.",
        UnknownReason.VersionNotSeen => "The change was made from a version that was not seen: at least one change is missing.",
        UnknownReason.AnotherObject => "The object is another one of the same name: its deletion or its creation was not seen.",
        UnknownReason.UncertainWrite => "A write may or may not have taken effect: its event does not tell.",
        UnknownReason.DeletionUnclear => "The event does not tell whether the object is gone or waits for its finalizers.",
        UnknownReason.CollectionUnclear => "Many objects were deleted at once, and the event does not tell whether this one was among them.",
        _ => "",
    };
}
