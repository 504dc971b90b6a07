namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>A list of values.</summary>
/// <param name="items">The items, in order.</param>
public sealed class ManifestList(IReadOnlyList<ManifestValue> items) : ManifestValue
{
    /// <summary>The items, in order.</summary>
    public IReadOnlyList<ManifestValue> Items { get; } = items;

    /// <inheritdoc/>
    public override bool Equals(ManifestValue? other) => other is ManifestList list && Items.SequenceEqual(list.Items);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
