using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>What a cluster held at one time, as <c>kubectl get roles,rolebindings,clusterroles,clusterrolebindings,serviceaccounts,configmaps -A -o json</c> prints it.</summary>
public sealed record ClusterListing
{
    /// <summary>The verb of the versions that a listing gives.</summary>
    public const string Verb = "observed";

    /// <summary>When it was made, in microseconds since 1970.</summary>
    public required long TimeMicros { get; init; }

    /// <summary>The objects that are followed.</summary>
    public required IReadOnlyList<KeyValuePair<ObjectKey, ManifestObject>> Objects { get; init; }

    /// <summary>Kinds of which every object of the cluster is in the listing: what is not there then did not exist.</summary>
    public required IReadOnlySet<TrackedKind> CompleteKinds { get; init; }

    /// <summary>How many objects of other kinds were passed over.</summary>
    public int Others { get; init; }

    /// <summary>Reads the output of <c>kubectl get -o json</c>: a List, a list of one kind, or one object. Never throws.</summary>
    /// <param name="json">The output.</param>
    /// <param name="timeMicros">When it was made, in microseconds since 1970.</param>
    /// <param name="completeKinds">Kinds of which it holds every object of the cluster. The output itself doesn't tell which were asked for.</param>
    /// <returns>Null where it is none of these.</returns>
    public static ClusterListing? Read(ReadOnlySpan<byte> json, long timeMicros, IReadOnlySet<TrackedKind> completeKinds)
    {
        if (ManifestValue.Parse(json) is not ManifestObject root)
        {
            return null;
        }

        var isList = root["items"] is ManifestList;
        if (!isList && root.ObjectAt("metadata") is null)
        {
            return null;
        }

        // The items of a list of one kind, as the API itself gives it, have no kind of their own.
        var listKind = root.TextAt("kind") is { Length: > 4 } name && name.EndsWith("List", StringComparison.Ordinal) ? name[..^4] : null;
        var items = isList ? root.ListAt("items").OfType<ManifestObject>() : [root];
        var objects = new List<KeyValuePair<ObjectKey, ManifestObject>>();
        var others = 0;
        foreach (var item in items)
        {
            if (KeyOf(item, listKind, root.TextAt("apiVersion")) is { } key)
            {
                objects.Add(new(key, item));
            }
            else
            {
                others++;
            }
        }

        return new ClusterListing { TimeMicros = timeMicros, Objects = objects, CompleteKinds = completeKinds, Others = others };
    }

    private static ObjectKey? KeyOf(ManifestObject item, string? listKind, string? listVersion)
    {
        var metadata = item.ObjectAt("metadata");
        if (metadata?.TextAt("name") is not { Length: > 0 } name)
        {
            return null;
        }

        var own = item.TextAt("kind");
        var space = metadata.TextAt("namespace") ?? "";
        return TrackedKinds.Of(own ?? listKind, own is null ? listVersion : item.TextAt("apiVersion"), space, name) is { } kind
            ? new ObjectKey(kind, TrackedKinds.IsNamespaced(kind) ? space : "", name)
            : null;
    }
}
