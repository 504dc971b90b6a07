using System.Numerics;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>The queries that select an event, as bits of its row: bit n stands for the query with row number n.</summary>
/// <remarks>Queries past <see cref="MaxId"/> have no bit; whoever asks for one of those must look at <c>event_match</c>, which holds all.</remarks>
internal static class QueryBits
{
    /// <summary>The greatest row number of a query that has a bit.</summary>
    public const long MaxId = 62;

    /// <summary>True if the query has a bit.</summary>
    public static bool Has(long queryId) => queryId is >= 0 and <= MaxId;

    /// <summary>The bits of these queries; those without one are left out.</summary>
    public static long Of(IEnumerable<long> queryIds)
    {
        var bits = 0L;
        foreach (var id in queryIds)
        {
            bits |= Has(id) ? 1L << (int)id : 0;
        }

        return bits;
    }

    /// <summary>The queries of these bits.</summary>
    public static IEnumerable<long> IdsOf(long bits)
    {
        for (var rest = bits; rest != 0; rest &= rest - 1)
        {
            yield return BitOperations.TrailingZeroCount(rest);
        }
    }

    /// <summary>The queries that have no bit; hardly ever any.</summary>
    public static List<long> Beyond(SqliteConnection connection)
    {
        using var select = new NativeStatement(connection, "SELECT id FROM query ORDER BY id DESC");
        var beyond = new List<long>();
        while (select.Step() && !Has(select.Number(0)))
        {
            beyond.Add(select.Number(0));
        }

        return beyond;
    }
}
