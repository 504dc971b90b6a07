using System.Text;
using System.Text.Json.Nodes;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.Changes;

public sealed class ObjectDiffTests
{
    private static readonly string[] Verbs = ["get", "list", "create", "*"];
    private static readonly string[] Groups = ["", "apps", "*"];
    private static readonly string[] Resources = ["pods", "pods/exec", "*", "*/scale", "deployments", "deployments/scale"];
    private static readonly string[] Names = ["a", "b"];
    private static readonly string[] Urls = ["/metrics", "/healthz", "/logs/*", "*"];

    [Fact]
    public void Between_RandomRoles_EqualsSetDifferenceByBruteForce()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var (before, after) = (Rules(random), Rules(random));

            var diff = ObjectDiff.Between(TrackedKind.ClusterRole, Role(before), Role(after));

            Assert.Equal(Tuples(after).Except(Tuples(before)).Order(StringComparer.Ordinal), diff.Granted.Select(Text).Order(StringComparer.Ordinal));
            Assert.Equal(Tuples(before).Except(Tuples(after)).Order(StringComparer.Ordinal), diff.Taken.Select(Text).Order(StringComparer.Ordinal));
            Assert.All(diff.Granted.Where(change => change.IsCovered), change => Assert.True(Concrete(Tuples(before)).IsSupersetOf(Concrete([Text(change)])), Text(change)));
        }
    }

    [Fact]
    public void Between_RulesReorderedAndRegrouped_NoDifference()
    {
        var random = new Random(6);
        for (var i = 0; i < 2_000; i++)
        {
            var rules = Rules(random);

            var diff = ObjectDiff.Between(TrackedKind.Role, Role(rules), Role(Regrouped(rules, random)));

            Assert.True(diff.IsEmpty, rules.ToJsonString());
        }
    }

    [Fact]
    public void Between_WildcardGoesAndAPartStays_ThePartIsCovered()
    {
        var diff = ObjectDiff.Between(
            TrackedKind.Role,
            Parse("""{"rules":[{"verbs":["*"],"apiGroups":[""],"resources":["*"]}]}"""),
            Parse("""{"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods/log"]}]}"""));

        Assert.Equal([("get pods/log (core)", true)], diff.Granted.Select(change => (change.Permission.ToString(), change.IsCovered)));
        Assert.Equal([("* * (core)", false)], diff.Taken.Select(change => (change.Permission.ToString(), change.IsCovered)));
    }

    [Fact]
    public void Between_RoleWithTooManyPermissions_SaysSoAtOnce()
    {
        var many = new JsonArray([.. Enumerable.Range(0, 2_000).Select(i => (JsonNode)$"r{i}")]);
        var rule = new JsonObject { ["verbs"] = many.DeepClone(), ["apiGroups"] = many.DeepClone(), ["resources"] = many.DeepClone() };

        var diff = ObjectDiff.Between(TrackedKind.Role, null, Role([rule]));

        Assert.False(diff.ArePermissionsComplete || diff.IsEmpty);
    }

    [Fact]
    public void Between_Binding_SubjectsAndRole()
    {
        var before = Parse("""{"metadata":{"name":"b","namespace":"n"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"n"}],"roleRef":{"kind":"Role","name":"r"}}""");
        var after = Parse("""{"metadata":{"name":"b","namespace":"n"},"subjects":[{"kind":"ServiceAccount","apiGroup":"","name":"s","namespace":"n"},{"kind":"Group","name":"u"}],"roleRef":{"kind":"ClusterRole","name":"r"}}""");

        var diff = ObjectDiff.Between(TrackedKind.RoleBinding, before, after);

        Assert.Equal(["Group u"], diff.SubjectsAdded.Select(subject => subject.ToString()));
        Assert.Equal(["User u"], diff.SubjectsRemoved.Select(subject => subject.ToString()));
        Assert.Equal(("Role r", "ClusterRole r"), (diff.RoleBefore.ToString(), diff.RoleAfter.ToString()));
    }

    [Fact]
    public void Between_LabelsSelectorsAndBooks_Apart()
    {
        var before = Parse("""{"metadata":{"name":"c","resourceVersion":"1","labels":{"a":"1"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x"}},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"1","b":"2"}},{"matchLabels":{"c":"3"}}]}}""");
        var after = Parse("""{"metadata":{"name":"c","resourceVersion":"2","managedFields":[{}],"labels":{"a":"2"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"y","n":"v"}},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"b":"2","a":"1"}},{"matchLabels":{"d":"4"}}]}}""");

        var diff = ObjectDiff.Between(TrackedKind.ClusterRole, before, after);

        Assert.Equal([new FieldChange("a", "1", "2")], diff.Labels);
        Assert.Equal([new FieldChange("n", null, "v")], diff.Annotations);
        Assert.Equal(["""{"matchLabels":{"d":"4"}}"""], diff.SelectorsAdded);
        Assert.Equal(["""{"matchLabels":{"c":"3"}}"""], diff.SelectorsRemoved);
        Assert.Equal(["kubectl.kubernetes.io/last-applied-configuration", "managedFields", "resourceVersion"], diff.Bookkeeping.Select(change => change.Name).Order(StringComparer.Ordinal));
        Assert.Empty(diff.Fields);
    }

    [Fact]
    public void Between_ServiceAccount_FieldsAndRoleAnnotation()
    {
        var before = Parse("""{"metadata":{"name":"s"},"secrets":[{"name":"a"},{"name":"b"}]}""");
        var after = Parse("""{"metadata":{"name":"s","annotations":{"eks.amazonaws.com/role-arn":"arn:aws:iam::1:role/r"}},"secrets":[{"name":"b"},{"name":"a"}],"automountServiceAccountToken":false}""");

        var diff = ObjectDiff.Between(TrackedKind.ServiceAccount, before, after);

        Assert.Equal([new FieldChange("automountServiceAccountToken", null, "false")], diff.Fields);
        Assert.Equal([new FieldChange("eks.amazonaws.com/role-arn", null, "arn:aws:iam::1:role/r")], diff.Annotations);
    }

    [Theory]
    [InlineData("2026-11-01T00:00:03Z", true)]
    [InlineData("2026-11-01T00:20:00Z", false)]
    public void Of_BindingDeletedAndMadeWithAnotherRole_OneChangeOfRole(string time, bool isOne)
    {
        var histories = ObjectHistories.Build(
            [
                Write(1, "create", 201, Binding("u", "9", "view"), "2026-11-01T00:00:01Z"),
                Write(2, "delete", 200, """{"kind":"Status","status":"Success"}""", "2026-11-01T00:00:02Z"),
                Write(3, "create", 201, Binding("v", "11", "admin"), time),
            ],
            TestContext.Current.CancellationToken);

        var change = VersionDiff.Of(Assert.Single(histories.Objects.Values).Versions[2])!;

        Assert.Equal((isOne ? "view" : null, "admin"), (change.Diff.RoleBefore?.Name, change.Diff.RoleAfter?.Name));
        Assert.Equal(isOne ? 0 : 1, change.Diff.SubjectsAdded.Count);
        Assert.Equal(isOne ? 2L : null, change.ReplacedWriteId);
    }

    [Fact]
    public void Of_BeforeUnknown_NothingClaimed()
    {
        var histories = ObjectHistories.Build([Write(1, "update", 200, Binding("u", "9", "view"), "2026-11-01T00:00:01Z")], TestContext.Current.CancellationToken);

        Assert.Null(VersionDiff.Of(Assert.Single(histories.Objects.Values).Versions[0]));
    }

    private static string Binding(string uid, string version, string role) =>
        $$$"""{"kind":"RoleBinding","metadata":{"name":"b","namespace":"n","uid":"{{{uid}}}","resourceVersion":"{{{version}}}"},"subjects":[{"kind":"User","name":"u"}],"roleRef":{"kind":"ClusterRole","name":"{{{role}}}"}}""";

    private static ObjectWrite Write(long id, string verb, int code, string response, string time)
    {
        var json = $$"""{"kind":"Event","level":"RequestResponse","stage":"ResponseComplete","verb":"{{verb}}","objectRef":{"resource":"rolebindings","namespace":"n","name":"b","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":{{code}}},"responseObject":{{response}},"stageTimestamp":"{{time}}"}""";
        return ObjectWrite.Read(id, SampleEvents.Readable(json), SampleEvents.Bytes(json))!;
    }

    private static ManifestObject Parse(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!;

    private static ManifestObject Role(JsonArray rules) => Parse(new JsonObject { ["metadata"] = new JsonObject { ["name"] = "r" }, ["rules"] = rules.DeepClone() }.ToJsonString());

    private static JsonArray Some(Random random, string[] words) => new([.. words.Where(_ => random.Next(3) == 0).Select(word => (JsonNode)word)]);

    private static JsonArray Rules(Random random) => new([.. Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var rule = new JsonObject { ["verbs"] = Some(random, Verbs) };
        if (random.Next(4) == 0)
        {
            rule["nonResourceURLs"] = Some(random, Urls);
            return rule;
        }

        rule["apiGroups"] = Some(random, Groups);
        rule["resources"] = Some(random, Resources);
        if (random.Next(3) == 0)
        {
            rule["resourceNames"] = Some(random, Names);
        }

        return rule;
    })]);

    /// <summary>The same permissions: lists shuffled, words repeated, rules split by verb and by resource.</summary>
    private static JsonArray Regrouped(JsonArray rules, Random random)
    {
        var result = new List<JsonObject>();
        foreach (var rule in rules.Select(rule => (JsonObject)rule!))
        {
            foreach (var verb in rule["verbs"]!.AsArray())
            {
                foreach (var resource in rule["resources"]?.AsArray() ?? [null])
                {
                    var part = (JsonObject)rule.DeepClone();
                    part["verbs"] = new JsonArray((string)verb!, (string)verb!);
                    if (resource is not null)
                    {
                        part["resources"] = new JsonArray((string)resource!);
                    }

                    foreach (var name in new[] { "apiGroups", "nonResourceURLs", "resourceNames" }.Where(part.ContainsKey))
                    {
                        var words = part[name]!.AsArray().Select(word => (string)word!).ToArray();
                        random.Shuffle(words);
                        part[name] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
                    }

                    result.Add(part);
                }
            }
        }

        var shuffled = result.ToArray();
        random.Shuffle(shuffled);
        return new JsonArray([.. shuffled]);
    }

    private static string Text(PermissionChange change) =>
        change.Permission.NonResourceUrl is { } url ? $"{change.Permission.Verb}|{url}"
        : $"{change.Permission.Verb}|{change.Permission.ApiGroup}|{change.Permission.CombinedResource}|{change.Permission.ResourceName ?? "(all)"}";

    private static HashSet<string> Tuples(JsonArray rules)
    {
        var tuples = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            foreach (var verb in rule!["verbs"]!.AsArray())
            {
                foreach (var url in rule["nonResourceURLs"]?.AsArray() ?? [])
                {
                    tuples.Add($"{verb}|{url}");
                }

                foreach (var group in rule["apiGroups"]?.AsArray() ?? [])
                {
                    foreach (var resource in rule["resources"]?.AsArray() ?? [])
                    {
                        var names = rule["resourceNames"]?.AsArray() is { Count: > 0 } limited ? limited.Select(name => (string)name!) : ["(all)"];
                        tuples.UnionWith(names.Select(name => $"{verb}|{group}|{resource}|{name}"));
                    }
                }
            }
        }

        return tuples;
    }

    /// <summary>The requests of a small world that some permissions allow.</summary>
    private static HashSet<string> Concrete(IEnumerable<string> tuples)
    {
        var requests = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parts in tuples.Select(tuple => tuple.Split('|')))
        {
            foreach (var verb in new[] { "get", "list", "create", "other" }.Where(verb => parts[0] == "*" || parts[0] == verb))
            {
                if (parts.Length == 2)
                {
                    requests.UnionWith(new[] { "/metrics", "/healthz", "/logs/x", "/logs/", "/z" }
                        .Where(url => parts[1] == "*" || parts[1] == url || (parts[1] == "/logs/*" && url.StartsWith("/logs/", StringComparison.Ordinal))).Select(url => verb + url));
                    continue;
                }

                foreach (var group in new[] { "", "apps", "other" }.Where(group => parts[1] == "*" || parts[1] == group))
                {
                    foreach (var resource in new[] { "pods", "pods/exec", "pods/scale", "deployments", "deployments/scale", "z/z" })
                    {
                        if (parts[2] == "*" || parts[2] == resource || (parts[2] == "*/scale" && resource.EndsWith("/scale", StringComparison.Ordinal)))
                        {
                            requests.UnionWith(new[] { "", "a", "b", "c" }.Where(name => parts[3] == "(all)" || parts[3] == name).Select(name => $"{verb} {group} {resource} {name}"));
                        }
                    }
                }
            }
        }

        return requests;
    }
}
