using System.Text.Json;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Collection;

/// <summary>The runs of harvest and import as a file.</summary>
internal sealed class RunTableSource(RunStore runs)
    : TableSource<Scoped>(
        "runs",
        "Runs of harvest and import as a file, newest first. The window is not used: all that are kept are exported.",
        ExportForm.Scope)
{
    /// <inheritdoc/>
    protected override Scoped Ask(TableRequest request) => request.ReadScope();

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped asked, CancellationToken cancellationToken)
    {
        var (scope, window) = asked;
        var rows = await runs.GetLatestAsync(scope.Cluster, int.MaxValue, cancellationToken);
        return new Table
        {
            Page = DashboardUrls.Collection(scope.Over(window)),
            Cluster = scope.Cluster,
            Contents = "runs of harvest and import, all that are kept",
            Rows = TableRows.Of(rows, RunItem.Of),
        };
    }
}

/// <summary>A run in an export.</summary>
internal sealed record RunItem
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs, and where its program was killed.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    public required string Cluster { get; init; }

    /// <summary>What started it, such as schedule.</summary>
    public required string Trigger { get; init; }

    public required string State { get; init; }

    /// <summary>Whether the program that ran it is gone without ending it.</summary>
    public required bool Abandoned { get; init; }

    public required long NewEvents { get; init; }

    public required long KnownEvents { get; init; }

    /// <summary>New events in time that had counted as settled.</summary>
    public required long LateEvents { get; init; }

    /// <summary>Records that could not be read.</summary>
    public required long Unreadable { get; init; }

    public required long BytesScanned { get; init; }

    /// <summary>What the source bills, in US dollars.</summary>
    public required double Dollars { get; init; }

    public required string? Error { get; init; }

    public static RunItem Of(RunRow run) => new()
    {
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Cluster = run.Cluster,
        Trigger = JsonNamingPolicy.CamelCase.ConvertName(run.Trigger.ToString()),
        State = JsonNamingPolicy.CamelCase.ConvertName(run.State.ToString()),
        Abandoned = run.IsAbandoned,
        NewEvents = run.EventsInserted,
        KnownEvents = run.EventsKnown,
        LateEvents = run.EventsLate,
        Unreadable = run.Quarantined,
        BytesScanned = run.BytesScanned,
        Dollars = ScanPrice.ToDollars(run.PricePicos),
        Error = run.Error,
    };
}
