using System.Diagnostics.CodeAnalysis;

namespace AuditDashboard.Queries;

/// <summary>The canned queries of this installation: those of the catalog file, then the user's own from settings.</summary>
public sealed class QueryCatalog
{
    /// <summary>The queries in catalog order (the order of pages, cards and the stack's legend).</summary>
    public IReadOnlyList<CannedQuery> Queries => throw new NotSupportedException("contract only");

    /// <summary>The catalog that ships with the product, without user queries.</summary>
    public static QueryCatalog BuiltIn => throw new NotSupportedException("contract only");

    /// <summary>Finds a query by id, ordinal.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out CannedQuery? query) => throw new NotSupportedException("contract only");
}
