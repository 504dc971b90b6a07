namespace AuditDashboard.Commands.Querying;

/// <summary>
/// Many small values that are put in order at the end, in short runs that are sorted one by one and merged: a list that doubles would leave behind, and
/// keep in memory until the end, as much again as it holds.
/// </summary>
internal sealed class MatchRuns<T>
    where T : struct, IComparable<T>
{
    // So short that the runs are no large objects, which are collected last of all.
    private const int RunLength = 2_048;

    private readonly List<T[]> _runs = [];
    private int _length;

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        if (_length == 0)
        {
            _runs.Add(new T[RunLength]);
        }

        _runs[^1][_length] = value;
        _length = (_length + 1) % RunLength;
    }

    /// <summary>All values in order. Nothing may be added once this was asked for.</summary>
    public IEnumerable<T> InOrder()
    {
        var next = new PriorityQueue<(int Run, int At), T>(_runs.Count);
        for (var run = 0; run < _runs.Count; run++)
        {
            Used(run).Sort();
            next.Enqueue((run, 0), _runs[run][0]);
        }

        while (next.TryDequeue(out var place, out var value))
        {
            yield return value;
            if (place.At + 1 < Used(place.Run).Length)
            {
                next.Enqueue((place.Run, place.At + 1), _runs[place.Run][place.At + 1]);
            }
        }
    }

    // All runs are full but the last.
    private Span<T> Used(int run) => run == _runs.Count - 1 && _length > 0 ? _runs[run].AsSpan(0, _length) : _runs[run];
}
