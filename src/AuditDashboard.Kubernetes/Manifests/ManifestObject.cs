namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>An object: names with values, in the order in which they were written.</summary>
public sealed class ManifestObject : ManifestValue
{
    private readonly OrderedDictionary<string, ManifestValue> _members;

    private ManifestObject(OrderedDictionary<string, ManifestValue> members) => _members = members;

    /// <summary>An object without members.</summary>
    public static ManifestObject Empty { get; } = new([]);

    /// <summary>The members, in order.</summary>
    public IReadOnlyCollection<KeyValuePair<string, ManifestValue>> Members => _members;

    /// <summary>A member; null where absent.</summary>
    public ManifestValue? this[string name] => _members.GetValueOrDefault(name);

    /// <summary>Makes an object. Where a name occurs twice the last value wins.</summary>
    public static ManifestObject Of(IEnumerable<KeyValuePair<string, ManifestValue>> members)
    {
        var own = new OrderedDictionary<string, ManifestValue>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            own[name] = value;
        }

        return new ManifestObject(own);
    }

    /// <summary>Whether there is such a member, be it null.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>A member that is an object; null where absent or something else.</summary>
    public ManifestObject? ObjectAt(string name) => this[name] as ManifestObject;

    /// <summary>The items of a member that is a list; empty where absent or something else.</summary>
    public IReadOnlyList<ManifestValue> ListAt(string name) => this[name] is ManifestList list ? list.Items : [];

    /// <summary>A member that is a text; null where absent or something else.</summary>
    public string? TextAt(string name) => this[name] is ManifestScalar { Kind: ManifestScalarKind.Text, Value: var value } ? value : null;

    /// <summary>The texts of a list; items that are none are left out.</summary>
    public IReadOnlyList<string> TextsAt(string name) =>
        [.. ListAt(name).OfType<ManifestScalar>().Where(item => item.Kind == ManifestScalarKind.Text).Select(item => item.Value)];

    /// <summary>The object with a member set, in its old place where it has one.</summary>
    public ManifestObject With(string name, ManifestValue value)
    {
        var members = new OrderedDictionary<string, ManifestValue>(_members, StringComparer.Ordinal) { [name] = value };
        return new ManifestObject(members);
    }

    /// <summary>The object without a member.</summary>
    public ManifestObject Without(string name) => _members.ContainsKey(name) ? Of(_members.Where(member => member.Key != name)) : this;

    /// <inheritdoc/>
    public override bool Equals(ManifestValue? other) =>
        ReferenceEquals(this, other)
        || (other is ManifestObject right && _members.Count == right._members.Count && _members.All(member => member.Value.Equals(right[member.Key])));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Order must not count.
        var hash = _members.Count;
        foreach (var (name, value) in _members)
        {
            hash ^= HashCode.Combine(name, value);
        }

        return hash;
    }
}
