using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Actors;

/// <summary>Reads what was collected of one user. Singleton: holds nothing between reads.</summary>
public sealed class ActorReportReader(EventReader events, BinReader bins, ImpersonationReader impersonations)
{
    /// <summary>Values of each property.</summary>
    public const int MaxValues = 100;

    /// <summary>Most users of an export.</summary>
    public const int MaxListed = 100_000;

    /// <summary>Newest events that are read whole, for the ways of signing in.</summary>
    public const int MaxRead = 200;

    /// <summary>Days before the window that what is usual is taken from.</summary>
    public const int UsualDays = 30;

    /// <summary>Users of each side of impersonations.</summary>
    public const int MaxPeers = 20;

    private const int MaxBins = 1_500;
    private const int MaxAttempts = 3;

    /// <summary>The properties that are counted.</summary>
    public static IReadOnlyList<EventFacet> Facets { get; } =
    [
        EventFacet.Verb, EventFacet.Resource, EventFacet.Namespace, EventFacet.Name, EventFacet.Outcome, EventFacet.SourceIp, EventFacet.UserAgent, EventFacet.Kind,
        EventFacet.Query,
    ];

    private static readonly string[] RefusedOutcomes = [FacetWords.RefusedByRbac, FacetWords.NotSignedIn];

    /// <summary>Which events are a user's.</summary>
    /// <param name="name">The user's name; empty for requests that were not signed in.</param>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window; null for everything stored.</param>
    public static EventFilter FilterOf(string name, string? cluster, TimeWindow? window) =>
        new() { Cluster = cluster, Window = window, Facets = [new FacetFilter(EventFacet.Actor, [name], IsExcluded: false)] };

    /// <summary>Reads the report; once more if new events came in between its parts.</summary>
    /// <param name="name">The user's name; empty for requests that were not signed in.</param>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window, not empty.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ActorReport> ReadAsync(string name, string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var report = await ReadOnceAsync(name, cluster, window, cancellationToken);
            if (attempt == MaxAttempts || (report.Count.Events == report.Bins.Series.Sum(series => series.Total) && report.Count.Events == report.Of(EventFacet.Outcome).Values.Sum(value => value.Count)))
            {
                return report;
            }
        }
    }

    /// <summary>The users of a window, most events first, and how many there are.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="limit">Most users, up to <see cref="MaxListed"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<FacetCounts> ListAsync(string? cluster, TimeWindow window, int limit, CancellationToken cancellationToken) =>
        (await events.GetFacetsAsync(new EventFilter { Cluster = cluster, Window = window }, [EventFacet.Actor], limit, cancellationToken))[0];

    private async Task<ActorReport> ReadOnceAsync(string name, string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var filter = FilterOf(name, cluster, window);
        var ever = FilterOf(name, cluster, window: null);
        var shown = ActorHours.Shown(window);
        var refusedFilter = filter with { Facets = [.. filter.Facets, new FacetFilter(EventFacet.Outcome, RefusedOutcomes, IsExcluded: false)] };

        // SQLite answers on the calling thread, so side by side needs a thread each.
        var count = Task.Run(() => events.CountAsync(filter, cancellationToken), cancellationToken);
        var undated = Task.Run(() => events.CountAsync(ever with { OnlyUndated = true }, cancellationToken), cancellationToken);
        var facets = Task.Run(() => events.GetFacetsAsync(filter, Facets, MaxValues, cancellationToken), cancellationToken);
        var refused = Task.Run(() => events.GetFacetsAsync(refusedFilter, [EventFacet.Resource], MaxValues, cancellationToken), cancellationToken);
        var first = Task.Run(() => events.FindFirstAsync(ever, cancellationToken), cancellationToken);
        var last = Task.Run(() => events.GetPageAsync(ever, after: null, limit: 1, cancellationToken), cancellationToken);
        var chart = Task.Run(() => bins.GetFilteredAsync(filter, EventFacet.Outcome, BinRollup.WidthFor(window, MaxBins), maxSeries: 8, cancellationToken), cancellationToken);
        var hours = Task.Run(() => bins.GetFilteredAsync(filter with { Window = shown }, by: null, 60, maxSeries: 1, cancellationToken), cancellationToken);
        var usual = Task.Run(() => ReadUsualAsync(name, cluster, window, cancellationToken), cancellationToken);
        var faces = Task.Run(() => ReadFacesAsync(filter, ever, cancellationToken), cancellationToken);
        var acted = Task.Run(() => impersonations.ReadAsync(name, cluster, window, MaxPeers, cancellationToken), cancellationToken);
        await Task.WhenAll(count, undated, facets, refused, first, last, chart, hours, usual, faces, acted);
        return new ActorReport
        {
            Name = name,
            Cluster = cluster,
            Window = window,
            Count = await count,
            Undated = (await undated).Events,
            Facets = await facets,
            Refused = (await refused)[0],
            First = await first,
            Last = (await last).Rows.FirstOrDefault(row => row.Time is not null),
            Bins = await chart,
            Hours = ActorHours.Of(await hours),
            Usual = await usual,
            Faces = await faces,
            Impersonations = await acted,
        };
    }

    private async Task<ActorHabits> ReadUsualAsync(string name, string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var before = new TimeWindow(window.FromMicros - (UsualDays * 24 * 60 * TimeWindow.MinuteMicros), window.FromMicros);
        var filter = FilterOf(name, cluster, before);
        var counts = await events.GetFacetsAsync(filter, [EventFacet.SourceIp, EventFacet.UserAgent], MaxValues, cancellationToken);
        var table = await bins.GetFilteredAsync(filter, by: null, 60, maxSeries: 1, cancellationToken);
        return new ActorHabits(before, table.Series.Sum(series => series.Total), ActorHours.HoursOfDay(table), counts[0], counts[1]);
    }

    private async Task<IReadOnlyList<ActorFace>> ReadFacesAsync(EventFilter inWindow, EventFilter ever, CancellationToken cancellationToken)
    {
        var (read, _) = await events.GetPageWithJsonAsync(inWindow, after: null, MaxRead, cancellationToken);
        if (read.Count == 0)
        {
            (read, _) = await events.GetPageWithJsonAsync(ever, after: null, limit: 1, cancellationToken);
        }

        var faces = new List<ActorFace>();
        foreach (var stored in read)
        {
            if (AuditEventReader.Read(stored.Json.Span) is not AuditReadResult.Readable(var audit))
            {
                continue;
            }

            var actor = ActorReader.Read(audit);
            var known = faces.FindIndex(face => IsSame(face.Actor, actor));
            if (known < 0)
            {
                faces.Add(new ActorFace(stored.Row, audit, actor, 1));
            }
            else
            {
                faces[known] = faces[known] with { Events = faces[known].Events + 1 };
            }
        }

        return faces;
    }

    // Sessions, keys and pods come and go; another way of signing in, or another principal under the same name, does not.
    private static bool IsSame(Actor one, Actor other) =>
        one.SignIn.Way == other.SignIn.Way && one.Iam?.Principal == other.Iam?.Principal && one.IsIamProven == other.IsIamProven
        && one.IsServiceAccountProven == other.IsServiceAccountProven;
}
