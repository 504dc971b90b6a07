using System.Text;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries.Tests;

public sealed class OptionalQueryTests
{
    private const string Allowed = "RBAC: allowed by RoleBinding \\\"b/web\\\" of ClusterRole \\\"edit\\\" to User \\\"u\\\"";

    [Fact]
    public void All_AreRightAndNotAmongTheBuiltInOnes()
    {
        var catalog = QueryCatalog.Create(OptionalQueries.All, out var errors);

        Assert.Empty(errors);
        Assert.Equal(QueryCatalog.BuiltIn.Queries.Count + OptionalQueries.All.Count, catalog.Queries.Count);
        foreach (var optional in OptionalQueries.All)
        {
            Assert.False(QueryCatalog.BuiltIn.TryGet(optional.Id, out _));
            Assert.True(catalog.TryGet(optional.Id, out var query));
            Assert.True(InsightsQuery.TryCompile(query.Text, QueryOptions.Default.ForAuditEvents(), out var compiled, out var error), error?.ToString());
            Assert.Empty(compiled.Notes);
        }
    }

    [Theory]
    [InlineData("a person writes", "jane", "create", "deployments", null, true)]
    [InlineData("a person reads a secret", "jane", "get", "secrets", null, true)]
    [InlineData("a person reads pods", "jane", "list", "pods", null, false)]
    [InlineData("a person watches secrets, which began with a list", "jane", "watch", "secrets", null, false)]
    [InlineData("a person asks what is allowed", "jane", "create", "selfsubjectaccessreviews", null, false)]
    [InlineData("a workload reads a secret", "system:serviceaccount:web:app", "get", "secrets", null, true)]
    [InlineData("a workload goes into a pod", "system:serviceaccount:web:app", "create", "pods", "exec", true)]
    [InlineData("a workload goes into a pod by a read", "system:serviceaccount:web:app", "get", "pods", "exec", true)]
    [InlineData("a workload asks for a token", "system:serviceaccount:web:app", "create", "serviceaccounts", "token", true)]
    [InlineData("a controller writes", "system:serviceaccount:web:operator", "update", "deployments", null, false)]
    [InlineData("a part of EKS writes", "eks:addon-manager", "patch", "deployments", null, false)]
    [InlineData("a node's kubelet through the node's proxy", "jane", "get", "nodes", "proxy", true)]
    public void GrantsUsed_Request_SelectedIfItMatters(string what, string user, string verb, string resource, string? subresource, bool expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Selects(user, verb, resource, subresource, Allowed, "allow", "/api/v1/x"));
    }

    [Theory]
    [InlineData(Allowed, "forbid", "/api/v1/x", false)]
    [InlineData("", "allow", "/api/v1/x", false)]
    [InlineData("EKS Access Policy: allowed by ClusterRoleBinding", "allow", "/api/v1/x", false)]
    [InlineData("RBAC: allowed by ClusterRoleBinding \\\"system:mine\\\" of ClusterRole \\\"a\\\" to User \\\"u\\\"", "allow", "/api/v1/x", true)]
    public void GrantsUsed_Reason_OnlyWhatABindingAllowedWhateverItsName(string reason, string decision, string uri, bool expected) =>
        Assert.Equal(expected, Selects("jane", "create", "deployments", null, reason, decision, uri));

    [Theory]
    [InlineData("/api/v1/nodes/n/proxy/metrics/cadvisor", false)]
    [InlineData("/api/v1/nodes/n/proxy/run/web/pod/c", true)]
    public void GrantsUsed_Proxy_NotForMetrics(string uri, bool expected) =>
        Assert.Equal(expected, Selects("system:serviceaccount:monitoring:prometheus", "get", "nodes", "proxy", Allowed, "allow", uri));

    private static bool Selects(string user, string verb, string resource, string? subresource, string reason, string decision, string uri)
    {
        QueryCatalog.Create([OptionalQueries.GrantsUsed], out _).TryGet("grants-used", out var query);
        var sub = subresource is null ? "" : $",\"subresource\":\"{subresource}\"";
        var record = $"{{\"kind\":\"Event\",\"verb\":\"{verb}\",\"requestURI\":\"{uri}\",\"user\":{{\"username\":\"{user}\"}},\"objectRef\":{{\"resource\":\"{resource}\"{sub}}},\"annotations\":{{\"authorization.k8s.io/decision\":\"{decision}\",\"authorization.k8s.io/reason\":\"{reason}\"}}}}";
        return query!.Selection.Matches(new LogRecord { Message = Encoding.UTF8.GetBytes(record) }); // created in the line above
    }
}
