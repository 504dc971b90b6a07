using System.Collections.Concurrent;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Grants;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Used;

/// <summary>
/// Answers "was it used?" from the reasons of collected requests. What a record gives as its reason never changes, so each is read once and remembered
/// under its row number, which no other event ever gets. What is removed meanwhile is left out. Safe to share between threads.
/// </summary>
public sealed class UsedReader(EventReader events)
{
    /// <summary>Most events that one answer reads. Beyond them there is no answer: half a count would read as a whole one, and the first use might be in the other half.</summary>
    public const int MaxRead = 250_000;

    private const int MaxRemembered = 500_000;
    private const int Portion = 500;
    private const int WritesRead = 20;

    private static readonly DecisionReason Refused = new DecisionReason.Other("");

    private readonly ConcurrentDictionary<long, DecisionReason> _remembered = new();
    private readonly ConcurrentDictionary<string, DecisionReason> _reasons = new(StringComparer.Ordinal);

    /// <summary>Reads the answer.</summary>
    /// <param name="cluster">Name of the cluster: a grant is one cluster's.</param>
    /// <param name="window">The window: from the change on.</param>
    /// <param name="state">The grant.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<UsedData> ReadAsync(string cluster, TimeWindow window, UsedState state, CancellationToken cancellationToken) =>
        ReadAsync(cluster, window, state, (state.Page - 1) * UsedState.PageSize, UsedState.PageSize, cancellationToken);

    /// <summary>Reads the answer with all uses that are listed, on whichever page they are.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">The grant.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<UsedData> ReadAllAsync(string cluster, TimeWindow window, UsedState state, CancellationToken cancellationToken) =>
        ReadAsync(cluster, window, state, skip: 0, int.MaxValue, cancellationToken);

    private async Task<UsedData> ReadAsync(string cluster, TimeWindow window, UsedState state, int skip, int take, CancellationToken cancellationToken)
    {
        var subjects = await ReadSubjectsAsync(cluster, window, state, cancellationToken);
        var question = state.Question(subjects) ?? throw new ArgumentException("The state names no grant.", nameof(state));
        var filter = FilterOf(cluster, window, state);
        var selection = await events.SelectAsync(filter, cancellationToken);
        var data = new UsedData
        {
            Window = window,
            State = state,
            Use = null,
            Candidates = selection.Count,
            Subjects = subjects,
            CannotTell = [],
            Rows = [],
            Listed = 0,
        };
        if (selection.Count > MaxRead)
        {
            return data;
        }

        var (hits, others) = await ReadReasonsAsync(selection.Rows, question, cancellationToken);
        var undated = await events.SelectAsync(filter with { OnlyUndated = true, Window = null }, cancellationToken);
        var (undatedHits, _) = await ReadReasonsAsync(undated.Rows.Take(MaxRead), question, cancellationToken);
        var uses = new GrantUses(question, window.FromMicros);
        var listed = new List<EventRow>();
        foreach (var portion in hits.Chunk(Portion))
        {
            foreach (var stored in await events.LoadAsync(portion, cancellationToken))
            {
                var audit = Read(stored);
                uses.Add(stored.Row.Id, stored.Row.Cursor.TimeMicros, audit);
                if ((state.By is null || state.By == GrantUses.UserOf(audit)) && (state.On is null || state.On == GrantUses.TargetOf(audit)))
                {
                    listed.Add(stored.Row);
                }
            }
        }

        var use = uses.ToUse();
        return data with
        {
            Use = use,
            CannotTell = [.. use.CannotTell, .. Others(others, undatedHits.Count > 0)],
            Rows = [.. listed.Skip(skip).Take(take)],
            Listed = listed.Count,
        };
    }

    // A binding in a namespace allows nothing outside it. What failed to sign in was never decided on. A 403 may have been allowed by RBAC and refused by admission.
    private static EventFilter FilterOf(string cluster, TimeWindow window, UsedState state)
    {
        var chips = new List<FacetFilter> { new(EventFacet.Outcome, [FacetWords.NotSignedIn], IsExcluded: true) };
        if (state.Namespace is { } space)
        {
            chips.Add(new FacetFilter(EventFacet.Namespace, [space], IsExcluded: false));
        }

        return new EventFilter { Cluster = cluster, Window = window, Facets = chips };
    }

    private static IEnumerable<string> Others((bool HasUnsaid, bool HasPolicy) others, bool hasUndatedUses)
    {
        if (hasUndatedUses)
        {
            yield return "A use without a time is not counted: whether it came after the change is not known.";
        }

        if (others.HasPolicy)
        {
            yield return "Some requests of the window were allowed by access policies of EKS, which name no binding: whether this grant would have allowed them too cannot be told.";
        }

        if (others.HasUnsaid)
        {
            yield return "Some requests of the window were allowed without a reason, as those of system:masters and of nodes are.";
        }
    }

    private async Task<(List<long> Hits, (bool HasUnsaid, bool HasPolicy) Others)> ReadReasonsAsync(IEnumerable<long> rows, GrantQuestion question, CancellationToken cancellationToken)
    {
        var hits = new List<long>();
        var (hasUnsaid, hasPolicy) = (false, false);
        foreach (var portion in rows.Chunk(Portion))
        {
            long[] unknown = [.. portion.Where(row => !_remembered.ContainsKey(row))];
            var read = new Dictionary<long, DecisionReason>(unknown.Length);
            if (unknown.Length > 0)
            {
                // Most collected requests were refused, and a row tells that without its record.
                var allowed = await events.FindAllowedAsync(unknown, cancellationToken);
                foreach (var row in unknown.Where(row => !allowed.Contains(row)))
                {
                    read[row] = Refused;
                }

                foreach (var stored in await events.LoadAsync([.. unknown.Where(allowed.Contains)], cancellationToken))
                {
                    read[stored.Row.RowId] = ReasonOf(Read(stored));
                }

                Remember(read);
            }

            foreach (var row in portion)
            {
                var reason = read.GetValueOrDefault(row) ?? _remembered.GetValueOrDefault(row) ?? Refused;
                hasUnsaid |= reason is DecisionReason.NotSaid;
                hasPolicy |= reason is DecisionReason.EksAccessPolicy;
                if (question.IsNamedBy(reason))
                {
                    hits.Add(row);
                }
            }
        }

        return (hits, (hasUnsaid, hasPolicy));
    }

    private void Remember(Dictionary<long, DecisionReason> read)
    {
        if (_remembered.Count > MaxRemembered)
        {
            _remembered.Clear();
            _reasons.Clear();
        }

        foreach (var (row, reason) in read)
        {
            _remembered[row] = reason;
        }
    }

    // Few texts are given as reasons, and many events give each.
    private DecisionReason ReasonOf(AuditEvent audit) =>
        audit.Decision == "allow" ? _reasons.GetOrAdd(audit.DecisionReason ?? "", DecisionReasonParser.Parse) : Refused;

    private static AuditEvent Read(StoredEvent stored) => AuditEventReader.Read(stored.Json.Span) is AuditReadResult.Readable(var audit) ? audit : new AuditEvent();

    private async Task<IReadOnlyList<RbacSubject>> ReadSubjectsAsync(string cluster, TimeWindow window, UsedState state, CancellationToken cancellationToken)
    {
        if (state.Kind is not (ChangeKind.RoleBinding or ChangeKind.ClusterRoleBinding))
        {
            return [];
        }

        var filter = new EventFilter
        {
            Cluster = cluster,
            Window = window with { FromMicros = 0 },
            OnlyChanges = true,
            Facets = [new FacetFilter(EventFacet.Name, [state.Name], IsExcluded: false), new FacetFilter(EventFacet.Kind, [FacetWords.OfKind(state.Kind)], IsExcluded: false), new FacetFilter(EventFacet.Namespace, [state.Namespace ?? ""], IsExcluded: false)],
        };
        var (writes, _) = await events.GetPageWithJsonAsync(filter, after: null, WritesRead, cancellationToken);
        foreach (var stored in writes)
        {
            if (ObjectWrite.Read(stored.Row.RowId, Read(stored), stored.Json.Span) is { Effect: WriteEffect.Applied } write
                && RbacSubject.Read(write.Result ?? write.Request as ManifestObject) is { Count: > 0 } subjects)
            {
                return subjects;
            }
        }

        return [];
    }
}
