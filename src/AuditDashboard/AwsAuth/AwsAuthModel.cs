using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.AwsAuth;

/// <summary>Reads the history of aws-auth and works out the text before and after each write.</summary>
public sealed class AwsAuthModel(EventReader events, HistoryReader histories, ScopeCoverageReader coverage, QuarantineReader quarantine)
{
    /// <summary>Writes of one page of the history.</summary>
    public const int PageSize = 50;

    /// <summary>How many writes before the page are looked at to find the text before it.</summary>
    public const int MaxStepsBack = 50;

    private static readonly string[] Query = ["aws-auth"];
    private static readonly ObjectKey Key = new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

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
            Unreadable = await quarantine.CountMayMatchAsync(cluster, Query, cancellationToken),
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

    private async Task<IReadOnlyList<AwsAuthVersion>> FollowAsync(IReadOnlyList<StoredEvent> writes, CancellationToken cancellationToken)
    {
        var cluster = writes[0].Row.Cluster;
        var last = writes[^1].Row.Time is { } time ? TimeWindow.ToMicrosSinceEpoch(time) : (long?)null;
        var stored = await histories.GetHistoryAsync(cluster, Key, new HistoryPlace(last, PageSize + MaxStepsBack, 1), cancellationToken);
        var versions = stored.History.Versions.Where(version => !version.IsObservation).ToDictionary(version => version.Write.Id);
        var known = versions.Values.Select(stored.EventOf).Select(e => e?.Row.Time).Concat(writes.Select(w => w.Row.Time)).OfType<DateTimeOffset>().ToList();
        var gaps = known.Count > 1 && known.Max() > known.Min()
            ? (await coverage.GetAsync(cluster, TimeWindow.Between(known.Min(), known.Max()), Query, cancellationToken))?.Stretches ?? []
            : [];
        return [.. writes.Select(write => VersionOf(write, versions.GetValueOrDefault(write.Row.RowId), stored, gaps))];
    }

    private static AwsAuthVersion VersionOf(StoredEvent write, ObjectVersion? version, StoredHistory stored, IReadOnlyList<CoverageStretch> gaps)
    {
        var isEffective = version?.Write.Effect == WriteEffect.Applied;
        var before = version is { Before.IsKnown: true } ? ObjectDiff.AwsAuthOf(version.Before.Content) : null;
        var after = version is null ? null
            : isEffective ? (version.After.IsKnown ? ObjectDiff.AwsAuthOf(version.After.Content) : null)
            : version.Requested is { } requested ? ObjectDiff.AwsAuthOf(requested) : null;
        var from = version?.BeforeWriteId is { } id ? stored.Events.GetValueOrDefault(id)?.Row : null;
        return new AwsAuthVersion
        {
            Event = write,
            Audit = AuditEventReader.Read(write.Json.Span) is AuditReadResult.Readable(var read) ? read : new AuditEvent(),
            Body = AwsAuthBody.Read(write.Row.Verb, write.Json.Span),
            IsEffective = isEffective,
            Before = before,
            BeforeFrom = before is null ? null : from,
            BeforeDoubt = version?.Link == VersionLink.Adjacent && from is not null ? Doubt(from, write.Row, gaps) : null,
            WhyBeforeUnknown = before is not null ? null
                : version is null && write.Row.Verb == "deletecollection" ? "the record does not tell whether aws-auth was among what was deleted."
                : version is null ? "the record says that the request came in, and no more."
                : stored.HasOlder && version.Before.Unknown == UnknownReason.NotSeenBefore ? "it is older than the versions that are followed here."
                : version.Before.Unknown == UnknownReason.NotSeenBefore ? "no earlier version was collected as a whole."
                : UnknownReasons.Words(version.Before.Unknown),
            After = after,
            Diff = after is null ? null : AwsAuthDiff.Between(before, after),
        };
    }

    private static string? Doubt(EventRow from, EventRow row, IReadOnlyList<CoverageStretch> gaps)
    {
        if (from.Time is not { } start || row.Time is not { } end)
        {
            return null;
        }

        var between = gaps.Where(g => g.Window.From < end && g.Window.To > start).ToList();
        var missing = between.Where(g => g.State is CoverageState.NotCollected or CoverageState.Failed).Sum(g => g.Window.Duration.Ticks);
        return missing > 0 ? $"{UtcText.Length(TimeSpan.FromTicks(missing))} between the last known version and this change were not collected: there may have been another change."
            : between.Any(g => g.State == CoverageState.Expired) ? "A part of the time between the last known version and this change is no longer kept: there may have been another change."
            : between.Any(g => g.State == CoverageState.FromFiles) ? "The time between the last known version and this change is known from files only: there may have been another change."
            : null;
    }
}
