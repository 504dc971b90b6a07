using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Who was let in and given what: changes of bindings and of <c>aws-auth</c>, and calls to EKS, in one list.</summary>
/// <param name="Rows">The rows of the window, newest first; what was given by one change in the order of the change.</param>
/// <param name="Untold">Changes of objects in the window of which it cannot be told what they gave or took.</param>
public sealed record AccessLedger(IReadOnlyList<LedgerRow> Rows, int Untold)
{
    /// <summary>Makes the ledger of a window.</summary>
    /// <param name="timelines">Of bindings and <c>aws-auth</c>; those of roles give no rows. All that is known, so that names can be tied to principals.</param>
    /// <param name="calls">Calls to EKS, all that are known.</param>
    /// <param name="fromMicros">First instant of the window, in microseconds since 1970.</param>
    /// <param name="toMicros">First instant after it.</param>
    public static AccessLedger Of(IEnumerable<AccessTimeline> timelines, IEnumerable<StoredCall> calls, long fromMicros, long toMicros)
    {
        var known = timelines.Where(timeline => timeline.Key.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding or TrackedKind.AwsAuth).ToList();
        var made = calls.ToList();
        var ties = new PrincipalTies();
        foreach (var stretch in known.Where(timeline => timeline.Key.Kind == TrackedKind.AwsAuth).SelectMany(timeline => timeline.Stretches).Where(stretch => stretch.FromMicros < toMicros))
        {
            if (stretch.Content is { } content)
            {
                ties.Add(LedgerRows.AwsAuth(content));
            }
        }

        foreach (var (_, call) in made.Where(call => call.Call.TimeMicros < toMicros))
        {
            ties.Add(call);
        }

        var rows = new List<LedgerRow>();
        var untold = 0;
        foreach (var timeline in known)
        {
            for (var i = 1; i < timeline.Stretches.Count; i++)
            {
                var stretch = timeline.Stretches[i];
                if (stretch.FromMicros < fromMicros || stretch.FromMicros >= toMicros)
                {
                    continue;
                }

                if (stretch.IsKnown)
                {
                    rows.AddRange(LedgerRows.Of(timeline.Key, timeline.Stretches[i - 1], stretch, ties));
                }
                else
                {
                    untold++;
                }
            }
        }

        rows.AddRange(made.Where(call => call.Call.TimeMicros >= fromMicros && call.Call.TimeMicros < toMicros).SelectMany(CallRows.Of));
        return new AccessLedger([.. rows.Select((row, i) => (row, i)).OrderByDescending(entry => entry.row.TimeMicros).ThenBy(entry => entry.i).Select(entry => entry.row)], untold);
    }

    /// <summary>The rows by principal: the one with the newest row first, each with its rows, newest first.</summary>
    public IReadOnlyList<LedgerGroup> ByPrincipal() => [.. Rows.GroupBy(row => row.Principal).Select(group => new LedgerGroup(group.Key, [.. group]))];
}

/// <summary>All rows of one principal.</summary>
/// <param name="Principal">The principal.</param>
/// <param name="Rows">Its rows, newest first; at least one.</param>
public sealed record LedgerGroup(LedgerPrincipal Principal, IReadOnlyList<LedgerRow> Rows)
{
    /// <summary>The ways that its rows tell of, in their order.</summary>
    public IReadOnlyList<AccessWay> Ways => [.. Rows.Select(row => row.Way).Distinct().Order()];
}
