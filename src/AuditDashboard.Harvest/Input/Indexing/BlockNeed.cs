using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>What a scan looks for: blocks that surely hold none of it need not be read.</summary>
public sealed class BlockNeed
{
    private readonly long _from;
    private readonly long _to;
    private readonly List<List<List<Sought>>> _queries;

    /// <summary>States what is looked for.</summary>
    /// <param name="fromMicros">First instant of the window, microseconds since 1970; null for no bound.</param>
    /// <param name="toMicros">First instant after the window; null for no bound.</param>
    /// <param name="queries">Of each query that runs in the scan, comparisons that each of its events fulfils: clauses, all of which hold, of alternatives, one of which does.</param>
    public BlockNeed(long? fromMicros, long? toMicros, IReadOnlyList<IReadOnlyList<IReadOnlyList<FieldCondition>>> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        _from = fromMicros ?? long.MinValue;
        _to = toMicros ?? long.MaxValue;
        HasWindow = fromMicros is not null || toMicros is not null;
        var usable = queries.Select(clauses => clauses.Where(clause => clause.Count > 0 && clause.All(c => CommonFields.TryRead(c, out _, out _))).ToList()).ToList();

        // One query that may match anything needs all blocks, whatever the others look for.
        var isAny = usable.Count == 0 || usable.Any(clauses => clauses.Count == 0);
        Conditions = isAny ? [] : [.. usable.Select(clauses => string.Join(" and ", clauses.Select(Describe)))];
        _queries = isAny ? [] : [.. usable.Select(clauses => clauses.Select(clause => clause.Select(Sought.Of).ToList()).ToList())];
    }

    /// <summary>True if there is a window.</summary>
    public bool HasWindow { get; }

    /// <summary>Of each query the conditions that blocks are chosen by, in words; empty if blocks are not chosen by conditions.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>True if no block can be left out.</summary>
    public bool IsAll => !HasWindow && _queries.Count == 0;

    /// <summary>False if nothing that is looked for can be in the block.</summary>
    internal bool Needs(BlockSummary block)
    {
        if (!block.IsPlain)
        {
            return true;
        }

        return block.LastMicros >= _from && (block.FirstMicros < _to || _to == long.MaxValue)
            && (_queries.Count == 0 || _queries.Exists(clauses => clauses.TrueForAll(clause => clause.Exists(sought => sought.MayBeIn(block)))));
    }

    private static string Describe(IReadOnlyList<FieldCondition> clause)
    {
        var words = string.Join(" or ", clause.Select(c => $"{string.Join('.', c.Parts)} = \"{c.Value}\""));
        return clause.Count > 1 ? $"({words})" : words;
    }

    private readonly record struct Sought(int Field, FieldHash Hash)
    {
        public static Sought Of(FieldCondition condition) =>
            CommonFields.TryRead(condition, out var hash, out var field) ? new Sought(field, hash) : throw new ArgumentException("An index knows no such condition.", nameof(condition));

        public bool MayBeIn(BlockSummary block) => (block.OddFields >> Field & 1) != 0 || BloomFilter.MayHold(block.Values, Hash);
    }
}
