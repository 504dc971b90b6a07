using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Grants;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Tests.Grants;

public sealed class GrantUsesTests
{
    private static readonly string[] Users = ["bob", "alice", "system:serviceaccount:web:ci"];
    private static readonly string[] Bindings = ["one/web", "two/web", "one/ops", "wide"];

    [Fact]
    public void ToUse_RandomLog_EqualsCountingByHand()
    {
        var random = new Random(7);
        var log = Enumerable.Range(0, 3_000).Select(i => Written(random, i)).ToList();
        foreach (var question in Questions())
        {
            foreach (long? since in (long?[])[null, 1_500])
            {
                var uses = new GrantUses(question, since);
                foreach (var line in log.OrderBy(_ => random.Next()))
                {
                    uses.Add(line.Id, line.Time, line.Event);
                }

                var use = uses.ToUse();

                var named = log.Where(line => line.IsAllowed && (line.Time is null || since is null || line.Time >= since) && Fits(question, line)).ToList();
                Assert.Equal(named.Count, use.Events);
                Assert.Equal(named.Select(line => line.AuditId).Distinct().Count(), use.Requests);
                Assert.Equal(named.Where(line => line.Time is not null).Min(line => line.Time), use.First?.TimeMicros);
                Assert.Equal(named.Max(line => line.Time), use.Last?.TimeMicros);
                Assert.Equal(
                    named.GroupBy(line => line.User).Select(g => new UseCount(g.Key, g.Count())).OrderByDescending(u => u.Events).ThenBy(u => u.Value, StringComparer.Ordinal),
                    use.By);
                Assert.Equal(named.Count, use.On.Sum(on => on.Events));
            }
        }
    }

    [Fact]
    public void ToUse_NothingNamesTheGrant_NotUsed()
    {
        var uses = new GrantUses(new GrantQuestion.OfBinding(new GrantBinding(null, "unused"), []), null);

        uses.Add("1", 1, SampleEvents.Readable(SampleEvents.RoleBindingCreated));

        Assert.False(uses.ToUse().IsUsed);
        Assert.Empty(uses.ToUse().CannotTell);
    }

    [Fact]
    public void ToUse_GrantToMasters_CannotTell()
    {
        var uses = new GrantUses(new GrantQuestion.OfBinding(new GrantBinding(null, "wide"), [new RbacSubject("Group", "system:masters", "")]), null);

        Assert.Equal("The group system:masters is allowed everything before RBAC is asked, so no request of it names a binding.", Assert.Single(uses.ToUse().CannotTell));
    }

    [Fact]
    public void Add_Impersonation_UsedByTheOneActedAs()
    {
        var uses = new GrantUses(new GrantQuestion.OfBinding(new GrantBinding(null, "b"), []), null);

        uses.Add("1", 5, SampleEvents.Readable("""{"kind":"Event","verb":"get","requestURI":"/metrics?x=1","user":{"username":"admin"},"impersonatedUser":{"username":"bob"},"annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"c\" to User \"bob\""}}"""));

        var use = uses.ToUse();
        Assert.Equal([new UseCount("bob", 1)], use.By);
        Assert.Equal([new UseCount("get /metrics", 1)], use.On);
        Assert.Equal(new UseMark("1", 5), use.First);
    }

    [Theory]
    [InlineData(ChangeKind.RoleBinding, "web", "one", "OfBinding")]
    [InlineData(ChangeKind.ClusterRoleBinding, null, "one", "OfBinding")]
    [InlineData(ChangeKind.Role, "web", "one", "OfRole")]
    [InlineData(ChangeKind.ClusterRole, null, "one", "OfRole")]
    [InlineData(ChangeKind.AwsAuth, "kube-system", "aws-auth", null)]
    [InlineData(ChangeKind.RoleBinding, null, "one", null)]
    [InlineData(ChangeKind.Role, "web", null, null)]
    public void Question_Change_ItsGrant(ChangeKind kind, string? space, string? name, string? expected) =>
        Assert.Equal(expected, GrantQuestion.Of(kind, space, name, [])?.GetType().Name);

    private static IEnumerable<GrantQuestion> Questions() =>
    [
        new GrantQuestion.OfBinding(new GrantBinding("web", "one"), []),
        new GrantQuestion.OfBinding(new GrantBinding("ops", "one"), []),
        new GrantQuestion.OfBinding(new GrantBinding(null, "wide"), []),
        new GrantQuestion.OfRole(null, "edit"),
        new GrantQuestion.OfRole("web", "local"),
        new GrantQuestion.OfRole("web", "edit"),
    ];

    private static bool Fits(GrantQuestion question, Line line) => question switch
    {
        GrantQuestion.OfBinding(var binding, _) => line.Binding == (binding.Namespace is null ? binding.Name : binding.Name + "/" + binding.Namespace),
        GrantQuestion.OfRole(null, var name) => line.Role == "ClusterRole " + name,
        GrantQuestion.OfRole(var space, var name) => line.Role == "Role " + name && line.Binding.EndsWith("/" + space, StringComparison.Ordinal),
        _ => false,
    };

    private static Line Written(Random random, int number)
    {
        var binding = Bindings[random.Next(Bindings.Length)];
        var isWide = binding == "wide";
        var role = isWide || random.Next(2) == 0 ? "ClusterRole edit" : "Role local";
        var user = Users[random.Next(Users.Length)];
        var isAllowed = random.Next(4) > 0;
        var auditId = "a" + random.Next(400);
        var reason = $"RBAC: allowed by {(isWide ? "Cluster" : "")}RoleBinding \\\"{binding}\\\" of {role.Replace(" ", " \\\"", StringComparison.Ordinal)}\\\" to User \\\"{user}\\\"";
        var audit = SampleEvents.Readable($$$"""{"kind":"Event","auditID":"{{{auditId}}}","verb":"get","user":{"username":"{{{user}}}"},"objectRef":{"resource":"pods","namespace":"n{{{random.Next(3)}}}"},"annotations":{"authorization.k8s.io/decision":"{{{(isAllowed ? "allow" : "forbid")}}}","authorization.k8s.io/reason":"{{{reason}}}"}}""");
        return new Line("e" + number, random.Next(20) == 0 ? null : random.Next(3_000), audit, isAllowed, binding, role, user, auditId);
    }

    private sealed record Line(string Id, long? Time, AuditEvent Event, bool IsAllowed, string Binding, string Role, string User, string AuditId);
}
