namespace AuditDashboard.Commands.Querying;

/// <summary>What canned queries selected in one pass, kept by query until all input is read: newest first, ties in input order, undated last.</summary>
internal sealed class CannedMatches : IDisposable
{
    private readonly PriorityQueue<Match, Match>[] _newest;
    private readonly MatchRuns<Match>[] _all;
    private readonly int? _limit;
    private readonly MessageStore _store;
    private long _sequence;

    /// <summary>Keeps matches.</summary>
    /// <param name="queries">How many queries there are, 1 to 64.</param>
    /// <param name="limit">Most rows a query; null for all.</param>
    /// <param name="memoryLimit">Bytes of records that stay in memory.</param>
    public CannedMatches(int queries, int? limit, int memoryLimit)
    {
        _limit = limit;
        _store = new MessageStore(memoryLimit);
        _all = [.. Enumerable.Range(0, queries).Select(_ => new MatchRuns<Match>())];

        // The queue gives up the last of the order first.
        var lastFirst = Comparer<Match>.Create((left, right) => right.CompareTo(left));
        _newest = [.. Enumerable.Range(0, queries).Select(_ => new PriorityQueue<Match, Match>(lastFirst))];
    }

    /// <summary>Keeps one record for each query of the mask, unless the limit leaves no room for it.</summary>
    /// <param name="mask">Bit i is set if query i selects the record.</param>
    /// <param name="timeMicros">Its time; null if undated.</param>
    /// <param name="message">The record; copied.</param>
    public void Add(ulong mask, long? timeMicros, ReadOnlySpan<byte> message)
    {
        var match = new Match(timeMicros, _sequence++);
        var isStored = false;
        for (var i = 0; i < _all.Length; i++)
        {
            if ((mask >> i & 1) == 0 || !HasRoom(i, match))
            {
                continue;
            }

            if (!isStored)
            {
                match = match with { Place = _store.Add(message) };
                isStored = true;
            }

            Keep(i, match);
        }
    }

    /// <summary>The matches of one query in the order of the contract.</summary>
    public IEnumerable<(long? TimeMicros, ReadOnlyMemory<byte> Message)> Of(int query)
    {
        var matches = _limit is null ? _all[query].InOrder() : _newest[query].UnorderedItems.Select(item => item.Element).Order();
        return matches.Select(match => (match.TimeMicros, _store.Get(match.Place)));
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private bool HasRoom(int query, Match match) =>
        _limit is not { } limit
        || _newest[query].Count < limit
        || (limit > 0 && match.CompareTo(_newest[query].Peek()) < 0);

    private void Keep(int query, Match match)
    {
        if (_limit is not { } limit)
        {
            _all[query].Add(match);
        }
        else if (_newest[query].Count < limit)
        {
            _newest[query].Enqueue(match, match);
        }
        else
        {
            _newest[query].EnqueueDequeue(match, match);
        }
    }

    // Small, for there may be many: undated ones have the least time there is, which puts them last.
    private readonly record struct Match(long Time, long Sequence, MessageStore.Place Place) : IComparable<Match>
    {
        public Match(long? timeMicros, long sequence)
            : this(timeMicros ?? long.MinValue, sequence, default)
        {
        }

        public long? TimeMicros => Time == long.MinValue ? null : Time;

        public int CompareTo(Match other) => Time != other.Time ? other.Time.CompareTo(Time) : Sequence.CompareTo(other.Sequence);
    }
}
