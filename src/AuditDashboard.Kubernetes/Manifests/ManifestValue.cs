using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>A value of a Kubernetes object as JSON has it: object, list or scalar. Immutable; equal by content, members of objects in any order.</summary>
public abstract class ManifestValue : IEquatable<ManifestValue>
{
    /// <summary>Nesting up to which values are read. What is nested deeper is no object of the kinds that this program follows.</summary>
    public const int MaxDepth = 64;

    private protected ManifestValue()
    {
    }

    /// <summary>Reads one JSON value. Where a member occurs twice the last one wins. Never throws on content.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    /// <returns>Null where it is not JSON or nested deeper than <see cref="MaxDepth"/>.</returns>
    public static ManifestValue? Parse(ReadOnlySpan<byte> json)
    {
        if (!JsonTape.TryParse(Audit.AuditEventReader.WithoutByteOrderMark(json), out var tape))
        {
            return null;
        }

        using (tape)
        {
            return ManifestReader.Read(tape, 0);
        }
    }

    /// <inheritdoc/>
    public abstract bool Equals(ManifestValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as ManifestValue);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as JSON, members in their order.</summary>
    public sealed override string ToString() => ManifestJson.Write(this);
}
