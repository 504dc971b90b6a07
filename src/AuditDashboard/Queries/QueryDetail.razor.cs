using AuditDashboard.Shared.Scope;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Queries;

/// <summary>One canned query: what it is for, both texts, what differs, and its last runs.</summary>
public sealed partial class QueryDetail
{
    /// <summary>The query with its runs.</summary>
    [Parameter, EditorRequired]
    public required CatalogRow Row { get; set; }

    /// <summary>The scope over the page's window, for the link to its events.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>True to name each run's cluster.</summary>
    [Parameter, EditorRequired]
    public required bool HasCluster { get; set; }

    private CannedQuery Query => Row.Query;
}
