using System.Diagnostics.CodeAnalysis;
using AuditDashboard.Queries.Catalog;

namespace AuditDashboard.Queries;

/// <summary>The canned queries of this installation: those of the catalog file, then the user's own from settings.</summary>
public sealed class QueryCatalog
{
    // One bit each in the mask of a scan.
    private const int MostQueries = 64;

    private static readonly Lazy<QueryCatalog> Shipped = new(() => new QueryCatalog([.. CatalogFile.Read().Queries.Select(QueryCompiler.Compile)]));

    private readonly Dictionary<string, CannedQuery> _byId;

    private QueryCatalog(IReadOnlyList<CannedQuery> queries)
    {
        Queries = queries;
        _byId = queries.ToDictionary(q => q.Id, StringComparer.Ordinal);
    }

    /// <summary>The queries in catalog order (the order of pages, cards and the stack's legend).</summary>
    public IReadOnlyList<CannedQuery> Queries { get; }

    /// <summary>The catalog that ships with the product, without user queries.</summary>
    public static QueryCatalog BuiltIn => Shipped.Value;

    /// <summary>The shipped catalog with a user's queries behind it. Queries with errors are left out.</summary>
    /// <param name="userQueries">The user's queries, in order.</param>
    /// <param name="errors">One finding for each query that is wrong; none if all are right.</param>
    public static QueryCatalog Create(IReadOnlyList<UserQuery> userQueries, out IReadOnlyList<UserQueryError> errors)
    {
        ArgumentNullException.ThrowIfNull(userQueries);
        var found = new List<UserQueryError>();
        var queries = new List<CannedQuery>(BuiltIn.Queries);
        for (var i = 0; i < userQueries.Count; i++)
        {
            // Users' queries are drawn below the catalog's, the first of them first.
            var rank = BuiltIn.Queries.Count + 1 + i;
            if (queries.Count >= MostQueries)
            {
                found.Add(new UserQueryError(i, $"There are more than {MostQueries} queries; remove some."));
            }
            else if (!QueryCompiler.TryCompile(userQueries[i], rank, out var query, out var error))
            {
                found.Add(new UserQueryError(i, error));
            }
            else if (queries.Concat(TrailQueries.All).Any(q => q.Id == query.Id))
            {
                found.Add(new UserQueryError(i, $"The id '{query.Id}' is taken; choose another."));
            }
            else
            {
                queries.Add(query);
            }
        }

        errors = found;
        return new QueryCatalog(queries);
    }

    /// <summary>Finds a query by id, ordinal.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out CannedQuery? query) => _byId.TryGetValue(id, out query);
}
