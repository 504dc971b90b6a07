using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Events;

/// <summary>Reads what an event's page shows.</summary>
public sealed class EventPageModel(EventReader events, ScopeCoverageReader coverage)
{
    /// <summary>Most rows of each list beside the event.</summary>
    public const int MaxRows = 50;

    /// <summary>Reads one event with what stands around it.</summary>
    public async Task<EventPageData> LoadAsync(EventPageState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!state.IsPossible || await events.FindAsync(state.Id, cancellationToken) is not { } stored)
        {
            return new EventPageData();
        }

        var row = stored.Row;
        var data = new EventPageData
        {
            Event = stored,
            Audit = AuditEventReader.Read(stored.Json.Span) is AuditReadResult.Readable(var audit) ? audit : new AuditEvent(),
            Window = state.Window(row.Time, now),
        };
        if (data.Window is { } window)
        {
            var actor = new EventFilter { Cluster = row.Cluster, Window = window, Facets = [new FacetFilter(EventFacet.Actor, [row.User ?? ""], IsExcluded: false)] };
            data = data with
            {
                SameActor = (await events.GetPageAsync(actor, null, MaxRows, cancellationToken)).Rows,
                SameActorCount = (await events.CountAsync(actor, cancellationToken)).Events,
                Coverage = await coverage.GetAsync(row.Cluster, window, null, cancellationToken),
            };
        }

        return string.IsNullOrEmpty(row.AuditId) ? data : await WithSameAuditIdAsync(data, row, cancellationToken);
    }

    private async Task<EventPageData> WithSameAuditIdAsync(EventPageData data, EventRow row, CancellationToken cancellationToken)
    {
        var dated = new EventFilter { Cluster = row.Cluster, Facets = [new FacetFilter(EventFacet.AuditId, [row.AuditId!], IsExcluded: false)] }; // checked by the caller
        var undated = dated with { OnlyUndated = true };
        var rows = (await events.GetPageAsync(dated, null, MaxRows, cancellationToken)).Rows.ToList();
        rows.AddRange((await events.GetPageAsync(undated, null, MaxRows, cancellationToken)).Rows);
        return data with
        {
            SameAuditId = [.. rows.Take(MaxRows)],
            SameAuditIdCount = (await events.CountAsync(dated, cancellationToken)).Events + (await events.CountAsync(undated, cancellationToken)).Events,
        };
    }
}
