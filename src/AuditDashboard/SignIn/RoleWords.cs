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
