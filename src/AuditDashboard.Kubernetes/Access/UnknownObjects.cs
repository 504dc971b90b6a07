using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>Objects that are not known, in the order in which they were met.</summary>
internal sealed class UnknownObjects
{
    /// <summary>Objects that are named one by one; the rest is counted.</summary>
    private const int MaxNamed = 200;

    private readonly List<string> _named = [];
    private long _count;

    /// <summary>None as yet.</summary>
    public UnknownObjects()
    {
    }

    /// <summary>Those of another, to add more to.</summary>
    public UnknownObjects(UnknownObjects others) => (_named, _count) = ([.. others._named], others._count);

    /// <summary>A sentence each, and one for the rest.</summary>
    public IEnumerable<string> Sentences =>
        _count > _named.Count ? _named.Append(FormattableString.Invariant($"{_count - _named.Count} more objects are not known at this time.")) : _named;

    /// <summary>Adds one.</summary>
    /// <param name="key">The object.</param>
    /// <param name="words">What is said of it.</param>
    public void Add(ObjectKey key, string words)
    {
        _count++;
        if (_named.Count < MaxNamed)
        {
            _named.Add($"{key} {words}");
        }
    }
}
