using AuditDashboard.Queries;
using AuditDashboard.Settings;

namespace AuditDashboard.Commands;

/// <summary>Reads <c>--canned ID[,ID…]|all</c>.</summary>
internal static class CannedIds
{
    /// <summary>The queries in the order given, each once; <c>all</c> stands for the catalog in its order.</summary>
    /// <param name="given">The words of the command line.</param>
    /// <param name="catalog">The catalog; null to read the settings for it, if it takes more than the built-in queries.</param>
    /// <exception cref="CommandFailure">An id is unknown, or there are more than 64, or the setting <c>Queries</c> is wrong.</exception>
    public static IReadOnlyList<CannedQuery> Resolve(IReadOnlyList<string> given, QueryCatalog? catalog)
    {
        var ids = given.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();

        // Nobody's own query has the id of a built-in one.
        catalog ??= ids.All(id => QueryCatalog.BuiltIn.TryGet(id, out _)) ? QueryCatalog.BuiltIn : CannedCommand.LoadCatalog();
        var queries = new List<CannedQuery>();
        foreach (var id in ids)
        {
            IEnumerable<CannedQuery> named = id == "all" ? catalog.Queries : [Find(id, catalog)];
            queries.AddRange(named.Where(query => !queries.Contains(query)));
        }

        return queries.Count is >= 1 and <= 64
            ? queries
            : throw new CommandFailure(ExitCodes.BadRequest, "--canned names no query, or more than 64. Write up to 64 ids parted by commas, or all.");
    }

    /// <summary>Finds one query.</summary>
    /// <exception cref="CommandFailure">There is none of this id.</exception>
    public static CannedQuery Find(string id, QueryCatalog catalog)
    {
        if (catalog.TryGet(id, out var query))
        {
            return query;
        }

        var ids = catalog.Queries.Select(known => known.Id).ToArray();
        var near = NearName.Find(id, ids) is { } name ? $" Did you mean {name}?" : "";
        throw new CommandFailure(ExitCodes.BadRequest, $"There is no canned query '{id}'.{near} Known are {string.Join(", ", ids)}.");
    }
}
