using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Used;

/// <summary>The answer to "was it used?" in a sentence, with what cannot be told.</summary>
public sealed partial class UsedAnswer
{
    /// <summary>The answer.</summary>
    [Parameter, EditorRequired]
    public required UsedData Data { get; set; }

    /// <summary>Coverage of its window; null where nothing is known.</summary>
    [Parameter, EditorRequired]
    public required CoverageSummary? Coverage { get; set; }

    /// <summary>Cluster and window of the answer, for links to events.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The URL of a list of uses.</summary>
    [Parameter, EditorRequired]
    public required Func<UsedState, string> UrlFor { get; set; }

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    private bool CollectsUses => Catalog.TryGet(OptionalQueries.GrantsUsed.Id, out _);
}
