using System.Text;
using System.Text.Json.Nodes;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.Access;

/// <summary>What a change allows is worked out from the part of the cluster that it bears on. The whole cluster must tell the same.</summary>
public sealed class AccessAroundTests
{
    private const long Time = 1_000;

    [Fact]
    public void Around_RandomClustersAndChanges_TellsWhatTheWholeClusterTells()
    {
        var (withDeltas, withUnresolved, withoutGaps, smaller) = (0, 0, 0, 0);
        for (var seed = 0; seed < 4_000; seed++)
        {
            var scene = new Scene(seed);

            var whole = (Before: scene.At(scene.Before), After: scene.At(scene.After));
            var near = AccessState.Around(scene.Timelines, scene.Listings, scene.Unplaced, Time, scene.Others, scene.Before, scene.After);

            var expected = Print(scene.Rows, whole.Before, whole.After);
            Assert.Equal((seed, expected), (seed, Print(scene.Rows, near.Before, near.After)));
            var impact = ChangeImpact.Between(whole.Before, whole.After);
            withDeltas += impact.Deltas.Count > 0 ? 1 : 0;
            withUnresolved += impact.Unresolved.Count > 0 ? 1 : 0;
            withoutGaps += impact.IsAtLeast ? 0 : 1;
            smaller += near.After.Bindings.Count < whole.After.Bindings.Count ? 1 : 0;
        }

        // The clusters and changes are such that each of these could have gone wrong often.
        Assert.All([withDeltas, withUnresolved, withoutGaps, smaller], count => Assert.True(count > 300, $"{withDeltas}, {withUnresolved}, {withoutGaps}, {smaller}"));
    }

    [Fact]
    public void Around_OneBindingOfMany_KeepsWhatItsSubjectsHave()
    {
        List<AccessTimeline> timelines =
        [
            .. Enumerable.Range(0, 50).Select(i => Present(new(TrackedKind.RoleBinding, "web", $"b{i}"), $$$"""{"subjects":[{"kind":"User","name":"u{{{i}}}"}],"roleRef":{"kind":"Role","name":"r{{{i}}}"}}""")),
            .. Enumerable.Range(0, 50).Select(i => Present(new(TrackedKind.Role, "web", $"r{i}"), """{"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""")),
        ];
        var key = new ObjectKey(TrackedKind.RoleBinding, "web", "new");
        var given = new Dictionary<ObjectKey, ObjectState> { [key] = ObjectState.Of(Parse("""{"subjects":[{"kind":"User","name":"u7"}],"roleRef":{"kind":"Role","name":"r3"}}""")) };
        var none = new Dictionary<ObjectKey, ObjectState> { [key] = ObjectState.Absent };

        var (before, after) = AccessState.Around(timelines, [], [], Time, [], none, given);

        // r3 allows what u7 has by b7: nothing is gained.
        Assert.Equal(["b7"], before.Bindings.Select(binding => binding.Key.Name));
        Assert.Equal(["b7", "new"], after.Bindings.Select(binding => binding.Key.Name));
        Assert.Equal(["r3", "r7"], after.Roles.Select(role => role.Name).Order(StringComparer.Ordinal));
        Assert.Empty(ChangeImpact.Between(before, after).Deltas);
    }

    private static AccessTimeline Present(ObjectKey key, string json) =>
        new(key, [new AccessStretch(long.MinValue, Existence.Present, AccessContent.Of(key.Kind, Parse(json)), UnknownReason.None)], false);

    private static ManifestObject Parse(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!; // an object, as written here

    private static string Print(AwsAuthDiff? rows, AccessState before, AccessState after)
    {
        var impact = ChangeImpact.Between(before, after);
        List<string> lines =
        [
            .. impact.Deltas.SelectMany(delta => (string[])
            [
                delta.Principal.ToString(),
                .. delta.Gained.Select(held => $"  + {held.Namespace} {held.Permission} {held.Binding.Key}"),
                .. delta.Lost.Select(held => $"  - {held.Namespace} {held.Permission} {held.Binding.Key}"),
            ]),
            .. impact.AwsAuth.Select(finding => $"{finding.Kind} {finding.Words}"),
            .. impact.Unresolved.Select(grant => $"{grant.Level} {grant.Words}"),
            $"{impact.Risk.Level} {impact.IsAtLeast}",
            .. impact.Risk.Reasons,
            "before:", .. before.Gaps, "after:", .. after.Gaps,
        ];
        if (rows is not null)
        {
            lines.AddRange(AwsAuthGrants.Of(rows, after)
                .Select(row => $"{row.Row.Arn} {string.Join(", ", row.Grants.Select(grant => $"{grant.Principal} {string.Join(' ', grant.Bindings.Select(binding => binding.Key))}"))}"));
        }

        return string.Join('\n', lines);
    }

    /// <summary>A random cluster, of few names so that they meet, and a change of one to three of its objects.</summary>
    private sealed class Scene
    {
        private static readonly string[] Spaces = ["n1", "kube-system"];
        private readonly Random _random;

        public Scene(int seed)
        {
            _random = new Random(seed);
            List<ObjectKey> keys = [.. Enumerable.Range(0, 5).Select(i => new ObjectKey(TrackedKind.ClusterRole, "", i == 0 && Chance(2) ? "cluster-admin" : $"c{i}")), AwsAuth];
            foreach (var space in Spaces)
            {
                keys.AddRange(Enumerable.Range(0, 2).Select(i => new ObjectKey(TrackedKind.Role, space, $"r{i}")));
                keys.AddRange(Enumerable.Range(0, 3).Select(i => new ObjectKey(TrackedKind.RoleBinding, space, $"rb{i}")));
                keys.Add(new ObjectKey(TrackedKind.ServiceAccount, space, "s"));
            }

            keys.AddRange(Enumerable.Range(0, 4).Select(i => new ObjectKey(TrackedKind.ClusterRoleBinding, "", $"cb{i}")));
            var isWellKnown = Chance(2);
            Timelines = [.. keys.Where(_ => !Chance(8)).Select(key => Timeline(key, isWellKnown))];
            Listings = isWellKnown ? [new ClusterListing { TimeMicros = 10, Objects = [], CompleteKinds = Chance(4) ? [TrackedKind.Role, TrackedKind.ClusterRole] : TrackedKinds.All.ToHashSet() }] : [];
            Unplaced = !isWellKnown && Chance(4) ? [new ObjectWrite { Id = 1, Kind = TrackedKind.Role, Namespace = "n1", Name = "", Effect = WriteEffect.Applied, Verb = "create", TimeMicros = Chance(2) ? null : 2_000 }] : [];
            Others = !isWellKnown && Chance(4) ? ["Something was not collected."] : [];
            foreach (var key in Enumerable.Range(0, _random.Next(1, 4)).Select(_ => keys[_random.Next(keys.Count)]).Where(key => key.Kind != TrackedKind.ServiceAccount).DefaultIfEmpty(keys[0]).Distinct())
            {
                Before[key] = Chance(4) ? ObjectState.Absent : ObjectState.Of(Content(key));
                After[key] = Chance(4) ? ObjectState.Absent : Chance(8) ? Before[key] : ObjectState.Of(Content(key));
            }
        }

        public IReadOnlyList<AccessTimeline> Timelines { get; }

        public IReadOnlyList<ClusterListing> Listings { get; }

        public IReadOnlyList<ObjectWrite> Unplaced { get; }

        public IReadOnlyList<string> Others { get; }

        public Dictionary<ObjectKey, ObjectState> Before { get; } = [];

        public Dictionary<ObjectKey, ObjectState> After { get; } = [];

        /// <summary>What the change does to aws-auth; null if that is not among what it changes, or is deleted.</summary>
        public AwsAuthDiff? Rows => After.GetValueOrDefault(AwsAuth)?.Content is { } after
            ? AwsAuthDiff.Between(Before[AwsAuth].Content is { } before ? ObjectDiff.AwsAuthOf(before) : null, ObjectDiff.AwsAuthOf(after))
            : null;

        private static ObjectKey AwsAuth => new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

        public AccessState At(IReadOnlyDictionary<ObjectKey, ObjectState> instead) => AccessState.At(Timelines, Listings, Unplaced, Time, Others, instead);

        private bool Chance(int of) => _random.Next(of) == 0;

        private string Pick(params string[] from) => from[_random.Next(from.Length)];

        private AccessTimeline Timeline(ObjectKey key, bool isWellKnown)
        {
            var stretches = new List<AccessStretch>();
            for (var i = 0; i < 3; i++)
            {
                var content = Chance(5) ? null : AccessContent.Of(key.Kind, Content(key));
                var existence = content is not null ? Existence.Present : isWellKnown || Chance(2) ? Existence.Absent : Existence.Unknown;
                stretches.Add(new AccessStretch(i == 0 ? long.MinValue : 600 * i, existence, content, existence == Existence.Unknown ? UnknownReason.NotSeenBefore : UnknownReason.None));
            }

            return new AccessTimeline(key, stretches, !isWellKnown && Chance(20));
        }

        private ManifestObject Content(ObjectKey key) => Parse((key.Kind switch
        {
            TrackedKind.ClusterRole => ClusterRole(key.Name),
            TrackedKind.Role => new JsonObject { ["rules"] = Rules() },
            TrackedKind.AwsAuth => new JsonObject { ["data"] = new JsonObject { ["mapRoles"] = string.Concat(Enumerable.Range(0, _random.Next(3)).Select(i => $"- rolearn: arn:aws:iam::1:role/x{i}\n  username: {Pick("ada", "bob", "x:{{SessionName}}")}\n  groups: [{Pick("dev", "ops", "system:masters")}]\n")) } },
            TrackedKind.ServiceAccount => [],
            _ => Binding(key),
        }).ToJsonString());

        private JsonObject ClusterRole(string name)
        {
            var role = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            if (Chance(2))
            {
                role["metadata"]!["labels"] = new JsonObject { [Pick("x", "y")] = Pick("1", "2") };
            }

            role["rules"] = Rules();
            if (Chance(3))
            {
                JsonObject selector = _random.Next(4) switch
                {
                    0 => [],
                    1 => new() { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = Pick("x", "y"), ["operator"] = Pick("Exists", "DoesNotExist") }) },
                    _ => new() { ["matchLabels"] = new JsonObject { [Pick("x", "y")] = Pick("1", "2") } },
                };
                role["aggregationRule"] = new JsonObject { ["clusterRoleSelectors"] = new JsonArray(selector) };
            }

            return role;
        }

        private JsonArray Rules() => [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Chance(5)
            ? new JsonObject { ["verbs"] = new JsonArray(Pick("get", "*")), ["nonResourceURLs"] = new JsonArray(Pick("/metrics", "*")) }
            : new JsonObject { ["verbs"] = new JsonArray(Pick("get", "list", "*")), ["apiGroups"] = new JsonArray(Pick("", "*")), ["resources"] = new JsonArray(Pick("pods", "secrets", "*")) })];

        private JsonObject Binding(ObjectKey key)
        {
            var subjects = Enumerable.Range(0, _random.Next(3)).Select(_ => _random.Next(3) switch
            {
                0 => new JsonObject { ["kind"] = "User", ["name"] = Pick("ada", "bob", "cleo") },
                1 => new JsonObject { ["kind"] = "Group", ["name"] = Pick("dev", "ops", "system:authenticated") },
                _ => new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "s", ["namespace"] = Pick(Spaces) },
            });
            var role = key.Namespace.Length > 0 && Chance(2) ? ("Role", $"r{_random.Next(3)}") : ("ClusterRole", Chance(5) ? "cluster-admin" : $"c{_random.Next(6)}");
            var binding = new JsonObject { ["subjects"] = new JsonArray([.. subjects]) };
            if (!Chance(15))
            {
                binding["roleRef"] = new JsonObject { ["kind"] = role.Item1, ["name"] = role.Item2 };
            }

            return binding;
        }
    }
}
