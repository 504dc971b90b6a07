using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>Roles in words, as settings and commands write them.</summary>
internal static class RoleWords
{
    /// <summary>All of them, the one that may least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Of(DashboardRole.Viewer), Of(DashboardRole.Reviewer), Of(DashboardRole.Administrator)];

    /// <summary>A role's word.</summary>
    public static string Of(DashboardRole role) => role switch
    {
        DashboardRole.Viewer => "viewer",
        DashboardRole.Reviewer => "reviewer",
        DashboardRole.Administrator => "administrator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    /// <summary>A role with the clusters that it is limited to.</summary>
    public static string Of(DashboardRole role, ClusterScope clusters) =>
        clusters.IsAll ? Of(role) : clusters.Names is [] ? $"{Of(role)} of no cluster" : $"{Of(role)} of {string.Join(", ", clusters.Names)}";

    /// <summary>What a person may do, and where.</summary>
    public static string Of(Person person) => Of(person.Role, person.Clusters);

    /// <summary>The role of a word; null if it is none.</summary>
    public static DashboardRole? Find(string word)
    {
        foreach (var role in Enum.GetValues<DashboardRole>())
        {
            if (string.Equals(Of(role), word, StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        return null;
    }
}
