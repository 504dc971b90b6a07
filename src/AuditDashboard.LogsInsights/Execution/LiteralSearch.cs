using AuditDashboard.LogsInsights.Planning;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// Decides over a record's bytes, before anything is parsed, which conditions can match it at all. Each literal is searched at most
/// once a record. Records that write a letter as an escape count as able to match.
/// </summary>
internal sealed class LiteralSearch
{
    private const int StackLimit = 256;

    private readonly byte[][] _literals;
    private readonly int[][][] _conditions;
    private readonly bool _hasPunctuation;
    private readonly bool _hasSlash;

    /// <summary>Makes a search for conditions (at most 64), each given by its clauses.</summary>
    public LiteralSearch(IReadOnlyList<Literal[][]> conditions)
    {
        var literals = new List<Literal>();
        var index = new Dictionary<Literal, int>();
        _conditions = new int[conditions.Count][][];
        for (var i = 0; i < _conditions.Length; i++)
        {
            _conditions[i] = new int[conditions[i].Length][];
            for (var clause = 0; clause < _conditions[i].Length; clause++)
            {
                _conditions[i][clause] = Array.ConvertAll(conditions[i][clause], Index);
            }
        }

        _literals = [.. literals.Select(literal => literal.Bytes)];
        _hasPunctuation = literals.Exists(l => l.Text.AsSpan().IndexOfAnyInRange(' ', '/') >= 0);
        _hasSlash = literals.Exists(l => l.Text.Contains('/', StringComparison.Ordinal));

        int Index(Literal literal)
        {
            if (!index.TryGetValue(literal, out var at))
            {
                index.Add(literal, at = literals.Count);
                literals.Add(literal);
            }

            return at;
        }
    }

    /// <summary>Bit i is set if condition i may match; where it is not set, it cannot.</summary>
    public ulong Candidates(ReadOnlySpan<byte> record)
    {
        var found = _literals.Length <= StackLimit ? stackalloc sbyte[_literals.Length] : new sbyte[_literals.Length];
        found.Clear();
        var candidates = 0UL;
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (HoldsAll(_conditions[i], record, found))
            {
                candidates |= 1UL << i;
            }
        }

        var all = _conditions.Length == 64 ? ulong.MaxValue : (1UL << _conditions.Length) - 1;
        return candidates != all && MayHideLetters(record, _hasPunctuation, _hasSlash) ? all : candidates;
    }

    /// <summary>True if the record writes a printable character as an escape, so that a literal may stand there unseen.</summary>
    internal static bool MayHideLetters(ReadOnlySpan<byte> record, bool includesPunctuation, bool includesSlash)
    {
        if (includesSlash && record.IndexOf("\\/"u8) >= 0)
        {
            return true;
        }

        // Letters and digits are \u0030 to \u007a. Punctuation is \u002x: the API server itself writes \u0026, so that class
        // counts only where a literal holds such a character.
        var lowest = includesPunctuation ? (byte)'2' : (byte)'3';
        while (true)
        {
            var at = record.IndexOf("\\u00"u8);
            if (at < 0)
            {
                return false;
            }

            if (at + 4 < record.Length && record[at + 4] >= lowest && record[at + 4] <= (byte)'7')
            {
                return true;
            }

            record = record[(at + 4)..];
        }
    }

    private bool HoldsAll(int[][] clauses, ReadOnlySpan<byte> record, Span<sbyte> found)
    {
        foreach (var clause in clauses)
        {
            var holds = false;
            foreach (var literal in clause)
            {
                if (found[literal] == 0)
                {
                    found[literal] = record.IndexOf(_literals[literal]) >= 0 ? (sbyte)1 : (sbyte)-1;
                }

                if (found[literal] > 0)
                {
                    holds = true;
                    break;
                }
            }

            if (!holds)
            {
                return false;
            }
        }

        return true;
    }
}
