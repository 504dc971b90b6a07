using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn.Grants;

/// <summary>What a group of people may do, and where: an item of the setting <c>SignIn:Grants</c>.</summary>
/// <param name="Group">The group, as the provider or the proxy writes it; compared exactly.</param>
/// <param name="Role">What its people may do.</param>
/// <param name="Clusters">The clusters that the role is limited to.</param>
public sealed record RoleGrant(string Group, DashboardRole Role, ClusterScope Clusters)
{
    /// <summary>All grants of a provider or proxy: its three lists, which hold for all clusters, and those that name clusters.</summary>
    public static IEnumerable<RoleGrant> Of(IEnumerable<string> viewers, IEnumerable<string> reviewers, IEnumerable<string> administrators, IEnumerable<RoleGrant> grants) =>
    [
        .. viewers.Select(group => new RoleGrant(group, DashboardRole.Viewer, ClusterScope.All)),
        .. reviewers.Select(group => new RoleGrant(group, DashboardRole.Reviewer, ClusterScope.All)),
        .. administrators.Select(group => new RoleGrant(group, DashboardRole.Administrator, ClusterScope.All)),
        .. grants,
    ];

    /// <summary>
    /// What somebody may do who is in these groups: the most powerful role that any of them gives, in the clusters of the grants of that very role.
    /// A weaker role elsewhere adds nothing: what a person may see and what they may do there is never more than one grant says.
    /// </summary>
    /// <param name="groups">The groups.</param>
    /// <param name="grants">The grants of the settings.</param>
    /// <returns>Null if no grant is for them.</returns>
    public static (DashboardRole Role, ClusterScope Clusters)? Find(IReadOnlySet<string> groups, IEnumerable<RoleGrant> grants)
    {
        var held = grants.Where(grant => groups.Contains(grant.Group)).ToList();
        if (held.Count == 0)
        {
            return null;
        }

        var role = held.Max(grant => grant.Role);
        var clusters = held.Where(grant => grant.Role == role).Select(grant => grant.Clusters).ToList();
        return (role, clusters.Exists(scope => scope.IsAll) ? ClusterScope.All : ClusterScope.Of(clusters.SelectMany(scope => scope.Names)));
    }
}
