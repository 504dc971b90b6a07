using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>Whether an object is there.</summary>
public enum Existence
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It is there.</summary>
    Present,
}

/// <summary>What is known of an object at one point of its history.</summary>
public sealed record ObjectState
{
    /// <summary>It is not there.</summary>
    public static ObjectState Absent { get; } = new() { Existence = Existence.Absent };

    /// <summary>Whether it is there.</summary>
    public required Existence Existence { get; init; }

    /// <summary>The object; null where it is not there or its content is not known. From a request alone it lacks what the API server adds: uid, version, times.</summary>
    public ManifestObject? Content { get; init; }

    /// <summary><c>metadata.uid</c>; null where not known.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.resourceVersion</c>; null where not known.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether it was deleted and waits for its finalizers: it counts until then.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>Why existence or content is not known.</summary>
    public UnknownReason Unknown { get; init; }

    /// <summary>Whether it is known as a whole: absent, or there with its content.</summary>
    public bool IsKnown => Existence == Existence.Absent || Content is not null;

    /// <summary>A state that is not known.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="existence">Whether the object is there, which may be known nevertheless.</param>
    /// <param name="uid">Its uid, where known.</param>
    /// <param name="resourceVersion">Its version, where known.</param>
    public static ObjectState NotKnown(UnknownReason reason, Existence existence = Existence.Unknown, string? uid = null, string? resourceVersion = null) =>
        new() { Existence = existence, Unknown = reason, Uid = uid, ResourceVersion = resourceVersion };

    /// <summary>An object that is there.</summary>
    /// <param name="content">The object, with the uid and version that it says.</param>
    public static ObjectState Of(ManifestObject content)
    {
        var metadata = content.ObjectAt("metadata");
        return new ObjectState
        {
            Existence = Existence.Present,
            Content = content,
            Uid = NotEmpty(metadata?.TextAt("uid")),
            ResourceVersion = NotEmpty(metadata?.TextAt("resourceVersion")),
            IsBeingDeleted = metadata?.TextAt("deletionTimestamp") is not null,
        };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
