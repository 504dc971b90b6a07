using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>What pages ask of the database, and how long each may take.</summary>
internal sealed class ReadMeasurements(AuditDatabase database)
{
    public const string Cluster = "prod";

    /// <summary>Goal for what nothing narrows but cluster, window and the page's query; milliseconds.</summary>
    private const double Unfiltered = 50;

    /// <summary>Goal for what chips or a search narrow; milliseconds.</summary>
    private const double Filtered = 300;

    private const int PageSize = 100;
    private const int FacetValues = 100;

    private static readonly EventFacet[] EventsFacets =
    [
        EventFacet.Actor, EventFacet.Verb, EventFacet.Resource, EventFacet.Namespace, EventFacet.Outcome, EventFacet.Code, EventFacet.SourceIp, EventFacet.Stage,
        EventFacet.Query,
    ];

    private static readonly EventFacet[] ChangesFacets =
        [EventFacet.Kind, EventFacet.Actor, EventFacet.Verb, EventFacet.Namespace, EventFacet.Outcome, EventFacet.SourceIp];

    private static readonly EventFacet[] SecretsFacets = [EventFacet.Actor, EventFacet.SourceIp, EventFacet.Namespace, EventFacet.Name];

    private static readonly TimeWindow Month = TimeWindow.Between(SyntheticEvents.Start, SyntheticEvents.Start.AddDays(SyntheticEvents.Days));

    private static readonly TimeWindow Burst = TimeWindow.Between(
        SyntheticEvents.Start.AddDays(SyntheticEvents.BurstDay), SyntheticEvents.Start.AddDays(SyntheticEvents.BurstDay + 1));

    private static readonly EventFilter All = new() { Cluster = Cluster, Window = Month };
    private static readonly EventFilter Changes = All with { OnlyChanges = true };
    private static readonly EventFilter Denied = All with { QueryIds = ["denied"] };
    private static readonly EventFilter Secrets = All with { QueryIds = ["secrets", "secrets-forbidden"] };

    private readonly EventReader _events = new(database);
    private readonly BinReader _bins = new(database);

    private static CancellationToken Token => CancellationToken.None;

    /// <summary>Everything that is measured.</summary>
    public IEnumerable<Measurement> Measurements() => [.. Pages(), .. Charts(), .. FacetsOfADay(), .. Counts()];

    private IEnumerable<Measurement> Pages()
    {
        yield return Page("page of 100 of all events, newest", Unfiltered, All);
        yield return Page("page of 100 of all events, all clusters, no window", Unfiltered, new EventFilter());
        yield return DeepPage("page of 100 of all events, deep (keyset)", Unfiltered, All);
        yield return Page("page of 100 of one query, newest", Unfiltered, Denied);
        yield return DeepPage("page of 100 of one query, deep (keyset)", Unfiltered, Denied);
        yield return Page("page of 100 of two queries, newest", Unfiltered, Secrets);
        yield return Page("page of 100 of changes, newest", Unfiltered, Changes);
        yield return DeepPage("page of 100 of changes, deep (keyset)", Unfiltered, Changes);
        foreach (var (name, filter) in Filters())
        {
            yield return Page($"page of 100, {name}", Filtered, filter);
        }

        yield return DeepPage("page of 100, deep, without one verb and one outcome", Filtered, With(All, Not(EventFacet.Verb, "get"), Not(EventFacet.Outcome, "allowed")));
    }

    private IEnumerable<Measurement> Charts()
    {
        yield return new Measurement("30-day chart of one query, 43,200 bins", Unfiltered, async _ =>
            Bins(await _bins.GetByQueryAsync(Cluster, Month, ["denied"], 1, Token)));
        yield return new Measurement("30-day chart of one query, cut minutes at its ends", Unfiltered, async i =>
            Bins(await _bins.GetByQueryAsync(Cluster, new TimeWindow(Month.FromMicros + 7_000_000 + i, Month.ToMicros - 9_000_000), ["denied"], 1, Token)));
        yield return new Measurement("24-hour stack of all queries, minutes", Unfiltered, async i => Bins(await _bins.GetStackAsync(Cluster, Day(i), 1, Token)));
        yield return new Measurement("30-day stack of all queries, half hours", Filtered, async _ => Bins(await _bins.GetStackAsync(Cluster, Month, 30, Token)));
        foreach (var (name, filter) in Filters())
        {
            yield return Chart($"30-day chart, {name}", filter, null);
        }

        yield return Chart("30-day chart of one query, one verb", With(Denied, Is(EventFacet.Verb, "list")), null);
        yield return Chart("30-day chart of one query, without one namespace", With(Denied, Not(EventFacet.Namespace, "team-3")), null);
        yield return Chart("30-day chart of changes by kind", Changes, EventFacet.Kind);
        yield return Chart("30-day chart of two queries by code", Secrets, EventFacet.Code);
    }

    private IEnumerable<Measurement> FacetsOfADay()
    {
        yield return Facets("facets of 24 h, Events page (9 facets)", Unfiltered, All, EventsFacets, Day);
        yield return Facets("facets of 24 h, Events page, all clusters", Unfiltered, All with { Cluster = null }, EventsFacets, Day);
        yield return Facets("facets of 24 h, Changes page (6 facets)", Unfiltered, Changes, ChangesFacets, Day);
        yield return Facets("facets of 24 h, page of one query (8 facets)", Unfiltered, Denied, EventsFacets[..^1], Day);
        yield return Facets("facets of 24 h, Secrets page (4 facets)", Unfiltered, Secrets, SecretsFacets, Day);
        foreach (var (name, filter) in Filters())
        {
            yield return Facets($"facets of 24 h, {name}", Filtered, filter, EventsFacets, Day);
        }

        yield return Facets("facets of the burst's 24 h, Events page", Filtered, All, EventsFacets, _ => Burst);
        yield return Facets("facets of 30 days, Events page", null, All, EventsFacets, _ => Month);
    }

    private IEnumerable<Measurement> Counts()
    {
        yield return Count("events and requests of 24 h", Unfiltered, All, Day);
        yield return Count("events and requests of 24 h of one query", Unfiltered, Denied, Day);
        yield return Count("events and requests of 24 h, one verb, without one user", Filtered, With(All, Is(EventFacet.Verb, "get"), Not(EventFacet.Actor, "system:anonymous")), Day);
        yield return Count("events and requests of 30 days", null, All, _ => Month);
    }

    /// <summary>Chips of each kind, excluded ones, free text, and several at once, over the whole month.</summary>
    private static IEnumerable<(string Name, EventFilter Filter)> Filters() =>
    [
        ("one user", With(All, Is(EventFacet.Actor, "system:serviceaccount:team-7:app-7"))),
        ("one verb", With(All, Is(EventFacet.Verb, "patch"))),
        ("one namespace", With(All, Is(EventFacet.Namespace, "team-11"))),
        ("no namespace", With(All, Is(EventFacet.Namespace, ""))),
        ("one outcome", With(All, Is(EventFacet.Outcome, "not signed in"))),
        ("one address", With(All, Is(EventFacet.SourceIp, "198.51.0.9"))),
        ("one code", With(All, Is(EventFacet.Code, "409"))),
        ("one resource", With(All, Is(EventFacet.Resource, "podmetrics"))),
        ("one object name", With(All, Is(EventFacet.Name, "app-4711"))),
        ("one kind of change", With(Changes, Is(EventFacet.Kind, "ClusterRoleBinding"))),
        ("one user agent", With(All, Is(EventFacet.UserAgent, "client-go/v0.44 (linux/amd64) kubernetes/$Format"))),
        ("one stage", With(All, Is(EventFacet.Stage, "ResponseStarted"))),
        ("one query as a chip", With(All, Is(EventFacet.Query, "serviceaccounts"))),
        ("without the loudest user", With(All, Not(EventFacet.Actor, "system:anonymous"))),
        ("without one query", With(All, Not(EventFacet.Query, "denied"))),
        ("free text, rare", All with { Search = "aws-auth" }),
        ("free text, frequent", All with { Search = "preview-1" }),
        ("free text and chips", With(All with { Search = "TEAM-2" }, Is(EventFacet.Verb, "get", "list"), Not(EventFacet.Code, "401"))),
        ("several chips", With(All, Is(EventFacet.Verb, "create", "delete"), Not(EventFacet.Outcome, "allowed"), Not(EventFacet.Namespace, "team-0"), Is(EventFacet.Resource, "pods"))),
        ("one query and several chips", With(Denied, Is(EventFacet.Outcome, "refused by RBAC"), Not(EventFacet.Verb, "get"), Is(EventFacet.Resource, "secrets", "pods"))),
    ];

    private static EventFilter With(EventFilter filter, params FacetFilter[] chips) => filter with { Facets = chips };

    private static FacetFilter Is(EventFacet facet, params string[] values) => new(facet, values, IsExcluded: false);

    private static FacetFilter Not(EventFacet facet, params string[] values) => new(facet, values, IsExcluded: true);

    /// <summary>A day that is not the burst's, another each time, cut anywhere.</summary>
    private static TimeWindow Day(int run)
    {
        var from = SyntheticEvents.Start.AddDays(1 + (run % (SyntheticEvents.BurstDay - 3))).AddSeconds(37_123.456);
        return TimeWindow.Between(from, from.AddDays(1));
    }

    private static long Bins(BinTable table) => table.Series.Sum(s => (long)s.Counts.Count);

    private Measurement Page(string name, double goal, EventFilter filter) =>
        new(name, goal, async _ => (await _events.GetPageAsync(filter, null, PageSize, Token)).Rows.Count);

    private Measurement DeepPage(string name, double goal, EventFilter filter) =>
        new(name, goal, async i =>
        {
            var at = Month.FromMicros + ((Month.ToMicros - Month.FromMicros) / 60 * (1 + (i % 50)));
            return (await _events.GetPageAsync(filter, new EventCursor(at, 0), PageSize, Token)).Rows.Count;
        });

    private Measurement Chart(string name, EventFilter filter, EventFacet? by) =>
        new(name, Filtered, async _ => (await _bins.GetFilteredAsync(filter, by, 1, 8, Token)).Series.Sum(s => s.Total));

    private Measurement Facets(string name, double? goal, EventFilter filter, EventFacet[] facets, Func<int, TimeWindow> window) =>
        new(name, goal, async i =>
        {
            var counts = await _events.GetFacetsAsync(filter with { Window = window(i) }, facets, FacetValues, Token);
            return counts[1].Values.Sum(v => v.Count);
        });

    private Measurement Count(string name, double? goal, EventFilter filter, Func<int, TimeWindow> window) =>
        new(name, goal, async i => (await _events.CountAsync(filter with { Window = window(i) }, Token)).Events);
}
