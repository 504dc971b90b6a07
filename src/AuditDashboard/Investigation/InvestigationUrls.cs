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
