using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Investigation;

/// <summary>What those did afterwards whom a change gave something.</summary>
public sealed record RelatedView
{
    /// <summary>From the change up to now; null where the change has no time.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Their collected activity.</summary>
    public IReadOnlyList<GrantedActivity> Granted { get; init; } = [];

    /// <summary>How many more there are.</summary>
    public int GrantedLeftOut { get; init; }

    /// <summary>Coverage of the window.</summary>
    public CoverageSummary? Coverage { get; init; }
}

/// <summary>Collected activity of one whom a change gave something.</summary>
/// <param name="Who">Who.</param>
/// <param name="Count">Events.</param>
/// <param name="Earliest">The first ones, oldest first.</param>
public sealed record GrantedActivity(GrantedPrincipal Who, long Count, IReadOnlyList<EventRow> Earliest);

/// <summary>One whom a change gave something, and how its events are found.</summary>
/// <param name="Name">Who; text of events.</param>
/// <param name="How">How events are found, in words.</param>
/// <param name="List">The filters of the list of its events; null where they cannot be found.</param>
public sealed record GrantedPrincipal(string Name, string How, EventListState? List)
{
    /// <summary>The Kubernetes user that this is; null where it is several, or a group.</summary>
    public string? User { get; init; }

    /// <summary>The filter of its events; null where they cannot be found.</summary>
    public EventFilter? Filter => List?.ApplyTo(new EventFilter());

    /// <summary>A user or group of a binding.</summary>
    public static GrantedPrincipal Of(AccessPrincipal principal) => principal.IsGroup
        ? new GrantedPrincipal(principal.ToString(), "Who is in a group is set outside the cluster, so this cannot be told from its name.", null)
        : new GrantedPrincipal(principal.ToString(), "of this user", EventListState.Default.Only(EventFacet.Actor, principal.Name)) { User = principal.Name };

    /// <summary>Whom a row of aws-auth maps.</summary>
    public static GrantedPrincipal OfRow(AwsAuthRow row)
    {
        var name = row.Username ?? row.Arn;
        var template = name.IndexOf("{{", StringComparison.Ordinal);
        if (template < 0)
        {
            return new GrantedPrincipal(row.Arn, $"of the user {name}, whom this row makes of it", EventListState.Default.Only(EventFacet.Actor, name)) { User = name };
        }

        // The rest of the name comes from the session; a text of three characters or more still tells such users from most others.
        return template >= 3
            ? new GrantedPrincipal(row.Arn, $"that hold the text {name[..template]}, with which the names begin that this row makes", EventListState.Default.WithSearch(name[..template]))
            : new GrantedPrincipal(row.Arn, "The row makes its user names from session names alone, so this cannot be told.", null);
    }
}
