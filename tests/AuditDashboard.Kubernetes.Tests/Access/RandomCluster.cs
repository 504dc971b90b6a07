using System.Text;
using System.Text.Json.Nodes;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Tests.Access;

/// <summary>A user with groups, as a token would carry them.</summary>
internal sealed record RandomUser(string Name, string[] Groups);

/// <summary>
/// Random RBAC objects as <c>kubectl get -o json</c> prints them, and a slow reading of them that follows the documentation of Kubernetes line by line and
/// shares nothing with what is tested.
/// </summary>
internal sealed class RandomCluster
{
    private static readonly string[] Verbs = ["get", "list", "create", "delete", "*"];
    private static readonly string[] Groups = ["", "apps", "rbac.authorization.k8s.io", "*"];
    private static readonly string[] Resources = ["pods", "pods/exec", "pods/log", "secrets", "deployments", "deployments/scale", "*", "*/scale", "pods/*"];
    private static readonly string[] Names = ["a", "b"];
    private static readonly string[] Urls = ["/metrics", "/healthz", "/healthz/*", "/api*", "*", "/logs/**"];
    private static readonly string[] Spaces = ["n1", "n2", "kube-system"];

    private readonly Random _random;
    private readonly List<JsonObject> _objects = [];

    public RandomCluster(int seed)
    {
        _random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            _objects.Add(ClusterRole($"c{i}"));
        }

        foreach (var space in Spaces)
        {
            for (var i = 0; i < 2; i++)
            {
                _objects.Add(Thing("Role", space, $"r{i}", "rules", Rules(false)));
            }
        }

        for (var i = 0; i < 4; i++)
        {
            _objects.Add(Binding("ClusterRoleBinding", null, $"cb{i}"));
        }

        for (var i = 0; i < 6; i++)
        {
            _objects.Add(Binding("RoleBinding", Pick(Spaces), $"rb{i}"));
        }
    }

    public static RandomUser[] Users { get; } =
    [
        new("ada", ["dev", "system:authenticated"]),
        new("bob", ["ops", "dev", "system:authenticated"]),
        new("cleo", ["system:masters", "system:authenticated"]),
        new("system:anonymous", ["system:unauthenticated"]),
        new("system:serviceaccount:n1:s", ["system:serviceaccounts", "system:serviceaccounts:n1", "system:authenticated"]),
        new("system:serviceaccount:n2:s", ["system:serviceaccounts", "system:serviceaccounts:n2", "system:authenticated"]),
    ];

    public byte[] Listing()
    {
        var shuffled = _objects.ToArray();
        _random.Shuffle(shuffled);
        return Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["items"] = new JsonArray([.. shuffled.Select(o => o.DeepClone())]) }.ToJsonString());
    }

    public AccessQuestion Question()
    {
        if (_random.Next(5) == 0)
        {
            return new AccessQuestion { Verb = Pick("get", "post"), NonResourceUrl = Pick("/metrics", "/healthz", "/healthz/x", "/api", "/apis/x", "/logs/a", "/other") };
        }

        var resource = Pick("pods", "pods/exec", "pods/log", "secrets", "deployments", "deployments/scale", "nodes", "pods/scale").Split('/');
        return new AccessQuestion
        {
            Verb = Pick("get", "list", "create", "delete", "watch"),
            ApiGroup = Pick("", "", "apps", "batch"),
            Resource = resource[0],
            Subresource = resource.Length > 1 ? resource[1] : "",
            Namespace = Pick("n1", "n2", "kube-system", ""),
            Name = Pick("", "a", "b", "c"),
        };
    }

    /// <summary>The slow reading.</summary>
    public bool MayDo(RandomUser user, AccessQuestion question)
    {
        if (user.Groups.Contains("system:masters"))
        {
            return true;
        }

        foreach (var binding in _objects)
        {
            var kind = (string)binding["kind"]!;
            var space = (string?)binding["metadata"]!["namespace"];
            if (kind == "RoleBinding" && (question.NonResourceUrl is not null || space != question.Namespace))
            {
                continue;
            }

            if (kind is not ("RoleBinding" or "ClusterRoleBinding") || !binding["subjects"]!.AsArray().Any(subject => IsMeant(subject!, user, space)))
            {
                continue;
            }

            var roleKind = (string)binding["roleRef"]!["kind"]!;
            var role = _objects.FirstOrDefault(o => (string)o["kind"]! == roleKind && (string)o["metadata"]!["name"]! == (string)binding["roleRef"]!["name"]!
                && (roleKind == "ClusterRole" || (space is not null && (string?)o["metadata"]!["namespace"] == space)));
            if (role is not null && RulesOf(role, []).Any(rule => Allows(rule, question)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMeant(JsonNode subject, RandomUser user, string? space)
    {
        var name = (string)subject["name"]!;
        return (string)subject["kind"]! switch
        {
            "User" => user.Name == name,
            "Group" => user.Groups.Contains(name),
            "ServiceAccount" => ((string?)subject["namespace"] ?? space) is { Length: > 0 } own && user.Name == $"system:serviceaccount:{own}:{name}",
            _ => false,
        };
    }

    private IEnumerable<JsonNode> RulesOf(JsonObject role, HashSet<string> open)
    {
        if (role["aggregationRule"]?["clusterRoleSelectors"] is not JsonArray selectors)
        {
            return (role["rules"] as JsonArray ?? []).Select(rule => rule!);
        }

        var name = (string)role["metadata"]!["name"]!;
        if (!open.Add(name))
        {
            return [];
        }

        return _objects.Where(o => (string)o["kind"]! == "ClusterRole" && o != role && selectors.Any(selector => Selects(selector!, o["metadata"]!["labels"] as JsonObject ?? [])))
            .SelectMany(o => RulesOf(o, open)).ToList();
    }

    private static bool Selects(JsonNode selector, JsonObject labels)
    {
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
        {
            if ((string?)labels[key] != (string)value!)
            {
                return false;
            }
        }

        foreach (var expression in selector["matchExpressions"] as JsonArray ?? [])
        {
            var value = (string?)labels[(string)expression!["key"]!];
            var values = (expression["values"] as JsonArray ?? []).Select(v => (string)v!).ToList();
            var holds = (string)expression["operator"]! switch { "In" => value is not null && values.Contains(value), "NotIn" => value is null || !values.Contains(value), "Exists" => value is not null, _ => value is null };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Allows(JsonNode rule, AccessQuestion question)
    {
        if (!Has(rule, "verbs", "*") && !Has(rule, "verbs", question.Verb))
        {
            return false;
        }

        if (question.NonResourceUrl is { } url)
        {
            return (rule["nonResourceURLs"] as JsonArray ?? []).Select(u => (string)u!).Any(u => u == "*" || u == url || (u[^1] == '*' && url.StartsWith(u.TrimEnd('*'), StringComparison.Ordinal)));
        }

        var full = question.Subresource.Length > 0 ? $"{question.Resource}/{question.Subresource}" : question.Resource;
        var isResource = Has(rule, "resources", "*") || Has(rule, "resources", full) || (question.Subresource.Length > 0 && Has(rule, "resources", "*/" + question.Subresource));
        var isName = rule["resourceNames"] is not JsonArray { Count: > 0 } || Has(rule, "resourceNames", question.Name);
        return (Has(rule, "apiGroups", "*") || Has(rule, "apiGroups", question.ApiGroup)) && isResource && isName;
    }

    private static bool Has(JsonNode rule, string member, string word) => (rule[member] as JsonArray ?? []).Any(w => (string)w! == word);

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];

    private JsonArray Some(string[] words) => new([.. words.Where(_ => _random.Next(4) == 0).DefaultIfEmpty(words[0]).Select(word => (JsonNode)word)]);

    private JsonArray Rules(bool isCluster) => new([.. Enumerable.Range(0, _random.Next(3)).Select(_ =>
    {
        if (isCluster && _random.Next(4) == 0)
        {
            return new JsonObject { ["verbs"] = Some(Verbs), ["nonResourceURLs"] = Some(Urls) };
        }

        var rule = new JsonObject { ["verbs"] = Some(Verbs), ["apiGroups"] = Some(Groups), ["resources"] = Some(Resources) };
        if (_random.Next(3) == 0)
        {
            rule["resourceNames"] = Some(Names);
        }

        return rule;
    })]);

    private static JsonObject Thing(string kind, string? space, string name, string member, JsonNode value)
    {
        var metadata = new JsonObject { ["name"] = name, ["uid"] = name + space, ["resourceVersion"] = "5" };
        if (space is not null)
        {
            metadata["namespace"] = space;
        }

        return new JsonObject { ["kind"] = kind, ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["metadata"] = metadata, [member] = value };
    }

    private JsonObject ClusterRole(string name)
    {
        var role = Thing("ClusterRole", null, name, "rules", Rules(true));
        role["metadata"]!["labels"] = new JsonObject { ["to"] = Pick("x", "y", "z") };
        if (_random.Next(4) == 0)
        {
            // The controller fills in the rules.
            role["rules"] = null;
            role["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(_random.Next(2) == 0
                    ? new JsonObject { ["matchLabels"] = new JsonObject { ["to"] = Pick("x", "y") } }
                    : new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "to", ["operator"] = Pick("In", "NotIn", "Exists", "DoesNotExist"), ["values"] = new JsonArray("x", "y") }) }),
            };
        }

        return role;
    }

    private JsonObject Binding(string kind, string? space, string name)
    {
        var binding = Thing(kind, space, name, "subjects", new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Subject())]));
        var isRole = space is not null && _random.Next(2) == 0;
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = isRole ? "Role" : "ClusterRole", ["name"] = isRole ? $"r{_random.Next(3)}" : $"c{_random.Next(6)}" };
        return binding;
    }

    private JsonObject Subject()
    {
        switch (_random.Next(4))
        {
            case 0:
                return new JsonObject { ["kind"] = "User", ["name"] = Pick("ada", "bob", "system:anonymous", "system:serviceaccount:n1:s") };
            case 1:
                return new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "s", ["namespace"] = Pick("n1", "n2") };
            default:
                return new JsonObject { ["kind"] = "Group", ["name"] = Pick("dev", "ops", "system:serviceaccounts", "system:serviceaccounts:n1", "system:authenticated", "system:unauthenticated") };
        }
    }
}
