using AuditDashboard.SignIn.Grants;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Settings;

namespace AuditDashboard.Tests.SignIn;

public sealed class GrantTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    private static readonly RoleGrant[] Grants =
    [
        new("eyes", DashboardRole.Viewer, ClusterScope.All),
        new("pay", DashboardRole.Reviewer, ClusterScope.Of(["pay-prod", "pay-lab"])),
        new("shop", DashboardRole.Reviewer, ClusterScope.Of(["shop"])),
        new("root", DashboardRole.Administrator, ClusterScope.Of(["lab"])),
        new("root-all", DashboardRole.Administrator, ClusterScope.All),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", null, null)]
    [InlineData("EYES,pay ", null, null)]
    [InlineData("eyes", DashboardRole.Viewer, null)]
    [InlineData("pay", DashboardRole.Reviewer, "[\"pay-lab\",\"pay-prod\"]")]
    [InlineData("pay,shop", DashboardRole.Reviewer, "[\"pay-lab\",\"pay-prod\",\"shop\"]")]
    [InlineData("eyes,pay", DashboardRole.Reviewer, "[\"pay-lab\",\"pay-prod\"]")]
    [InlineData("eyes,pay,root", DashboardRole.Administrator, "[\"lab\"]")]
    [InlineData("root,root-all", DashboardRole.Administrator, null)]
    public void Find_AnyGroups_GivesTheMostPowerfulRoleWhereItHolds(string groups, DashboardRole? role, string? clusters)
    {
        var found = RoleGrant.Find(groups.Split(',').ToHashSet(StringComparer.Ordinal), Grants);

        Assert.Equal(role, found?.Role);
        Assert.Equal(clusters, found?.Clusters.ToText());
    }

    [Theory]
    [InlineData("SignIn:Grants:0:Group", "", "SignIn:Grants:0:Group is missing. Write the group as the provider writes it, such as payments-team.")]
    [InlineData("SignIn:Grants:0:Role", "owner", "SignIn:Grants:0:Role is 'owner'. Write viewer, reviewer, administrator.")]
    [InlineData("SignIn:Grants:0:Clusters:0", "", "SignIn:Grants:0:Clusters does not say where the role holds. Write names of clusters, or * alone for all of them.")]
    [InlineData("SignIn:Grants:0:Clusters:1", "*", "SignIn:Grants:0:Clusters does not say where the role holds. Write names of clusters, or * alone for all of them.")]
    [InlineData("SignIn:Mode", "Token", "SignIn:Grants names groups, but while SignIn:Mode is Token nobody comes with any. Remove it; access link and access token take --clusters.")]
    public void Load_OneFault_OneSentence(string key, string value, string expected)
    {
        (string, string)[] settings =
        [
            ("SignIn:Mode", "OpenIdConnect"), ("SignIn:OpenIdConnect:ClientId", "d"), ("SignIn:OpenIdConnect:Viewers:0", "v"), ("PublicUrl", "https://audit.example.com"),
            ("SignIn:Grants:0:Group", "pay"), ("SignIn:Grants:0:Role", "Reviewer"), ("SignIn:Grants:0:Clusters:0", "prod"),
        ];
        var authority = ("SignIn:OpenIdConnect:Authority", value == "Token" ? "" : "https://login.example.com");

        var (_, problems) = _folder.Load([.. settings.Where(s => s.Item1 != key), authority, (key, value)]);

        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_Grants_SayWhoMayWhatWhere()
    {
        var (settings, problems) = _folder.Load(
            ("SignIn:Mode", "OpenIdConnect"), ("SignIn:OpenIdConnect:ClientId", "d"), ("SignIn:OpenIdConnect:Authority", "https://login.example.com"), ("PublicUrl", "https://audit.example.com"),
            ("SignIn:Grants:0:Group", "pay"), ("SignIn:Grants:0:Role", "Reviewer"), ("SignIn:Grants:0:Clusters:0", "prod"), ("SignIn:Grants:0:Clusters:1", "lab"),
            ("SignIn:Grants:1:Group", "root"), ("SignIn:Grants:1:Role", "administrator"), ("SignIn:Grants:1:Clusters", "*"));

        Assert.Empty(problems);
        Assert.Equal(
            [new RoleGrant("pay", DashboardRole.Reviewer, ClusterScope.Of(["lab", "prod"])), new RoleGrant("root", DashboardRole.Administrator, ClusterScope.All)],
            settings!.SignIn.Grants); // there are settings where there are no problems
    }
}
