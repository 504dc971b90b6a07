using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Runs;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Collection;

/// <summary>Runs of harvest and import, newest first.</summary>
public sealed partial class RunTable
{
    /// <summary>The runs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RunRow> Runs { get; set; }

    /// <summary>True to name each run's cluster.</summary>
    [Parameter, EditorRequired]
    public required bool HasCluster { get; set; }

    private bool HasPrice => Runs.Any(run => run.PricePicos > 0);

    private static string? SavedWords(RunRow run) => run.AloneBytes > run.BytesScanned && run.BytesScanned > 0
        ? $"Query by query: {CostWords.Bytes(run.AloneBytes)}, {CostWords.Dollars(ScanPrice.ToDollars(run.PricePicos) * run.AloneBytes / run.BytesScanned)}"
        : null;
}
