using System.Text.Json;

namespace AuditDashboard.Storage.Clusters;

/// <summary>
/// The clusters whose data may be read: all, or some by name. The scope that is current holds for everything that the running operation reads and
/// writes, also on other threads that it starts; see <see cref="ScopedViews"/>. Equal scopes allow the same clusters.
/// </summary>
public sealed class ClusterScope : IEquatable<ClusterScope>
{
    private static readonly AsyncLocal<ClusterScope?> Running = new();

    private readonly string[]? _names;

    private ClusterScope(string[]? names) => _names = names;

    /// <summary>Every cluster, also those that are yet to come.</summary>
    public static ClusterScope All { get; } = new(null);

    /// <summary>No cluster at all: what a request may read before it is known who asks.</summary>
    public static ClusterScope None { get; } = new([]);

    /// <summary>The scope of the running operation. <see cref="All"/> where none was entered: the command line and the program's own jobs.</summary>
    public static ClusterScope Current => Running.Value ?? All;

    /// <summary>True if nothing is left out.</summary>
    public bool IsAll => _names is null;

    /// <summary>The names, sorted; empty also for <see cref="All"/>.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <summary>These clusters alone, by their exact names.</summary>
    public static ClusterScope Of(IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>Reads what <see cref="ToText"/> wrote; whatever is something else allows nothing.</summary>
    /// <param name="text">A JSON list of names; null for all.</param>
    public static ClusterScope FromText(string? text)
    {
        try
        {
            return text is null ? All : Of(JsonSerializer.Deserialize(text, ScopeJson.Default.StringArray) ?? []);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The scope as it is stored: a JSON list of names; null for all.</summary>
    public string? ToText() => _names is null ? null : JsonSerializer.Serialize(_names, ScopeJson.Default.StringArray);

    /// <summary>True if the cluster may be read.</summary>
    public bool Allows(string cluster) => _names is null || Array.BinarySearch(_names, cluster, StringComparer.Ordinal) >= 0;

    /// <summary>Makes this the scope of everything that the caller does from here on, until what is returned is disposed.</summary>
    public IDisposable Enter()
    {
        var before = Running.Value;
        Running.Value = this;
        return new Left(before);
    }

    /// <inheritdoc/>
    public bool Equals(ClusterScope? other) =>
        other is not null && (_names is null ? other._names is null : other._names is not null && _names.AsSpan().SequenceEqual(other._names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClusterScope);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(IsAll);
        foreach (var name in Names)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private sealed class Left(ClusterScope? before) : IDisposable
    {
        public void Dispose() => Running.Value = before;
    }
}
