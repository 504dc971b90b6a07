namespace AuditDashboard.Storage.Events;

/// <summary>The events of a list at one moment, in its order: what is stored afterwards is not in it. It holds row numbers alone, 8 bytes an event; none of them is ever another event's, also where events are removed.</summary>
public sealed class EventSelection
{
    private readonly List<long[]> _parts;

    internal EventSelection(List<long[]> parts)
    {
        _parts = parts;
        Count = parts.Sum(part => (long)part.Length);
    }

    /// <summary>Events whose row numbers are known, in this order.</summary>
    public static EventSelection Of(IEnumerable<long> rows) => new([[.. rows]]);

    /// <summary>How many events it holds.</summary>
    public long Count { get; }

    /// <summary>The row numbers in order.</summary>
    public IEnumerable<long> Rows => _parts.SelectMany(part => part);

    /// <summary>The row numbers in order, in portions.</summary>
    /// <param name="size">Most numbers of a portion, 1 or more.</param>
    internal IEnumerable<ArraySegment<long>> Portions(int size)
    {
        foreach (var part in _parts)
        {
            for (var at = 0; at < part.Length; at += size)
            {
                yield return new ArraySegment<long>(part, at, Math.Min(size, part.Length - at));
            }
        }
    }
}
