using System.Text;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.Access;

/// <summary>Most roles of a cluster were made before events were collected: what is given of them must not look like nothing.</summary>
public sealed class UnknownRolesTests
{
    [Fact]
    public void Between_BindingToClusterAdminThatNoEventTells_IsCritical()
    {
        var impact = Impact("ClusterRoleBinding", "", "cluster-admin");

        Assert.Equal(RiskLevel.Critical, impact.Risk.Level);
        Assert.Contains("User eve may do everything in the whole cluster.", impact.Risk.Reasons);
        Assert.True(impact.IsAtLeast);
        Assert.Empty(impact.Unresolved);
    }

    [Theory]
    [InlineData("ClusterRoleBinding", "", "edit", RiskLevel.High)]
    [InlineData("RoleBinding", "web", "edit", RiskLevel.Medium)]
    [InlineData("ClusterRoleBinding", "", "view", RiskLevel.Low)]
    [InlineData("ClusterRoleBinding", "", "platform", RiskLevel.Medium)]
    public void Between_BindingToARoleThatNoEventTells_SaysSoWithALevel(string kind, string space, string role, RiskLevel level)
    {
        var impact = Impact(kind, space, role);

        Assert.Equal(level, impact.Risk.Level);
        Assert.Equal([$"User eve is given ClusterRole {role}{(space.Length == 0 ? "" : " in namespace web")}, whose rules are not known: what it allows cannot be told."], impact.Risk.Reasons);
        Assert.Empty(impact.Deltas);
    }

    [Fact]
    public void At_ClusterAdminDeleted_IsNotTakenForGranted()
    {
        var deleted = new AccessTimeline(new ObjectKey(TrackedKind.ClusterRole, "", "cluster-admin"), [new AccessStretch(long.MinValue, Existence.Absent, null, UnknownReason.None)], false);

        var state = AccessState.At([deleted, Timeline("ClusterRoleBinding", "", "cluster-admin")], [], [], 10, []);

        Assert.Empty(state.Roles);
    }

    [Fact]
    public void At_NobodyBoundToClusterAdmin_SaysNothingOfIt()
    {
        var state = AccessState.At([Timeline("ClusterRoleBinding", "", "view")], [], [], 10, []);

        Assert.Empty(state.Roles);
        Assert.DoesNotContain(state.Gaps, gap => gap.Contains("cluster-admin", StringComparison.Ordinal));
    }

    [Fact]
    public void Grants_OfRowsAddedAndChanged_AreWhatIsNewWithItsBindings()
    {
        var state = AccessState.Of([new(new ObjectKey(TrackedKind.ClusterRoleBinding, "", "b"), Manifest("""{"subjects":[{"kind":"Group","name":"dev"},{"kind":"User","name":"ci"}],"roleRef":{"kind":"ClusterRole","name":"edit"}}"""))], []);
        var diff = AwsAuthDiff.Between(
            new AwsAuthText("- rolearn: a\n  username: x:{{SessionName}}\n  groups: [old]\n- rolearn: same\n  groups: [dev]\n", null, null),
            new AwsAuthText("- rolearn: a\n  username: x:{{SessionName}}\n  groups: [old, dev]\n- rolearn: same\n  groups: [dev]\n- rolearn: b\n  username: ci\n  groups: ['system:masters']\n", null, null));

        var rows = AwsAuthGrants.Of(diff, state);

        Assert.Equal(
            ["a: Group dev by b", "b: Group system:masters everything", "b: User ci by b"],
            rows.SelectMany(row => row.Grants.Select(grant => $"{row.Row.Arn}: {grant.Principal} {(grant.IsMasters ? "everything" : "by " + string.Join(',', grant.Bindings.Select(binding => binding.Key.Name)))}")));
    }

    /// <summary>A selector without labels to ask for, or that asks for their absence, matches what has none. Nobody but the one who is bound gains anything.</summary>
    [Fact]
    public void Between_FirstBindingToClusterAdmin_GivesNothingToRolesThatAggregate()
    {
        string[] selectors =
        [
            "{}", """{"matchExpressions":[{"key":"team","operator":"DoesNotExist"}]}""", """{"matchExpressions":[{"key":"team","operator":"NotIn","values":["a"]}]}""",
            """{"matchLabels":{"aggregate":"yes"}}""",
        ];
        var matched = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            List<AccessTimeline> timelines = [];
            for (var i = 0; i < 6; i++)
            {
                var selector = selectors[random.Next(selectors.Length)];
                matched += selector.Contains("matchLabels", StringComparison.Ordinal) ? 0 : 1;
                timelines.Add(random.Next(2) == 0
                    ? Role($"r{i}", $$"""{"aggregationRule":{"clusterRoleSelectors":[{{selector}}]},"rules":[]}""")
                    : Role($"r{i}", $$"""{"metadata":{"labels":{{(random.Next(2) == 0 ? "{}" : """{"aggregate":"yes"}""")}}},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods{{i}}"]}]}"""));
                timelines.Add(Timeline("ClusterRoleBinding", "", $"r{i}", $"b{i}", $"u{i}"));
            }

            var key = new ObjectKey(TrackedKind.ClusterRoleBinding, "", "first");
            var given = new Dictionary<ObjectKey, ObjectState> { [key] = ObjectState.Of(Manifest("""{"subjects":[{"kind":"User","name":"eve"}],"roleRef":{"kind":"ClusterRole","name":"cluster-admin"}}""")) };
            var none = new Dictionary<ObjectKey, ObjectState> { [key] = ObjectState.Absent };

            var whole = ChangeImpact.Between(AccessState.At(timelines, [], [], 10, [], none), AccessState.At(timelines, [], [], 10, [], given));
            var (before, after) = AccessState.Around(timelines, [], [], 10, [], none, given);
            var taken = ChangeImpact.Between(AccessState.At(timelines, [], [], 10, [], given), AccessState.At(timelines, [], [], 10, [], none));

            Assert.Equal((seed, "User eve"), (seed, string.Join(", ", whole.Deltas.Select(delta => delta.Principal))));
            Assert.Equal((seed, "User eve"), (seed, string.Join(", ", ChangeImpact.Between(before, after).Deltas.Select(delta => delta.Principal))));
            Assert.Equal((seed, "User eve"), (seed, string.Join(", ", taken.Deltas.Select(delta => delta.Principal))));
        }

        Assert.True(matched > 300);
    }

    private static AccessTimeline Role(string name, string json)
    {
        var key = new ObjectKey(TrackedKind.ClusterRole, "", name);
        return new AccessTimeline(key, [new AccessStretch(long.MinValue, Existence.Present, AccessContent.Of(key.Kind, Manifest(json)), UnknownReason.None)], false);
    }

    private static ChangeImpact Impact(string kind, string space, string role)
    {
        var before = AccessState.At([], [], [], 10, []);
        return ChangeImpact.Between(before, AccessState.At([Timeline(kind, space, role)], [], [], 10, []));
    }

    private static AccessTimeline Timeline(string kind, string space, string role, string name = "b", string user = "eve")
    {
        var tracked = Enum.Parse<TrackedKind>(kind);
        var content = AccessContent.Of(tracked, Manifest($$$"""{"metadata":{"name":"{{{name}}}"},"subjects":[{"kind":"User","name":"{{{user}}}"}],"roleRef":{"kind":"ClusterRole","name":"{{{role}}}"}}"""));
        return new AccessTimeline(new ObjectKey(tracked, space, name), [new AccessStretch(long.MinValue, Existence.Present, content, UnknownReason.None)], false);
    }

    private static ManifestObject Manifest(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!;
}
