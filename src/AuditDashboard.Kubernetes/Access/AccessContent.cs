using System.Text;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>What access depends on of one version of an object: rules, labels, subjects, the role given, rows of aws-auth. Packed, since thousands of versions are kept.</summary>
public sealed class AccessContent
{
    private static readonly string[] Members = ["rules", "aggregationRule", "subjects", "roleRef", "data"];

    private readonly byte[] _json;
    private readonly WeakReference<ManifestObject?> _parsed = new(null);
    private AccessParts? _parts;

    private AccessContent(byte[] json) => _json = json;

    /// <summary>Bytes that it takes.</summary>
    public int Length => _json.Length;

    /// <summary>The members as a manifest; read again only if nobody holds it any more.</summary>
    public ManifestObject Manifest
    {
        get
        {
            if (!_parsed.TryGetTarget(out var manifest))
            {
                // Written by this class, so it can be read.
                manifest = (ManifestObject)ManifestValue.Parse(_json)!;
                _parsed.SetTarget(manifest);
            }

            return manifest;
        }
    }

    /// <summary>What tells whom and which roles it bears on; read once and kept, since each change of a cluster asks all of its bindings.</summary>
    internal AccessParts Parts => _parts ??= AccessParts.Of(Manifest);

    /// <summary>Packs an object.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="manifest">The object.</param>
    public static AccessContent Of(TrackedKind kind, ManifestObject manifest) => new(Encoding.UTF8.GetBytes(ManifestJson.Write(Reduced(kind, manifest))));

    /// <summary>Whether another says the same.</summary>
    public bool IsSame(AccessContent other) => _json.AsSpan().SequenceEqual(other._json);

    /// <summary>A number that is the same for contents that say the same.</summary>
    public int Hash()
    {
        var hash = default(HashCode);
        hash.AddBytes(_json);
        return hash.ToHashCode();
    }

    private static ManifestObject Reduced(TrackedKind kind, ManifestObject manifest)
    {
        var members = manifest.Members.Where(member => Members.Contains(member.Key) && (member.Key == "data") == (kind == TrackedKind.AwsAuth));
        return kind == TrackedKind.ClusterRole && manifest.ObjectAt("metadata")?.ObjectAt("labels") is { } labels
            ? ManifestObject.Of(members.Prepend(new("metadata", ManifestObject.Of([new("labels", labels)]))))
            : ManifestObject.Of(members);
    }
}
