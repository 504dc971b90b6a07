using AuditDashboard.Explore.Editing;
using AuditDashboard.Queries;

namespace AuditDashboard.Explore;

/// <summary>Texts to begin with.</summary>
public static class StartingText
{
    private const string Fields = "fields @timestamp, user.username, verb, objectRef.resource, objectRef.namespace, objectRef.name, responseStatus.code";

    /// <summary>The newest events.</summary>
    public const string Newest = Fields + "\n| sort @timestamp desc\n| limit 200";

    /// <summary>What a user did, for a log group: its other streams are left out.</summary>
    /// <returns>Null where the language cannot say the name.</returns>
    public static string? OfUserOnCloudWatch(string user) =>
        FilterText.Add($"filter {StreamFilter.Condition}\n| {Fields}, @message\n| sort @timestamp desc\n| limit 1000", "user.username", user, isExcluded: false);

    /// <summary>What a canned query selects, as rows. Its own text begins with a filter on the log stream, which stored events and plain files do not have.</summary>
    public static string Of(CannedQuery query) => $"{Fields}\n| filter {query.SelectionText}\n| sort @timestamp desc";
}
