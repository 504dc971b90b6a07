namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>A log group with its streams and events. Safe for several threads.</summary>
public sealed class LogGroup(string name, long creationMs)
{
    private const int MaxJudgedPatterns = 16;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, LogStream> _streams = new(StringComparer.Ordinal);
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<string, Dictionary<long, bool>> _judged = new(StringComparer.Ordinal);
    private bool _isSorted = true;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>When it was made, milliseconds since 1970.</summary>
    public long CreationMs { get; } = creationMs;

    /// <summary>Its class.</summary>
    public string Class { get; init; } = "STANDARD";

    /// <summary>The key that encrypts it; null for none.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>True if it is protected from being deleted.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Days after which events are refused; null keeps them for ever.</summary>
    public int? RetentionDays { get; set; }

    /// <summary>Bytes of all messages.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Number of events, visible or not.</summary>
    public int EventCount
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>The streams, by name.</summary>
    public IReadOnlyList<LogStream> Streams
    {
        get
        {
            lock (_lock)
            {
                return [.. _streams.Values];
            }
        }
    }

    /// <summary>Makes a stream; false if it exists.</summary>
    public bool TryAddStream(string stream, long nowMs)
    {
        lock (_lock)
        {
            return _streams.TryAdd(stream, new LogStream(stream, nowMs));
        }
    }

    /// <summary>True if there is such a stream.</summary>
    public bool HasStream(string stream)
    {
        lock (_lock)
        {
            return _streams.ContainsKey(stream);
        }
    }

    /// <summary>Adds an event.</summary>
    public void Add(StoredEvent added)
    {
        lock (_lock)
        {
            _isSorted &= _events.Count == 0 || StoredEvent.Compare(_events[^1], added) < 0;
            _events.Add(added);
            StoredBytes += added.Message.Length;
        }
    }

    /// <summary>The events of a time, by time, that are visible by now.</summary>
    /// <param name="fromMs">First millisecond.</param>
    /// <param name="toMs">Last millisecond, inclusive.</param>
    /// <param name="nowMs">By when.</param>
    public IReadOnlyList<StoredEvent> Visible(long fromMs, long toMs, long nowMs)
    {
        lock (_lock)
        {
            if (!_isSorted)
            {
                _events.Sort(StoredEvent.Compare);
                _isSorted = true;
            }

            var found = new List<StoredEvent>();
            for (var i = FirstAtOrAfter(fromMs); i < _events.Count && _events[i].TimestampMs <= toMs; i++)
            {
                if (_events[i].VisibleAtMs <= nowMs)
                {
                    found.Add(_events[i]);
                }
            }

            return found;
        }
    }

    /// <summary>True if a pattern lets an event through; each event is judged once by each pattern, since searches of the same time are repeated for days.</summary>
    /// <param name="text">The pattern's text.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="stored">The event.</param>
    public bool IsLetThrough(string text, FilterPattern pattern, StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(stored);
        lock (_lock)
        {
            if (!_judged.TryGetValue(text, out var judged))
            {
                if (_judged.Count == MaxJudgedPatterns)
                {
                    _judged.Clear();
                }

                _judged.Add(text, judged = []);
            }

            if (!judged.TryGetValue(stored.Id, out var isLetThrough))
            {
                judged.Add(stored.Id, isLetThrough = pattern.Matches(System.Text.Encoding.UTF8.GetString(stored.Message.Span)));
            }

            return isLetThrough;
        }
    }

    private int FirstAtOrAfter(long ms)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].TimestampMs < ms ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
