using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Shared.Diffs;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>Two states of an object compared, in its own terms or as YAML.</summary>
public sealed partial class ObjectDiffView
{
    private static readonly string[] Books = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

    private IReadOnlyList<PermissionRow> _permissions = [];
    private IReadOnlyList<FieldLine> _binding = [];
    private TextDiff? _text;

    /// <summary>The kind of object.</summary>
    [Parameter, EditorRequired]
    public required TrackedKind Kind { get; set; }

    /// <summary>The difference in the object's own terms.</summary>
    [Parameter, EditorRequired]
    public required ObjectDiff Diff { get; set; }

    /// <summary>The object before; null where there was none.</summary>
    [Parameter]
    public ManifestObject? Before { get; set; }

    /// <summary>The object after; null where there is none.</summary>
    [Parameter]
    public ManifestObject? After { get; set; }

    /// <summary>True shows the difference as YAML.</summary>
    [Parameter]
    public bool IsText { get; set; }

    /// <summary>True shows what the API server and kubectl keep books of.</summary>
    [Parameter]
    public bool ShowsBookkeeping { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // The same on both sides: there is nothing to compare with.
        _text = !IsText ? null : After is not null && ReferenceEquals(Before, After) ? TextDiff.Plain("Object", Yaml(After)) : TextDiff.Between("Object", Yaml(Before), Yaml(After));
        _permissions =
        [
            .. PermissionRow.Of(Diff.Granted.Select(change => (change.Permission, "", change.IsCovered, (Kubernetes.Access.AccessBinding?)null)), ChangeSide.Added),
            .. PermissionRow.Of(Diff.Taken.Select(change => (change.Permission, "", change.IsCovered, (Kubernetes.Access.AccessBinding?)null)), ChangeSide.Removed),
        ];
        _binding =
        [
            .. Diff.RoleBefore is { } old ? new[] { new FieldLine(ChangeSide.Removed, "role", old.ToString()) } : [],
            .. Diff.RoleAfter is { } role ? new[] { new FieldLine(ChangeSide.Added, "role", role.ToString()) } : [],
            .. Diff.SubjectsRemoved.Select(subject => new FieldLine(ChangeSide.Removed, subject.Kind, NameOf(subject))),
            .. Diff.SubjectsAdded.Select(subject => new FieldLine(ChangeSide.Added, subject.Kind, NameOf(subject))),
            .. Diff.SelectorsRemoved.Select(selector => new FieldLine(ChangeSide.Removed, "selector", selector)),
            .. Diff.SelectorsAdded.Select(selector => new FieldLine(ChangeSide.Added, "selector", selector)),
        ];
    }

    private static string NameOf(Kubernetes.Rbac.RbacSubject subject) => subject.Namespace.Length == 0 ? subject.Name : $"{subject.Namespace}/{subject.Name}";

    private string? Yaml(ManifestObject? manifest)
    {
        if (manifest is null)
        {
            return null;
        }

        if (!ShowsBookkeeping && manifest.ObjectAt("metadata") is { } metadata)
        {
            metadata = Books.Aggregate(metadata, (rest, name) => rest.Without(name));
            if (metadata.ObjectAt("annotations") is { } annotations && annotations.Has(ManifestContent.LastApplied))
            {
                var kept = annotations.Without(ManifestContent.LastApplied);
                metadata = kept.Members.Count == 0 ? metadata.Without("annotations") : metadata.With("annotations", kept);
            }

            manifest = manifest.With("metadata", metadata);
        }

        return ManifestYaml.Write(manifest);
    }
}
