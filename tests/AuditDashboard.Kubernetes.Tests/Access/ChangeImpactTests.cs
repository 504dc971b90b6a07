using System.Text;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.Access;

public sealed class ChangeImpactTests
{
    [Theory]
    [InlineData("bind", "rbac.authorization.k8s.io", "clusterroles", "", RiskLevel.Critical, "give itself any role in the whole cluster.")]
    [InlineData("bind", "rbac.authorization.k8s.io", "clusterroles", "\"view\"", RiskLevel.High, "give itself what these roles allow: view; in the whole cluster.")]
    [InlineData("bind", "rbac.authorization.k8s.io", "clusterroles", "\"view\",\"cluster-admin\"", RiskLevel.Critical, "give itself what these roles allow: cluster-admin, view; in the whole cluster.")]
    [InlineData("impersonate", "", "users", "\"jane\"", RiskLevel.High, "act as jane in the whole cluster.")]
    [InlineData("impersonate", "", "groups", "\"system:masters\"", RiskLevel.Critical, "act as system:masters in the whole cluster.")]
    [InlineData("get", "", "secrets", "\"db\"", RiskLevel.Medium, "read Secrets (only of the name db) in the whole cluster.")]
    [InlineData("patch", "", "configmaps", "\"aws-auth\"", RiskLevel.Critical, "write aws-auth, and so sign in as anyone (only of the name aws-auth) in the whole cluster.")]
    public void Between_PermissionOfNames_SaysWhichAndHowFarItLeads(string verb, string group, string resource, string names, RiskLevel level, string words)
    {
        var impact = ChangeImpact.Between(State(), State($$"""{"verbs":["{{verb}}"],"apiGroups":["{{group}}"],"resources":["{{resource}}"],"resourceNames":[{{names}}]}"""));

        Assert.Equal(level, impact.Risk.Level);
        Assert.Equal(["User eve may " + words], impact.Risk.Reasons);
    }

    [Fact]
    public void Between_SomeNamesAndAll_TheLimitIsNotClaimed()
    {
        var impact = ChangeImpact.Between(State(), State(
            """{"verbs":["get"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["db"]},{"verbs":["list"],"apiGroups":[""],"resources":["secrets"]}"""));

        Assert.Equal((RiskLevel.High, "User eve may read Secrets in the whole cluster."), (impact.Risk.Level, Assert.Single(impact.Risk.Reasons)));
    }

    [Theory]
    [InlineData("", "- rolearn: a\n  username: x\n  groups: [ops]", RiskLevel.Low, "a is let in as x, in ops.")]
    [InlineData("- rolearn: a\n  username: x", "- rolearn: A\n  username: x\n  groups: [ops, dev]", RiskLevel.Low, "A is let in as x, in ops, dev.")]
    [InlineData("- rolearn: a\n  groups: [ops, dev]", "- rolearn: a\n  groups: [dev]", RiskLevel.None, null)]
    [InlineData("- rolearn: a\n  groups: [ops]", "- rolearn: a\n  groups: [ops]\n# said otherwise", RiskLevel.None, null)]
    [InlineData("", "- rolearn: a\n  groups: [system:masters]", RiskLevel.Critical, "a may do everything: it is put into system:masters, which no RBAC rule limits.")]
    public void Between_RowsOfAwsAuth_WhomTheyLetInIsMoreThanNothing(string before, string after, RiskLevel level, string? reason)
    {
        var impact = ChangeImpact.Between(AwsAuth(before), AwsAuth(after));

        Assert.Equal(level, impact.Risk.Level);
        Assert.Equal(reason is null ? [] : [reason], impact.Risk.Reasons);
    }

    private static AccessState AwsAuth(string rows) => AccessState.Of(
        [new(new ObjectKey(TrackedKind.AwsAuth, "kube-system", "aws-auth"), Parse($$$"""{"data":{"mapRoles":{{{System.Text.Json.JsonSerializer.Serialize(rows)}}}}}"""))], []);

    private static AccessState State(string rules = "") => AccessState.Of(
        [
            new(new ObjectKey(TrackedKind.ClusterRole, "", "r"), Parse($$"""{"rules":[{{rules}}]}""")),
            new(new ObjectKey(TrackedKind.ClusterRoleBinding, "", "b"), Parse("""{"subjects":[{"kind":"User","name":"eve"}],"roleRef":{"kind":"ClusterRole","name":"r"}}""")),
        ],
        []);

    private static ManifestObject Parse(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!; // whole objects
}
