using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>An object that is there at a time.</summary>
internal readonly record struct AccessObject
{
    private readonly AccessContent? _packed;
    private readonly ManifestObject? _manifest;

    /// <summary>One that is kept packed.</summary>
    public AccessObject(ObjectKey key, AccessContent content) => (Key, _packed) = (key, content);

    /// <summary>One at hand.</summary>
    public AccessObject(ObjectKey key, ManifestObject manifest) => (Key, _manifest) = (key, manifest);

    /// <summary>True if it is taken as there although no event tells it: what it is bound to holds, and its labels, which nobody knows, tell nothing.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>Its key.</summary>
    public ObjectKey Key { get; }

    /// <summary>What it says.</summary>
    public ManifestObject Manifest => _manifest ?? _packed!.Manifest; // Each constructor sets one of them.

    /// <summary>Whom and which roles it bears on.</summary>
    public AccessParts Parts => _manifest is not null ? AccessParts.Of(_manifest) : _packed!.Parts; // As above.

    /// <summary>Whether it is a RoleBinding or a ClusterRoleBinding.</summary>
    public bool IsBinding => Key.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding;

    /// <summary>It as a binding; null where it is none, or names no role.</summary>
    public AccessBinding? ToBinding() => IsBinding && Parts is { Role: { } role } parts ? new AccessBinding(Key, role, parts.Subjects) : null;
}
