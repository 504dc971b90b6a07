using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>A chip whose values are resolved to numbers.</summary>
/// <param name="Facet">The property.</param>
/// <param name="Numbers">Ids or values that are stored; values that no event has are left out.</param>
/// <param name="HasAbsent">True if "absent" is among the values.</param>
/// <param name="IsExcluded">True for "is not".</param>
internal sealed record ValueCondition(EventFacet Facet, IReadOnlyList<long> Numbers, bool HasAbsent, bool IsExcluded)
{
    /// <summary>True if no event can pass. Every stored event has a query that selects it, so none lacks that.</summary>
    public bool IsImpossible => !IsExcluded && Numbers.Count == 0 && (!HasAbsent || Facet == EventFacet.Query);

    /// <summary>True if an index finds all rows that pass.</summary>
    public bool IsDriver => !IsExcluded && !HasAbsent && Numbers.Count > 0 && FacetColumn.Of(Facet).Index is not null;

    /// <summary>The condition that one of these queries selects the event <c>e</c>: told by its bits, for queries past them by its matches.</summary>
    public static string SelectedBy(SqlParts sql, IReadOnlyCollection<long> queryIds)
    {
        var beyond = queryIds.Where(id => !QueryBits.Has(id)).ToList();
        var byBits = $"(e.query_bits & {sql.Value(QueryBits.Of(queryIds))}) <> 0";
        return beyond.Count == 0
            ? $"({byBits})"
            : $"({byBits} OR EXISTS (SELECT 1 FROM event_match x WHERE x.event_id = e.id AND x.query_id {sql.IsIn(beyond)}))";
    }

    /// <summary>Adds the condition.</summary>
    public void AddTo(SqlParts sql)
    {
        var column = Facet == EventFacet.Outcome ? FacetWords.OutcomeSql : FacetColumn.Of(Facet).Sql;
        if (Facet == EventFacet.Query)
        {
            if (Numbers.Count > 0)
            {
                sql.And(IsExcluded ? $"NOT {SelectedBy(sql, Numbers)}" : SelectedBy(sql, Numbers));
            }

            return;
        }

        // What has no value passes "is not", unless "absent" itself is excluded.
        sql.And((IsExcluded, HasAbsent, Numbers.Count) switch
        {
            (false, false, 0) => throw new InvalidOperationException("An impossible filter is never run: SQLite has no plan for a false condition on a named index."),
            (false, true, 0) => $"{column} IS NULL",
            (false, false, _) => $"{column} {sql.IsIn(Numbers)}",
            (false, true, _) => $"({column} IS NULL OR {column} {sql.IsIn(Numbers)})",
            (true, false, 0) => "1",
            (true, true, 0) => $"{column} IS NOT NULL",
            (true, false, _) => $"({column} IS NULL OR NOT {column} {sql.IsIn(Numbers)})",
            (true, true, _) => $"({column} IS NOT NULL AND NOT {column} {sql.IsIn(Numbers)})",
        });
    }
}
