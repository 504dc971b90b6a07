using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Changes;

/// <summary>Compares what objects of every kind have: labels, annotations, bookkeeping, and members that have no reading of their own.</summary>
internal static class MetadataDiff
{
    private static readonly string[] ReadElsewhere = ["kind", "apiVersion", "metadata", "rules", "aggregationRule", "subjects", "roleRef"];
    private static readonly string[] AwsAuthKeys = ["mapRoles", "mapUsers", "mapAccounts"];

    public static ObjectDiff Between(ManifestObject? before, ManifestObject? after)
    {
        var old = before?.ObjectAt("metadata");
        var now = after?.ObjectAt("metadata");
        var annotations = Members(old?.ObjectAt("annotations"), now?.ObjectAt("annotations"));
        var kept = ContentMetadata(before);
        var told = ContentMetadata(after);
        return new ObjectDiff
        {
            Labels = Members(old?.ObjectAt("labels"), now?.ObjectAt("labels")),
            Annotations = [.. annotations.Where(change => change.Name != ManifestContent.LastApplied)],
            Fields =
            [
                .. Members(kept, told).Where(change => change.Name is not ("labels" or "annotations" or "name" or "namespace")),
                .. Members(Others(before), Others(after)),
                .. Members(Data(before), Data(after)),
            ],
            Bookkeeping =
            [
                .. annotations.Where(change => change.Name == ManifestContent.LastApplied),
                .. Members(Books(old, kept), Books(now, told)),
            ],
        };
    }

    private static ManifestObject? ContentMetadata(ManifestObject? manifest) => manifest is null ? null : ManifestContent.Of(manifest).ObjectAt("metadata");

    private static ManifestObject? Books(ManifestObject? metadata, ManifestObject? content) =>
        metadata is null ? null : ManifestObject.Of(metadata.Members.Where(m => m.Key is not ("labels" or "annotations") && content?.Has(m.Key) != true));

    private static ManifestObject? Others(ManifestObject? manifest) => manifest is null ? null
        : ManifestObject.Of(ManifestContent.Of(manifest).Members.Where(m => !ReadElsewhere.Contains(m.Key) && m.Key != "data"));

    /// <summary>Keys of a ConfigMap that are no rows of aws-auth.</summary>
    private static ManifestObject? Data(ManifestObject? manifest) =>
        manifest?.ObjectAt("data") is { } data ? ManifestObject.Of(data.Members.Where(m => !AwsAuthKeys.Contains(m.Key))) : null;

    private static IReadOnlyList<FieldChange> Members(ManifestObject? before, ManifestObject? after) =>
        [.. (before?.Members ?? []).Select(m => m.Key).Union((after?.Members ?? []).Select(m => m.Key), StringComparer.Ordinal)
            .Where(name => !Equals(before?[name], after?[name]))
            .Order(StringComparer.Ordinal)
            .Select(name => new FieldChange(name, Text(before?[name]), Text(after?[name])))];

    private static string? Text(ManifestValue? value) => value is ManifestScalar { Kind: ManifestScalarKind.Text } text ? text.Value : value?.ToString();
}
