using System.Text.Json;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Api;

/// <summary>Makes the items of answers.</summary>
internal static class ApiItems
{
    private static readonly AuditEventFlags[] Flags = [.. Enum.GetValues<AuditEventFlags>().Where(flag => flag != AuditEventFlags.None)];

    public static ClusterItem Of(ClusterRow cluster) =>
        new(cluster.Name, cluster.Source, cluster.OwedFrom, cluster.LastEvent, cluster.LastRunAt, cluster.ExpiredTo);

    public static QueryItem Of(CannedQuery query) => new(
        query.Id, query.Title, query.Purpose, query.SelectionText, query.Text, query.GuideText, query.DifferenceFromGuide, query.IsUserDefined);

    public static ActivityItem Of(ActivityEntry entry) =>
        new(entry.Id, entry.Time, ActivityWords.KeyOf(entry.Kind), entry.Actor, entry.Text, entry.Address);

    public static EventItem Of(StoredEvent stored)
    {
        var row = stored.Row;
        return new EventItem
        {
            Id = row.Id,
            Cluster = row.Cluster,
            Time = row.Time,
            Queries = stored.QueryIds,
            Change = row.Kind == ChangeKind.None ? null : Name(row.Kind),
            Verb = row.Verb,
            User = row.User,
            ImpersonatedUser = row.ImpersonatedUser,
            ApiGroup = row.ApiGroup,
            Resource = row.Resource,
            Subresource = row.Subresource,
            Namespace = row.Namespace,
            Name = row.Name,
            Code = row.Code,
            Outcome = OutcomeOf(row.Code),
            Decision = row.Decision,
            SourceIp = row.SourceIp,
            UserAgent = row.UserAgent,
            RequestUri = row.RequestUri,
            AuditId = row.AuditId,
            Stage = row.Stage,
            Flags = [.. Flags.Where(flag => row.Flags.HasFlag(flag)).Select(Name)],
            FromFiles = row.IsFromFiles,
            FirstSeenAt = stored.FirstSeenAt,
            Event = new RawJson(stored.Json),
        };
    }

    public static CoverageItem Of(string cluster, string? query, CoverageStretch stretch) => new(
        cluster, query, stretch.Window.From, stretch.Window.To, Name(stretch.State), stretch.How is { } how ? Name(how) : null,
        stretch.CollectedAt, stretch.Reason);

    private static string OutcomeOf(int? code) => code switch
    {
        null => "unknown",
        < 400 => "allowed",
        401 => "not signed in",
        403 => "refused by RBAC",
        _ => "failed",
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
