using AuditDashboard.Kubernetes.Grants;
using AuditDashboard.Kubernetes.Rbac;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Grants;

public sealed class DecisionReasonParserTests
{
    [Fact]
    public void Parse_ClusterRoleBinding_BindingRoleSubject()
    {
        var reason = DecisionReasonParser.Parse("""RBAC: allowed by ClusterRoleBinding "platform" of ClusterRole "admin" to Group "platform" """.TrimEnd());

        Assert.Equal(new DecisionReason.Rbac(new GrantBinding(null, "platform"), "ClusterRole", "admin", new RbacSubject("Group", "platform", "")), reason);
    }

    [Fact]
    public void Parse_RoleBinding_NameComesBeforeNamespace()
    {
        var reason = DecisionReasonParser.Parse("""RBAC: allowed by RoleBinding "too-much/app" of ClusterRole "edit" to ServiceAccount "default/app" """.TrimEnd());

        Assert.Equal(new DecisionReason.Rbac(new GrantBinding("app", "too-much"), "ClusterRole", "edit", new RbacSubject("ServiceAccount", "default", "app")), reason);
    }

    [Fact]
    public void Parse_NameWithEscapes_Unescaped()
    {
        var reason = DecisionReasonParser.Parse("""RBAC: allowed by ClusterRoleBinding "a" of ClusterRole "b" to User "x\" of \\ \n\u00e9\U0001f600\xff\x7f" """.TrimEnd());

        Assert.Equal("x\" of \\ \né😀\uFFFD\u007F", Assert.IsType<DecisionReason.Rbac>(reason).Subject?.Name);
    }

    [Fact]
    public void Parse_NameThatLooksLikeAnotherReason_StaysAName()
    {
        // A user name may hold anything; it must not be able to name another binding.
        var reason = DecisionReasonParser.Parse("""RBAC: allowed by ClusterRoleBinding "a" of ClusterRole "b" to User "RBAC: allowed by ClusterRoleBinding \"c\" of ClusterRole \"d\" to User \"e\"" """.TrimEnd());

        Assert.Equal(new GrantBinding(null, "a"), Assert.IsType<DecisionReason.Rbac>(reason).Binding);
    }

    [Fact]
    public void Parse_EksAccessPolicy_PrincipalAndPolicy()
    {
        var reason = DecisionReasonParser.Parse("""EKS Access Policy: allowed by ClusterRoleBinding "arn:aws:iam::111122223333:role/a+b+arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" of ClusterRole "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" to User "AROAEXAMPLE" """.TrimEnd());

        Assert.Equal(new DecisionReason.EksAccessPolicy("arn:aws:iam::111122223333:role/a+b", "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"), reason);
    }

    [Theory]
    [InlineData("RBAC: allowed by ClusterRoleBinding system:public-info-viewer", "system:public-info-viewer")]
    [InlineData("RBAC: allowed by ClusterRoleBinding \"a\"", "a")]
    [InlineData("RBAC: allowed by ClusterRoleBinding \"a\" of ClusterRo", "a")]
    public void Parse_CutShort_WhatIsThere(string text, string binding) =>
        Assert.Equal(new DecisionReason.Rbac(new GrantBinding(null, binding), null, null, null), DecisionReasonParser.Parse(text));

    [Theory]
    [InlineData("RBAC: allowed by RoleBinding...")]
    [InlineData("RBAC: allowed by RoleBinding \"no-namespace\" of Role \"b\" to User \"c\"")]
    [InlineData("RBAC: allowed by Binding \"a\"")]
    [InlineData("RBAC: allowed by ClusterRoleBinding \"cut")]
    [InlineData("EKS Access Policy: allowed by something")]
    [InlineData("access granted by IAM permissions.")]
    public void Parse_OtherText_Other(string text) => Assert.Equal(new DecisionReason.Other(text), DecisionReasonParser.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Parse_Nothing_NotSaid(string? text) => Assert.Equal(new DecisionReason.NotSaid(), DecisionReasonParser.Parse(text));

    [Fact]
    public void Of_RefusedRequest_Null() => Assert.Null(DecisionReasonParser.Of(SampleEvents.Readable(
        """{"kind":"Event","verb":"get","annotations":{"authorization.k8s.io/decision":"forbid","authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \"a\" of ClusterRole \"b\" to User \"c\""}}""")));

    [Fact]
    public void Parse_AnyNames_ReadBackAsGoQuotesThem() => Property.Holds(
        Gen.Select(Gen.String[Gen.Char["ab/\"\\ \n\té+:"], 1, 12], Gen.String[Gen.Char["ab.:-"], 1, 8]),
        pair =>
        {
            var (user, name) = pair;
            var text = $"RBAC: allowed by RoleBinding {Quote(name + "/ns")} of Role {Quote(name)} to User {Quote(user)}";

            Assert.Equal(new DecisionReason.Rbac(new GrantBinding("ns", name), "Role", name, new RbacSubject("User", user, "")), DecisionReasonParser.Parse(text));
        },
        2_000);

    [Fact]
    public void Parse_AnyText_NeverThrows() => Property.Holds(
        Gen.String[Gen.Char["\"\\xuU0f RBACallowedby:of/n"], 0, 40],
        tail =>
        {
            Assert.NotNull(DecisionReasonParser.Parse("RBAC: allowed by RoleBinding \"" + tail));
            Assert.NotNull(DecisionReasonParser.Parse("EKS Access Policy: allowed by " + tail));
        },
        2_000);

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
