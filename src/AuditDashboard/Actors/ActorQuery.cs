using AuditDashboard.Explore.Editing;
using AuditDashboard.Queries;

namespace AuditDashboard.Actors;

/// <summary>The query that finds all of a user's requests in the cluster's own log, collected or not.</summary>
internal static class ActorQuery
{
    /// <summary>Its text, for Explore and the console of CloudWatch Logs Insights.</summary>
    /// <param name="name">The user's name; empty for requests that were not signed in.</param>
    public static string Of(string name) =>
        $"fields @timestamp, verb, objectRef.resource, objectRef.namespace, objectRef.name, responseStatus.code, sourceIPs.0\n| filter {StreamFilter.Condition}\n| filter "
        + (name.Length == 0 ? "not ispresent(user.username)" : $"user.username = {FilterText.Literal(name)}")
        + "\n| sort @timestamp desc\n| limit 1000";
}
