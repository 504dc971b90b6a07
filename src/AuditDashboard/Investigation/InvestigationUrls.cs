using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Investigation;

/// <summary>Links into the pages that investigate changes.</summary>
public static class InvestigationUrls
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(7);
    // Lists are newest first: little after it, or the change would not be on the first page.
    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    /// <summary>Path of the page of one object.</summary>
    public const string ObjectPath = "/object";

    /// <summary>Path of the page that answers who can.</summary>
    public const string WhoCanPath = "/who-can";

    /// <summary>An object with all that is known of it.</summary>
    public static string Object(string cluster, ObjectKey key) => Object(new PageScope { Cluster = cluster }, key, []);

    /// <summary>An object, with the pairs of the page's own state.</summary>
    /// <param name="scope">Cluster and time; the pairs have to name the default range, since without one all that is known is shown.</param>
    /// <param name="key">The object.</param>
    /// <param name="pairs">Other pairs.</param>
    public static string Object(PageScope scope, ObjectKey key, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var own = new List<KeyValuePair<string, string>> { new("kind", key.Kind.ToString()) };
        if (key.Kind != TrackedKind.AwsAuth)
        {
            if (key.Namespace.Length > 0)
            {
                own.Add(new("ns", key.Namespace));
            }

            own.Add(new("name", key.Name));
        }

        return DashboardUrls.Page(ObjectPath, scope, [.. own, .. pairs]);
    }

    /// <summary>The page of the object that an event writes; null where it is none that is followed, or is not named.</summary>
    public static string? ObjectOf(EventRow row)
    {
        TrackedKind? kind = row.Kind switch
        {
            ChangeKind.Role => TrackedKind.Role,
            ChangeKind.ClusterRole => TrackedKind.ClusterRole,
            ChangeKind.RoleBinding => TrackedKind.RoleBinding,
            ChangeKind.ClusterRoleBinding => TrackedKind.ClusterRoleBinding,
            ChangeKind.AwsAuth => TrackedKind.AwsAuth,
            _ => null,
        };
        return kind is not { } known || string.IsNullOrEmpty(row.Name) || (TrackedKinds.IsNamespaced(known) && string.IsNullOrEmpty(row.Namespace)) ? null
            : Object(row.Cluster, new ObjectKey(known, TrackedKinds.IsNamespaced(known) ? row.Namespace! : "", row.Name)); // told just before
    }

    /// <summary>Who can, with the pairs of the question.</summary>
    public static string WhoCan(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => DashboardUrls.Page(WhoCanPath, scope, pairs);

    /// <summary>A change in its list, with its panel open: on aws-auth's own page where it is one of that.</summary>
    public static string Change(EventRow row, ChangeTab tab = ChangeTab.Summary)
    {
        var scope = row.Time is { } time
            ? new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(TimeWindow.Between(time - Before, time + After)) }
            : new PageScope { Cluster = row.Cluster };
        IEnumerable<KeyValuePair<string, string>> pairs = new ChangePanelState { Tab = tab }.ToPairs();
        pairs = row.Time is null ? pairs.Prepend(new("undated", "1")) : pairs;
        return row.Kind switch
        {
            ChangeKind.AwsAuth when row.Time is not null => DashboardUrls.AwsAuth(scope, pairs.Append(new("sel", row.Id))),
            ChangeKind.None => DashboardUrls.Event(row.Id, new PageScope { Cluster = row.Cluster }),
            ChangeKind.OtherApiGroup => DashboardUrls.Event(row.Id, new PageScope { Cluster = row.Cluster }),
            _ => DashboardUrls.Changes(scope, pairs.Append(new("sel", row.Id))),
        };
    }
}
