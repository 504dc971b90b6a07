using AuditDashboard.SignIn;
using AuditDashboard.SignIn.Grants;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Settings;

/// <summary>Reads the list <c>SignIn:Grants</c>: which groups may do what, and in which clusters.</summary>
internal static class GrantSettings
{
    private const string Name = "SignIn:Grants";

    /// <summary>How all clusters are written: never by leaving them out, or a slip of the pen would show everything.</summary>
    public const string AllClusters = "*";

    /// <summary>Reads them.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="mode">Who may look at the dashboard: only some modes know groups.</param>
    /// <param name="problems">Where sentences go.</param>
    public static IReadOnlyList<RoleGrant> Read(IConfiguration configuration, SignInMode mode, List<string> problems)
    {
        var grants = new List<RoleGrant>();
        foreach (var item in SettingsReader.Items(configuration, Name, problems))
        {
            if (ReadOne(new SettingsReader(item, problems)) is { } grant)
            {
                grants.Add(grant);
            }
        }

        if (grants.Count > 0 && mode is SignInMode.Loopback or SignInMode.Token)
        {
            problems.Add($"{Name} names groups, but while SignIn:Mode is {mode} nobody comes with any. Remove it; access link and access token take --clusters.");
        }

        return grants;
    }

    /// <summary>Reads cluster names; null where none are written, or where the star does not stand alone.</summary>
    public static ClusterScope? ReadClusters(IReadOnlyList<string> names) =>
        names is [AllClusters] ? ClusterScope.All
        : names.Count == 0 || names.Any(name => string.IsNullOrWhiteSpace(name) || name == AllClusters) ? null
        : ClusterScope.Of(names);

    private static RoleGrant? ReadOne(SettingsReader reader)
    {
        var group = reader.Text("Group", "");
        var word = reader.Text("Role", "");
        var clusters = ReadClusters(reader.List("Clusters"));
        reader.RefuseUnknown();
        if (group.Length == 0)
        {
            reader.Refuse("Group", "is missing. Write the group as the provider writes it, such as payments-team.");
        }

        var role = RoleWords.Find(word);
        if (role is null)
        {
            reader.Refuse("Role", $"is '{word}'. Write {string.Join(", ", RoleWords.All)}.");
        }

        if (clusters is null)
        {
            reader.Refuse("Clusters", $"does not say where the role holds. Write names of clusters, or {AllClusters} alone for all of them.");
        }

        return group.Length > 0 && role is { } known && clusters is not null ? new RoleGrant(group, known, clusters) : null;
    }
}
