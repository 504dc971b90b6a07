using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Undo;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.Investigation;

/// <summary>Reads what the panel of a change shows. Singleton: holds nothing itself.</summary>
public sealed class ChangeModel(EventReader events, HistoryReader histories, ScopeCoverageReader coverage, QuarantineReader quarantine, TimeProvider clock)
{
    /// <summary>The canned queries that collect what access depends on.</summary>
    public static readonly IReadOnlyList<string> AccessQueries = ["roles", "rolebindings", "clusterroles", "clusterrolebindings", "aws-auth"];

    private const int MaxActivity = 5;

    private static readonly TimeSpan[] Looks = [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(36_500)];
    private const int MaxGranted = 8;

    /// <summary>Reads a change by the id of its event; null if it is not stored.</summary>
    public async Task<ChangeView?> FindAsync(string id, CancellationToken cancellationToken) =>
        await events.FindAsync(id, cancellationToken) is { } stored ? await LoadAsync(stored, cancellationToken) : null;

    /// <summary>Reads a change without what the rest of the cluster makes of it.</summary>
    public Task<ChangeView> LoadAsync(StoredEvent stored, CancellationToken cancellationToken) => LoadAsync(stored, hasDoubts: true, cancellationToken);

    /// <summary>As <see cref="LoadAsync(StoredEvent, CancellationToken)"/>.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="hasDoubts">False leaves <see cref="ChangedObject.Doubt"/> out, which takes coverage to tell.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ChangeView> LoadAsync(StoredEvent stored, bool hasDoubts, CancellationToken cancellationToken)
    {
        var write = await histories.GetWriteAsync(stored, cancellationToken);
        var objects = new List<ChangedObject>();
        foreach (var change in write.Changes)
        {
            objects.Add(new ChangedObject
            {
                Change = change,
                Diff = VersionDiff.Of(change.Version),
                Undo = UndoText.Of(change.Version),
                Doubt = hasDoubts ? await DoubtAsync(stored.Row.Cluster, change, cancellationToken) : null,
            });
        }

        return new ChangeView
        {
            Event = stored,
            Audit = AuditEventReader.Read(stored.Json.Span) is AuditReadResult.Readable(var audit) ? audit : new AuditEvent(),
            Write = write.Write,
            Objects = objects,
            IsCut = write.IsCut,
        };
    }

    /// <summary>Works out what a change allows, from all that was known at its time.</summary>
    public async Task<ImpactView> LoadImpactAsync(ChangeView change, CancellationToken cancellationToken)
    {
        if (change.Write is not { } write || change.Objects.Count == 0)
        {
            return new ImpactView { CannotTell = "The record does not tell what it changed." };
        }

        if (write.TimeMicros is not { } time)
        {
            return new ImpactView { CannotTell = "The record has no time, so what was allowed before and after it cannot be told." };
        }

        var isRequestOnly = change.Objects.All(o => o.Version.Write.Effect != WriteEffect.Applied);
        var (before, after) = (new Dictionary<ObjectKey, ObjectState>(), new Dictionary<ObjectKey, ObjectState>());
        foreach (var changed in change.Objects)
        {
            var version = changed.Version;
            var left = !isRequestOnly ? version.After
                : version.Requested is { } requested ? ObjectState.Of(requested)
                : write.Verb is "delete" or "deletecollection" ? ObjectState.Absent
                : null;
            if (left is null or { IsKnown: false })
            {
                return new ImpactView { CannotTell = left is null ? "The record does not tell what was asked for." : UnknownReasons.Words(left.Unknown), IsRequestOnly = isRequestOnly };
            }

            // A deletion and a creation shortly after are one change.
            before[version.Key] = changed.Diff?.ReplacedWriteId is null ? version.Before : version.Replaces!.Before; // said by the difference
            after[version.Key] = left;
        }

        var access = await histories.GetAccessAsync(change.Event.Row.Cluster, cancellationToken);
        var others = await GapsAsync(change.Event.Row.Cluster, access, time, cancellationToken);
        var isBeforeUnknown = before.Values.Any(state => !state.IsKnown);
        var known = before.ToDictionary(entry => entry.Key, entry => entry.Value.IsKnown ? entry.Value : ObjectState.Absent);
        var (old, now) = access.Around(time, others, known, after);
        return new ImpactView
        {
            Impact = ChangeImpact.Between(old, now),
            Gaps = now.Gaps,
            IsBeforeUnknown = isBeforeUnknown,
            IsRequestOnly = isRequestOnly,
            Rows = change.Objects is [{ Diff.Diff.AwsAuth: { } rows }] ? AwsAuthGrants.Of(rows, now) : [],
            KnownSince = access.FirstMicros is { } first ? TimeWindow.FromMicrosSinceEpoch(first) : null,
        };
    }

    /// <summary>What was not collected up to a time, in sentences.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="access">What is known of it.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<string>> GapsAsync(string cluster, ClusterAccess access, long timeMicros, CancellationToken cancellationToken)
    {
        var sentences = new List<string>();
        if (await quarantine.CountMayMatchAsync(cluster, AccessQueries, cancellationToken) is > 0 and var unreadable)
        {
            sentences.Add($"{Numbers.Count(unreadable, "record")} cannot be read and may be changes of roles, bindings or aws-auth, of whatever time.");
        }

        // What a listing of everything showed does not depend on what was collected before it.
        var since = access.Listings.LastOrDefault(listing => listing.TimeMicros <= timeMicros && listing.CompleteKinds.Contains(TrackedKind.AwsAuth))?.TimeMicros ?? access.FirstMicros;
        if (since is not { } first || first >= timeMicros || await coverage.GetAsync(cluster, new TimeWindow(first, timeMicros), AccessQueries, cancellationToken) is not { } covered)
        {
            return sentences;
        }

        if (Missing(covered.Stretches, covered.Window) is { Ticks: > 0 } missing)
        {
            sentences.Add($"{UtcText.Length(missing)} between {UtcText.Minute(covered.Window.From)} and {UtcText.Minute(covered.Window.To)} UTC were not collected: changes in them are not known.");
        }

        if (Length(covered.Stretches, covered.Window, state => state == CoverageState.Expired) is { Ticks: > 0 } expired)
        {
            sentences.Add($"{UtcText.Length(expired)} between {UtcText.Minute(covered.Window.From)} and {UtcText.Minute(covered.Window.To)} UTC are no longer kept: changes in them are not known any more.");
        }

        if (covered.Stretches.Any(stretch => stretch.State == CoverageState.FromFiles))
        {
            sentences.Add("A part of the time before is known from files only, whose completeness is unknown.");
        }

        return sentences;
    }

    /// <summary>Reads what those did whom a change gave something, from then on.</summary>
    public async Task<RelatedView> LoadRelatedAsync(ChangeView change, ImpactView? impact, CancellationToken cancellationToken)
    {
        var row = change.Event.Row;
        if (row.Time is not { } time)
        {
            return new RelatedView();
        }

        var window = TimeWindow.Between(time, clock.GetUtcNow());
        var granted = GrantedTo(change, impact).ToList();
        var activities = new List<GrantedActivity>();
        foreach (var principal in granted.Take(MaxGranted))
        {
            if (principal.Filter is not { } own)
            {
                activities.Add(new GrantedActivity(principal, 0, []));
                continue;
            }

            var filter = own with { Cluster = row.Cluster, Window = window };
            activities.Add(new GrantedActivity(
                principal, (await events.CountAsync(filter, cancellationToken)).Events, await EarliestAsync(filter, window, cancellationToken)));
        }

        return new RelatedView
        {
            Window = window,
            Granted = activities,
            GrantedLeftOut = Math.Max(0, granted.Count - MaxGranted),
            Coverage = await coverage.GetAsync(row.Cluster, window, null, cancellationToken),
        };
    }

    private static IEnumerable<GrantedPrincipal> GrantedTo(ChangeView change, ImpactView? impact)
    {
        var principals = new List<AccessPrincipal>();
        foreach (var rows in impact?.Rows ?? [])
        {
            yield return GrantedPrincipal.OfRow(rows.Row);
        }

        foreach (var changed in change.Objects)
        {
            var version = changed.Version;
            if (changed.Diff is { } diff && version.Key.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding
                && (version.After.Content ?? version.Requested) is { } content && Kubernetes.Rbac.RoleReference.Read(content) is { } role)
            {
                var binding = new AccessBinding(version.Key, role, diff.Diff.SubjectsAdded);
                principals.AddRange(binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>());
            }
        }

        principals.AddRange((impact?.Impact?.Deltas ?? []).Where(delta => delta.Gained.Count > 0).Select(delta => delta.Principal));
        foreach (var principal in principals.Distinct())
        {
            yield return GrantedPrincipal.Of(principal);
        }
    }

    // Lists are newest first, and what was done first after a grant tells most: so a short time after it is looked at, then longer ones.
    private async Task<IReadOnlyList<EventRow>> EarliestAsync(EventFilter filter, TimeWindow window, CancellationToken cancellationToken)
    {
        foreach (var look in Looks)
        {
            var part = window with { ToMicros = Math.Min(window.ToMicros, window.FromMicros + (long)look.TotalMicroseconds) };
            var rows = (await events.GetPageAsync(filter with { Window = part }, null, 1_000, cancellationToken)).Rows;
            if (rows.Count > 0 || part == window)
            {
                return [.. rows.Reverse().Take(MaxActivity)];
            }
        }

        return [];
    }

    private async Task<string?> DoubtAsync(string cluster, StoredChange change, CancellationToken cancellationToken)
    {
        var version = change.Version;
        if (version.Link != VersionLink.Adjacent || version.Write.TimeMicros is not { } time || BeforeMicros(change, time) is not { } from || from >= time)
        {
            return null;
        }

        var window = new TimeWindow(from, time);
        if (await coverage.GetAsync(cluster, window, [QueryOf(version.Key.Kind)], cancellationToken) is not { } covered)
        {
            return null;
        }

        return Missing(covered.Stretches, window) is { Ticks: > 0 } missing
                ? $"{UtcText.Length(missing)} between the last known version and this change were not collected: there may have been another change."
            : Length(covered.Stretches, window, state => state == CoverageState.Expired) is { Ticks: > 0 } expired
                ? $"{UtcText.Length(expired)} between the last known version and this change are no longer kept: there may have been another change."
            : covered.Stretches.Any(stretch => stretch.State == CoverageState.FromFiles)
                ? "The time between the last known version and this change is known from files only: there may have been another change."
            : null;
    }

    /// <summary>When the state before came about, as far as is known: of the write that left it, or of the listing that showed it, which no event tells.</summary>
    private static long? BeforeMicros(StoredChange change, long time) =>
        change.Version.BeforeWriteId is { } id && change.Stored.Events.GetValueOrDefault(id)?.Row.Time is { } left ? TimeWindow.ToMicrosSinceEpoch(left)
        : change.Stored.History.Versions.FirstOrDefault(earlier => ReferenceEquals(earlier.After, change.Version.Before) && earlier.Write.TimeMicros < time)?.Write.TimeMicros;

    private static TimeSpan Missing(IReadOnlyList<CoverageStretch> stretches, TimeWindow window) =>
        Length(stretches, window, state => state is CoverageState.NotCollected or CoverageState.Failed);

    private static TimeSpan Length(IReadOnlyList<CoverageStretch> stretches, TimeWindow window, Func<CoverageState, bool> isCounted) => TimeSpan.FromMicroseconds(stretches
        .Where(stretch => isCounted(stretch.State))
        .Sum(stretch => Math.Max(0, Math.Min(stretch.Window.ToMicros, window.ToMicros) - Math.Max(stretch.Window.FromMicros, window.FromMicros))));

    /// <summary>The canned query that collects writes to objects of a kind.</summary>
    internal static string QueryOf(TrackedKind kind) => kind switch
    {
        TrackedKind.Role => "roles",
        TrackedKind.ClusterRole => "clusterroles",
        TrackedKind.RoleBinding => "rolebindings",
        TrackedKind.ClusterRoleBinding => "clusterrolebindings",
        TrackedKind.AwsAuth => "aws-auth",
        _ => "serviceaccounts",
    };
}
