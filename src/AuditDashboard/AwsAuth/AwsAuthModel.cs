using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.AwsAuth;

/// <summary>Reads the history of aws-auth and works out the text before and after each write.</summary>
public sealed class AwsAuthModel(EventReader events, ScopeCoverageReader coverage)
{
    /// <summary>Writes of one page of the history.</summary>
    public const int PageSize = 50;

    /// <summary>How many writes before the page are looked at to find a text that is known as a whole.</summary>
    public const int MaxStepsBack = 50;

    private static readonly string[] Query = ["aws-auth"];

    /// <summary>Reads one page of the history.</summary>
    public async Task<AwsAuthData> LoadAsync(string? cluster, TimeWindow window, AwsAuthState state, CancellationToken cancellationToken)
    {
        var filter = Filter(cluster, window);
        var (page, next) = await events.GetPageWithJsonAsync(filter, state.After, PageSize, cancellationToken);
        var count = await events.CountAsync(filter, cancellationToken);
        var undated = await events.CountAsync(filter with { Window = null, OnlyUndated = true }, cancellationToken);
        var versions = new List<AwsAuthVersion>();
        foreach (var ofCluster in page.GroupBy(e => e.Row.Cluster))
        {
            versions.AddRange(await FollowAsync([.. ofCluster.Reverse()], cancellationToken));
        }

        var order = page.Select((e, i) => (e.Row.RowId, i)).ToDictionary(x => x.RowId, x => x.i);
        return new AwsAuthData
        {
            Window = window,
            Versions = [.. versions.OrderBy(v => order[v.Event.Row.RowId])],
            Count = count.Events,
            Undated = undated.Events,
            Next = next,
            Coverage = await coverage.GetAsync(cluster, window, Query, cancellationToken),
        };
    }

    /// <summary>How many writes came in since an answer was read.</summary>
    public async Task<long?> CountNewsAsync(string? cluster, AwsAuthData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Math.Max(0, (await events.CountAsync(Filter(cluster, TimeWindow.Between(shown.Window.From, upTo)), cancellationToken)).Events - shown.Count);

    /// <summary>The writes to aws-auth of a window.</summary>
    public static EventFilter Filter(string? cluster, TimeWindow window) => new()
    {
        Cluster = cluster,
        Window = window,
        OnlyChanges = true,
        Facets = [new FacetFilter(EventFacet.Kind, ["aws-auth"], IsExcluded: false)],
    };

    /// <summary>Works out texts from what was known before.</summary>
    /// <param name="before">Writes before the first of <paramref name="writes"/>, oldest first; the text before them is not known.</param>
    /// <param name="writes">The writes, oldest first.</param>
    /// <param name="gaps">Stretches in which writes may have been missed.</param>
    internal static IReadOnlyList<AwsAuthVersion> Chain(IReadOnlyList<StoredEvent> before, IReadOnlyList<StoredEvent> writes, IReadOnlyList<CoverageStretch> gaps)
    {
        AwsAuthText? text = null;
        EventRow? from = null;
        string? resourceVersion = null;
        var versions = new List<AwsAuthVersion>();
        foreach (var stored in before.Concat(writes))
        {
            var audit = AuditEventReader.Read(stored.Json.Span) is AuditReadResult.Readable(var read) ? read : new AuditEvent();
            var body = AwsAuthBody.Read(stored.Row.Verb, stored.Json.Span);
            var after = body.After(text);
            var isEffective = stored.Row.Code is >= 200 and < 400 && !AwsAuthVersion.IsDryRunUri(stored.Row.RequestUri);
            versions.Add(new AwsAuthVersion
            {
                Event = stored,
                Audit = audit,
                Body = body,
                IsEffective = isEffective,
                Before = text,
                BeforeFrom = from,
                BeforeDoubt = from is null ? null : Doubt(from, stored.Row, resourceVersion, audit, gaps),
                After = after,
                Diff = after is null ? null : AwsAuthDiff.Between(text, after),
            });
            if (isEffective)
            {
                // A write whose text the record does not hold leaves a text that nobody knows.
                (text, from, resourceVersion) = after is null ? (null, null, null) : (after, stored.Row, body.ResourceVersion);
            }
        }

        return versions[before.Count..];
    }

    private async Task<IReadOnlyList<AwsAuthVersion>> FollowAsync(IReadOnlyList<StoredEvent> writes, CancellationToken cancellationToken)
    {
        var before = new List<StoredEvent>();
        var at = writes[0].Row;
        for (var step = 0; step < MaxStepsBack && await events.FindPreviousChangeAsync(at, cancellationToken) is { } previous; step++)
        {
            before.Insert(0, previous);
            at = previous.Row;
            if (previous.Row.Code is >= 200 and < 400 && AwsAuthBody.Read(at.Verb, previous.Json.Span).Knowledge is AwsAuthKnowledge.Complete or AwsAuthKnowledge.Deleted)
            {
                break;
            }
        }

        var first = before is [var oldest, ..] ? oldest.Row : writes[0].Row;
        var gaps = first.Time is { } from && writes[^1].Row.Time is { } to && to > from
            ? (await coverage.GetAsync(first.Cluster, TimeWindow.Between(from, to), Query, cancellationToken))?.Stretches ?? []
            : [];
        return Chain(before, writes, gaps);
    }

    private static string? Doubt(EventRow from, EventRow row, string? knownVersion, AuditEvent audit, IReadOnlyList<CoverageStretch> gaps)
    {
        // An update names the version that it was made from; another one than the last known means that a write was not seen.
        if (row.Verb == "update" && knownVersion is not null && audit.ObjectRef?.ResourceVersion is { Length: > 0 } sent && sent != knownVersion)
        {
            return "This change was made from another version than the last one known: at least one change between them was not seen.";
        }

        if (from.Time is not { } start || row.Time is not { } end)
        {
            return null;
        }

        var between = gaps.Where(g => g.Window.From < end && g.Window.To > start).ToList();
        var missing = between.Where(g => g.State is CoverageState.NotCollected or CoverageState.Failed).Sum(g => g.Window.Duration.Ticks);
        return missing > 0 ? $"{UtcText.Length(TimeSpan.FromTicks(missing))} between the last known version and this change were not collected: there may have been another change."
            : between.Any(g => g.State == CoverageState.FromFiles) ? "The time between the last known version and this change is known from files only: there may have been another change."
            : null;
    }
}
