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
    private static readonly TimeSpan After = TimeSpan.FromDays(1);

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

    /// <summary>The page of an object, with the pairs of its own state.</summary>
    public static string Object(string cluster, ObjectKey key, params IEnumerable<KeyValuePair<string, string>> pairs) => DashboardUrls.Page(
        "/object",
        new PageScope { Cluster = cluster },
        [new("kind", key.Kind.ToString()), .. key.Namespace.Length == 0 ? Array.Empty<KeyValuePair<string, string>>() : [new("ns", key.Namespace)], new("name", key.Name), .. pairs]);

    /// <summary>Who can, with the pairs of its own state.</summary>
    public static string WhoCan(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => DashboardUrls.Page("/who-can", scope, pairs);
}
