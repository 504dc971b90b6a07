using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>A page that is a filtered list of events with chart and facets. A page adds what it is about, and its own keys of the URL.</summary>
public abstract class EventListPage : ScopedPage<EventListData>
{
    /// <summary>Reads the answers.</summary>
    [Inject]
    protected EventListModel Model { get; set; } = null!; // set by the framework before any method runs

    /// <summary>The canned queries.</summary>
    [Inject]
    protected QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    /// <summary>Filters, place and selection, from the URL.</summary>
    protected EventListState State { get; private set; } = EventListState.Default;

    /// <summary>What the page is about, by its own keys of the URL.</summary>
    protected EventListProfile Profile { get; private set; } = null!; // read from the URL before the first render

    /// <summary>Reads the page's own keys and says what the page is about.</summary>
    protected abstract EventListProfile ReadProfile(PageQuery query, ICollection<string> problems);

    /// <summary>The URL of this page with its own keys, another scope and other filters.</summary>
    protected abstract string UrlFor(PageScope scope, EventListState state);

    /// <inheritdoc/>
    protected sealed override bool HoldsStill => State.Selected is not null || State.After is not null;

    /// <summary>The URL of the same scope with other filters.</summary>
    protected string UrlFor(EventListState state) => UrlFor(Scope, state);

    /// <summary>The URL of exactly the events that are shown, for exports; null before there are any.</summary>
    protected string? ExportUrl => Data is { } shown ? UrlFor(Scope.Over(shown.Request.Window), shown.Request.State.WholeList()) : null;

    /// <inheritdoc/>
    protected sealed override string UrlFor(PageScope scope) => UrlFor(scope, State.Newest());

    /// <inheritdoc/>
    protected sealed override void ReadState(PageQuery query, ICollection<string> problems)
    {
        Profile = ReadProfile(query, problems);
        EventListUrl.TryFrom(query, problems, out var state);
        State = state;
    }

    /// <inheritdoc/>
    protected sealed override Task<long?> CountNewsAsync(EventListData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Model.CountNewsAsync(shown, upTo, cancellationToken);

    /// <inheritdoc/>
    protected override Task<EventListData> LoadAsync(CancellationToken cancellationToken) =>
        Model.LoadAsync(new EventListRequest(Profile, Scope.Cluster, Window, State), cancellationToken);

    /// <summary>Goes to exactly the events of a bar.</summary>
    protected Task OpenBarAsync(ChartBar bar)
    {
        Navigation.NavigateTo(UrlFor(Scope.Over(bar.Window), BarState(Profile.Split, State, bar.SeriesKey)));
        return Task.CompletedTask;
    }

    /// <summary>Searches for another text.</summary>
    protected Task SearchAsync(string? text)
    {
        Navigation.NavigateTo(UrlFor(State.WithSearch(text)));
        return Task.CompletedTask;
    }

    /// <summary>The filters that show exactly one series of a stack; null keeps the whole bar.</summary>
    internal static EventListState BarState(ChartSplit split, EventListState state, string? series)
    {
        if (series is null or Storage.Bins.BinReader.RestKey)
        {
            return state.Newest();
        }

        switch (split)
        {
            case ChartSplit.ByFacet byFacet:
                return state.Only(byFacet.Facet, series);
            case ChartSplit.ByQuery { Queries.Count: > 1 } byQuery when byQuery.Queries.FirstOrDefault(q => q.Id == series) is { } query:
                var only = state.Only(EventFacet.Query, series);
                return byQuery.Narrower(query).Aggregate(only, (s, narrower) => s.AndNot(EventFacet.Query, narrower));
            default:
                return state.Newest();
        }
    }
}
