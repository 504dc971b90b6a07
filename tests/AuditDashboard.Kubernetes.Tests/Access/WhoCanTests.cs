using System.Diagnostics;
using System.Text;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Tests.Access;

public sealed class WhoCanTests
{
    private const int States = 1_200;
    private const int Questions = 20;

    [Fact]
    public void Ask_RandomStates_EqualsASlowReadingOfTheRules()
    {
        var allowed = 0;
        for (var seed = 0; seed < States; seed++)
        {
            var cluster = new RandomCluster(seed);
            var state = StateOf(cluster.Listing());
            Assert.True(state.IsComplete);
            for (var i = 0; i < Questions; i++)
            {
                var question = cluster.Question();
                var answer = WhoCan.Ask(state, question);
                foreach (var user in RandomCluster.Users)
                {
                    var expected = cluster.MayDo(user, question);

                    Assert.True(expected == WhoCan.Ask(state, question, user.Name, user.Groups).Count > 0, $"seed {seed}: {user.Name} {question}");
                    Assert.True(expected == answer.Principals.Any(p => p.IsGroup ? user.Groups.Contains(p.Name) : p.Name == user.Name), $"seed {seed}: {user.Name} {question}");
                    allowed += expected ? 1 : 0;
                }
            }
        }

        Assert.InRange(allowed, States * Questions * 11 / 10, States * Questions * 5);
    }

    [Fact]
    public void Ask_NameOfAServiceAccount_HasItsGroups()
    {
        var state = StateOf("""
            {"items":[{"kind":"ClusterRole","metadata":{"name":"c"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]},
            {"kind":"ClusterRoleBinding","metadata":{"name":"b"},"subjects":[{"kind":"Group","name":"system:serviceaccounts:web"}],"roleRef":{"kind":"ClusterRole","name":"c"}}]}
            """);
        var question = new AccessQuestion { Verb = "get", Resource = "pods", Namespace = "any" };

        Assert.Equal("Group system:serviceaccounts:web, by ClusterRoleBinding b of ClusterRole c", Assert.Single(WhoCan.Ask(state, question, "system:serviceaccount:web:s", [])).Words);
        Assert.Empty(WhoCan.Ask(state, question, "system:serviceaccount:other:s", []));
    }

    [Fact]
    public void Ask_AwsAuthRows_NamedOnThePath()
    {
        var state = StateOf("""
            {"items":[{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{"mapRoles":"- {rolearn: 'arn:aws:iam::1:role/a', username: ops, groups: ['system:masters']}\n"}}]}
            """);

        var path = Assert.Single(WhoCan.Ask(state, new AccessQuestion { Verb = "get", Resource = "secrets" }).Paths);

        Assert.Equal("Group system:masters, which no RBAC rule limits", path.Words);
        Assert.Equal(["arn:aws:iam::1:role/a"], path.AwsRows.Select(row => row.Arn));
    }

    [Fact]
    public void At_EventsAlone_AtLeastAndTheMissingRoleNamed()
    {
        var histories = ObjectHistories.Build([Write("clusterrolebindings", "b", """{"kind":"ClusterRoleBinding","metadata":{"name":"b","uid":"u","resourceVersion":"2"},"subjects":[{"kind":"User","name":"ada"}],"roleRef":{"kind":"ClusterRole","name":"unseen"}}""")], TestContext.Current.CancellationToken);

        var answer = WhoCan.Ask(AccessState.At(histories, long.MaxValue), new AccessQuestion { Verb = "get", Resource = "pods" });

        Assert.True(answer.IsAtLeast);
        Assert.Contains("ClusterRoleBinding b gives ClusterRole unseen, whose rules are not known.", answer.Gaps);
    }

    [Fact]
    public void At_BeforeAndAfterTheBinding_TheAnswerOfThatTime()
    {
        var listing = ClusterListing.Read("""{"kind":"List","items":[{"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"c","uid":"x","resourceVersion":"1"},"rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}]}"""u8, 1_000, TrackedKinds.All.ToHashSet())!;
        var write = Write("clusterrolebindings", "b", """{"kind":"ClusterRoleBinding","metadata":{"name":"b","uid":"u","resourceVersion":"2"},"subjects":[{"kind":"User","name":"ada"}],"roleRef":{"kind":"ClusterRole","name":"c"}}""");
        var histories = ObjectHistories.Build([write], [listing], TestContext.Current.CancellationToken);
        var question = new AccessQuestion { Verb = "delete", Resource = "nodes" };
        var before = AccessState.At(histories, write.TimeMicros!.Value - 1);
        var after = AccessState.At(histories, write.TimeMicros!.Value);

        var impact = ChangeImpact.Between(before, after);

        Assert.Equal((true, true, false), (before.IsComplete, after.IsComplete, impact.IsAtLeast));
        Assert.Equal((0, 1), (WhoCan.Ask(before, question, "ada", []).Count, WhoCan.Ask(after, question, "ada", []).Count));
        var delta = Assert.Single(impact.Deltas);
        Assert.Equal(("User ada", "* * (*)"), (delta.Principal.ToString(), Assert.Single(delta.Gained).Permission.ToString()));
        Assert.Equal(RiskLevel.Critical, impact.Risk.Level);
        Assert.Equal(["User ada may do everything in the whole cluster."], impact.Risk.Reasons);
        Assert.Equal(["* * (*)"], Assert.Single(ChangeImpact.Between(after, before).Deltas).Lost.Select(held => held.Permission.ToString()));
    }

    [Fact]
    public void Between_RandomStates_GainedIsWhatTheUserCouldNotDoBefore()
    {
        var gains = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var (before, after) = (StateOf(new RandomCluster(seed).Listing()), StateOf(new RandomCluster(seed + 10_000).Listing()));

            var impact = ChangeImpact.Between(before, after);

            foreach (var delta in impact.Deltas)
            {
                foreach (var held in delta.Gained.Where(held => held.Permission is { NonResourceUrl: null, Verb: not "*", ApiGroup: not "*", Resource: not "*", ResourceName: null, Subresource: not "*" }))
                {
                    var question = new AccessQuestion { Verb = held.Permission.Verb, ApiGroup = held.Permission.ApiGroup!, Resource = held.Permission.Resource!, Subresource = held.Permission.Subresource ?? "", Namespace = held.Namespace, Name = "z" };
                    Assert.DoesNotContain(delta.Principal, WhoCan.Ask(before, question).Principals);
                    Assert.Contains(delta.Principal, WhoCan.Ask(after, question).Principals);
                    gains++;
                }
            }
        }

        Assert.True(gains > 500, $"{gains}");
    }

    [Theory]
    [InlineData("create", "", "pods/exec", "n", new[] { EscalationMark.PodsExec })]
    [InlineData("get", "", "secrets", "", new[] { EscalationMark.Secrets })]
    [InlineData("*", "", "secrets", "n", new[] { EscalationMark.Wildcard, EscalationMark.Secrets })]
    [InlineData("get", "", "nodes/proxy", "", new[] { EscalationMark.NodesProxy })]
    [InlineData("get", "", "nodes/proxy", "n", new EscalationMark[0])]
    [InlineData("bind", "rbac.authorization.k8s.io", "clusterroles", "", new[] { EscalationMark.Bind })]
    [InlineData("impersonate", "", "users", "", new[] { EscalationMark.Impersonate })]
    [InlineData("create", "", "serviceaccounts/token", "n", new[] { EscalationMark.ServiceAccountToken })]
    [InlineData("update", "", "configmaps", "kube-system", new[] { EscalationMark.AwsAuth })]
    [InlineData("update", "", "configmaps", "n", new EscalationMark[0])]
    [InlineData("patch", "admissionregistration.k8s.io", "mutatingwebhookconfigurations", "", new[] { EscalationMark.AdmissionWebhooks })]
    [InlineData("update", "certificates.k8s.io", "certificatesigningrequests/approval", "", new[] { EscalationMark.Certificates })]
    [InlineData("*", "*", "*", "", new[] { EscalationMark.Everything })]
    [InlineData("get", "", "pods", "", new EscalationMark[0])]
    public void Of_Permission_Marks(string verb, string group, string resource, string space, EscalationMark[] expected) =>
        Assert.Equal(expected, EscalationMarks.Of(Permission.OnResource(verb, group, resource, null), space));

    [Fact]
    public void Ask_FiveThousandRolesAndTwentyThousandBindings_EveryPathOnce()
    {
        var objects = new List<KeyValuePair<ObjectKey, ManifestObject>>();
        for (var i = 0; i < 5_000; i++)
        {
            var rules = $$$"""{"metadata":{"name":"r{{{i}}}"},"rules":[{"verbs":["list"],"apiGroups":["apps"],"resources":["x{{{i}}}","y"]},{"verbs":["get"],"apiGroups":[""],"resources":["{{{(i % 10 == 0 ? "secrets" : "pods")}}}"]}]}""";
            objects.Add(new(new ObjectKey(TrackedKind.ClusterRole, "", $"r{i}"), Parse(rules)));
        }

        for (var i = 0; i < 20_000; i++)
        {
            var binding = $$$"""{"metadata":{"name":"b{{{i}}}"},"subjects":[{"kind":"User","name":"u{{{i}}}"}],"roleRef":{"kind":"ClusterRole","name":"r{{{i % 5_000}}}"}}""";
            objects.Add(new(i % 2 == 0 ? new ObjectKey(TrackedKind.ClusterRoleBinding, "", $"b{i}") : new ObjectKey(TrackedKind.RoleBinding, "n", $"b{i}"), Parse(binding)));
        }

        var state = AccessState.Of(objects, []);
        var clock = Stopwatch.StartNew();

        var answer = WhoCan.Ask(state, new AccessQuestion { Verb = "get", Resource = "secrets", Namespace = "n" });

        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(2_001, answer.Paths.Count);
        Assert.Equal(2_001, answer.Principals.Count());
    }

    private static AccessState StateOf(byte[] listing) => AccessState.Of(ClusterListing.Read(listing, 0, TrackedKinds.All.ToHashSet())!.Objects, []);

    private static AccessState StateOf(string listing) => StateOf(Encoding.UTF8.GetBytes(listing));

    private static ManifestObject Parse(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!;

    private static ObjectWrite Write(string resource, string name, string response)
    {
        var json = $$"""{"kind":"Event","level":"RequestResponse","stage":"ResponseComplete","verb":"create","objectRef":{"resource":"{{resource}}","name":"{{name}}","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":201},"responseObject":{{response}},"stageTimestamp":"2026-11-01T00:00:00Z"}""";
        return ObjectWrite.Read(1, SampleEvents.Readable(json), SampleEvents.Bytes(json))!;
    }
}
