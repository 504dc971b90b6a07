using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>Where a facet's value is stored.</summary>
/// <param name="Sql">The column of the event row <c>e</c> that it is told by.</param>
/// <param name="Dimension">The table of its texts; null where the number is the value.</param>
/// <param name="Index">The index that finds rows by one value; null if there is none.</param>
internal sealed record FacetColumn(string Sql, string? Dimension, string? Index)
{
    /// <summary>The column of a facet.</summary>
    public static FacetColumn Of(EventFacet facet) => facet switch
    {
        EventFacet.Kind => new("e.kind", null, null),
        EventFacet.Verb => new("e.verb_id", "word", null),
        EventFacet.Actor => new("e.user_id", "user_name", EventIndex.User),
        EventFacet.Namespace => new("e.namespace_id", "namespace", EventIndex.Namespace),
        EventFacet.Outcome => new("e.code", null, null),
        EventFacet.SourceIp => new("e.address_id", "address", EventIndex.Address),
        EventFacet.Code => new("e.code", null, null),
        EventFacet.Resource => new("e.resource_id", "resource", null),
        EventFacet.Name => new("e.name_id", "object_name", EventIndex.Name),
        EventFacet.ApiGroup => new("e.api_group_id", "word", null),
        EventFacet.UserAgent => new("e.user_agent_id", "user_agent", null),
        EventFacet.RequestUri => new("e.uri_id", "uri", EventIndex.Uri),
        EventFacet.AuditId => new("e.audit_id_id", "audit_id", EventIndex.AuditId),
        EventFacet.Stage => new("e.stage_id", "word", null),
        EventFacet.Query => new("e.query_bits", "query", null),
        _ => throw new ArgumentOutOfRangeException(nameof(facet)),
    };

    /// <summary>Counts of a facet's values from counts of its column's numbers: outcomes are several codes each, and an event counts for each of its queries.</summary>
    public static Dictionary<long, long> ToValues(EventFacet facet, Dictionary<long, long> counts)
    {
        if (facet is not (EventFacet.Outcome or EventFacet.Query))
        {
            return counts;
        }

        var values = new Dictionary<long, long>();
        foreach (var (number, count) in counts)
        {
            foreach (var value in ValuesOf(facet, number))
            {
                values[value] = values.GetValueOrDefault(value) + count;
            }
        }

        return values;
    }

    /// <summary>The values that a number of the column stands for: one, or one a query.</summary>
    public static IEnumerable<long> ValuesOf(EventFacet facet, long number) => facet switch
    {
        EventFacet.Outcome => [FacetWords.OutcomeNumber(number == FacetTexts.Absent ? null : number)],
        EventFacet.Query => QueryBits.IdsOf(number),
        _ => [number],
    };
}
