namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>What an object says, without what the API server keeps books of.</summary>
public static class ManifestContent
{
    /// <summary>The annotation in which <c>kubectl apply</c> keeps the text that it sent last.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] Bookkeeping =
    [
        "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    private static readonly string[] Sets = ["finalizers", "ownerReferences"];

    /// <summary>
    /// The object without version, times, field managers, kind and apiVersion, without members that are null or an empty list (Go writes either for
    /// the same), and with lists in one order that mean sets: finalizers, ownerReferences and a service account's secrets.
    /// </summary>
    /// <param name="manifest">An object of the Kubernetes API.</param>
    public static ManifestObject Of(ManifestObject manifest)
    {
        var content = WithoutNothing(manifest.Without("kind").Without("apiVersion"));
        if (content["secrets"] is ManifestList secrets)
        {
            content = content.With("secrets", Sorted(secrets));
        }

        if (content.ObjectAt("metadata") is not { } metadata)
        {
            return content;
        }

        metadata = Bookkeeping.Aggregate(metadata, (rest, name) => rest.Without(name));
        foreach (var name in Sets)
        {
            metadata = metadata[name] is ManifestList list ? metadata.With(name, Sorted(list)) : metadata;
        }

        foreach (var name in new[] { "labels", "annotations" })
        {
            metadata = metadata[name] is ManifestObject { Members.Count: 0 } ? metadata.Without(name) : metadata;
        }

        return content.With("metadata", metadata);
    }

    private static ManifestList Sorted(ManifestList list) => new([.. list.Items.OrderBy(item => item.ToString(), StringComparer.Ordinal)]);

    private static ManifestObject WithoutNothing(ManifestObject manifest) => ManifestObject.Of(
        manifest.Members
            .Where(member => member.Value is not (ManifestScalar { Kind: ManifestScalarKind.Null } or ManifestList { Items.Count: 0 }))
            .Select(member => new KeyValuePair<string, ManifestValue>(member.Key, Clean(member.Value))));

    // Recursion is bounded by ManifestValue.MaxDepth.
    private static ManifestValue Clean(ManifestValue value) => value switch
    {
        ManifestObject members => WithoutNothing(members),
        ManifestList list => new ManifestList([.. list.Items.Select(Clean)]),
        _ => value,
    };
}
