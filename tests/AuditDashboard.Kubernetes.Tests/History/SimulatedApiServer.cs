using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AuditDashboard.Kubernetes.Tests.History;

/// <summary>An object before and after one event; null is absent.</summary>
internal sealed record Truth(JsonObject? Before, JsonObject? After);

/// <summary>An event that the simulated server logged, and what truly happened.</summary>
internal sealed record LoggedEvent(long Id, byte[] Record, string Verb, string Level, string PatchKind, int? Code, Dictionary<string, Truth> Truths);

/// <summary>
/// A small API server for the objects that are followed: it stores them, deletes with finalizers, patches, and logs audit events at different levels.
/// It shares no code with what is tested; patches are made beside the change, never applied.
/// </summary>
internal sealed class SimulatedApiServer(Random random)
{
    public static readonly string[] Resources = ["roles", "clusterroles", "rolebindings", "clusterrolebindings", "serviceaccounts", "configmaps"];
    private static readonly string[] Kinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount", "ConfigMap"];

    private readonly Dictionary<string, JsonObject> _store = [];
    private long _version = 100;
    private long _clock = 1_764_000_000_000_000;
    private long _uid;

    public List<LoggedEvent> Log { get; } = [];

    /// <summary>Every object that is there, as a listing prints it.</summary>
    public JsonObject List() => new() { ["kind"] = "List", ["apiVersion"] = "v1", ["items"] = new JsonArray([.. _store.Values.Select(o => o.DeepClone())]) };

    public long Clock => _clock;

    public IReadOnlyDictionary<string, JsonObject> Store => _store;

    public static string Key(int kind, string space, string name) => $"{Kinds[kind]}|{space}|{name}";

    /// <summary>One random request.</summary>
    public void Step()
    {
        var kind = random.Next(6);
        var space = kind is 1 or 3 ? "" : kind == 5 ? "kube-system" : Pick("a", "b");
        var name = kind == 5 ? "aws-auth" : Pick("x", "y", "z");
        var exists = _store.ContainsKey(Key(kind, space, name));
        switch (random.Next(20))
        {
            case < 4:
                Create(kind, space, name);
                break;
            case < 8:
                Write(kind, space, name, exists, isPatch: false);
                break;
            case < 15:
                Write(kind, space, name, exists, isPatch: true);
                break;
            case < 19:
                Delete(kind, space, name);
                break;
            default:
                DeleteCollection(kind, space);
                break;
        }
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];

    private static JsonObject Clone(JsonObject value) => (JsonObject)value.DeepClone();

    private static JsonObject Meta(JsonObject value) => (JsonObject)value["metadata"]!;

    private JsonObject NewObject(int kind, string space, string name)
    {
        var meta = new JsonObject { ["name"] = name };
        if (space.Length > 0)
        {
            meta["namespace"] = space;
        }

        if (Chance(40))
        {
            meta["labels"] = new JsonObject { [Pick("l1", "l2")] = Pick("1", "2", "") };
        }

        if (Chance(15))
        {
            meta["finalizers"] = new JsonArray(Pick("f1", "f2"));
        }

        var result = new JsonObject { ["kind"] = Kinds[kind], ["apiVersion"] = kind < 4 ? "rbac.authorization.k8s.io/v1" : "v1", ["metadata"] = meta };
        foreach (var (member, value) in Body(kind))
        {
            result[member] = value;
        }

        return result;
    }

    private IEnumerable<(string, JsonNode?)> Body(int kind)
    {
        switch (kind)
        {
            case 0 or 1:
                yield return ("rules", Chance(10) ? null : Rules());
                break;
            case 2 or 3:
                yield return ("subjects", Subjects());
                yield return ("roleRef", new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = Pick("x", "y") });
                break;
            case 4:
                yield return ("secrets", new JsonArray(new JsonObject { ["name"] = Pick("s1", "s2") }));
                break;
            default:
                yield return ("data", new JsonObject { ["mapRoles"] = AwsRows(), ["mapUsers"] = "[]\n" });
                break;
        }
    }

    private string AwsRows() => $"- rolearn: arn:aws:iam::1:role/R{random.Next(4)}\n  username: u{random.Next(3)}\n  groups: [g{random.Next(3)}]\n";

    private JsonArray Rules() => new([.. Enumerable.Range(0, random.Next(3)).Select(_ => new JsonObject
    {
        ["verbs"] = new JsonArray(Pick("get", "list", "*")), ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray(Pick("pods", "secrets", "pods/exec")),
    })]);

    private JsonArray Subjects() => new([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Subject())]);

    private JsonObject Subject() => Chance(70)
        ? new JsonObject { ["kind"] = Pick("User", "Group"), ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = Pick("u", "v", "w") }
        : new JsonObject { ["kind"] = "ServiceAccount", ["name"] = Pick("u", "v"), ["namespace"] = "a" };

    /// <summary>What is stored: version, uid and times are the server's.</summary>
    private JsonObject Stored(JsonObject sent, JsonObject? old)
    {
        var result = Clone(sent);
        foreach (var member in new[] { "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds" })
        {
            Meta(result).Remove(member);
            if (old is not null && Meta(old)[member] is { } kept)
            {
                Meta(result)[member] = kept.DeepClone();
            }
        }

        if (old is null)
        {
            Meta(result)["uid"] = $"uid-{++_uid}";
            Meta(result)["creationTimestamp"] = "2026-11-01T00:00:00Z";
        }

        Meta(result)["managedFields"] = new JsonArray(new JsonObject { ["manager"] = Pick("kubectl", "helm"), ["operation"] = "Update" });
        if (old is not null)
        {
            Meta(result)["resourceVersion"] = Meta(old)["resourceVersion"]!.DeepClone();
            Meta(result)["managedFields"] = Meta(old)["managedFields"]!.DeepClone();
            if (JsonNode.DeepEquals(result, old))
            {
                return result;
            }
        }

        _version += 1 + random.Next(3);
        Meta(result)["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture);
        return result;
    }

    private void Put(string key, JsonObject stored)
    {
        if (Meta(stored)["deletionTimestamp"] is not null && (Meta(stored)["finalizers"] as JsonArray ?? []).Count == 0)
        {
            _store.Remove(key);
        }
        else
        {
            _store[key] = stored;
        }
    }

    private void Create(int kind, string space, string name)
    {
        var isGenerated = kind != 5 && Chance(15);
        var sent = NewObject(kind, space, name);
        if (isGenerated)
        {
            Meta(sent).Remove("name");
            Meta(sent)["generateName"] = "gen-";
            name = $"gen-{random.Next(100_000)}";
        }

        var key = Key(kind, space, name);
        var before = _store.GetValueOrDefault(key);
        if (before is not null)
        {
            Emit("create", kind, space, isGenerated ? null : name, "", 409, sent, Status("Failure", "AlreadyExists"), [(key, before)], reason: "AlreadyExists");
            return;
        }

        var full = Clone(sent);
        Meta(full)["name"] = name;
        var isMutated = Inject(full);
        var stored = Stored(full, null);
        if (Refused("create", kind, space, isGenerated ? null : name, key, sent, isDryRunAnswer: stored))
        {
            return;
        }

        _store[key] = stored;
        Emit("create", kind, space, isGenerated ? null : name, "", 201, sent, stored, [(key, before)], isMutated: isMutated);
    }

    private bool? Inject(JsonObject value)
    {
        if (!Chance(10))
        {
            return Chance(20) ? false : null;
        }

        var labels = Meta(value)["labels"] as JsonObject ?? [];
        labels["injected"] = Pick("1", "2", "3");
        Meta(value)["labels"] = labels.DeepClone();
        return true;
    }

    private void Write(int kind, string space, string name, bool exists, bool isPatch)
    {
        var key = Key(kind, space, name);
        if (!exists)
        {
            if (Chance(20))
            {
                var made = NewObject(kind, space, name);
                _store[key] = Stored(made, null);
                Emit(isPatch ? "patch" : "update", kind, space, name, isPatch ? "apply" : "", 201, made, _store[key], [(key, null)], query: isPatch ? "?fieldManager=c&force=true" : "");
            }
            else
            {
                Emit(isPatch ? "patch" : "update", kind, space, name, "", 404, isPatch ? new JsonObject { ["metadata"] = new JsonObject() } : NewObject(kind, space, name),
                    Status("Failure", "NotFound"), [(key, null)], reason: "NotFound", message: $"{Resources[kind]} \"{name}\" not found");
            }

            return;
        }

        var before = _store[key];
        var after = Clone(before);
        var patchKind = isPatch ? Pick("json", "merge", "strategic", "apply") : "";
        var patch = new RandomPatch(random, kind, patchKind);
        patch.Change(after);
        var sent = isPatch ? patch.Body(after) : Clone(after);
        if (patchKind == "apply")
        {
            Meta(after)["labels"] ??= new JsonObject();
            Meta(after)["labels"]!["applied"] = Meta((JsonObject)sent)["labels"]!["applied"]!.DeepClone();
        }

        if (!isPatch && Chance(40))
        {
            Meta((JsonObject)sent).Remove("resourceVersion");
        }

        var isMutated = Inject(after);
        var stored = Stored(after, before);
        if (Refused(isPatch ? "patch" : "update", kind, space, name, key, sent, stored))
        {
            return;
        }

        Put(key, stored);
        var query = patchKind == "apply" ? "?fieldManager=c&force=false" : Chance(50) ? "?fieldManager=kubectl-patch" : "";
        Emit(isPatch ? "patch" : "update", kind, space, name, patchKind, 200, sent, stored, [(key, before)], query: query, isMutated: isMutated);
    }

    private void Delete(int kind, string space, string name)
    {
        var key = Key(kind, space, name);
        if (_store.GetValueOrDefault(key) is not { } before)
        {
            Emit("delete", kind, space, name, "", 404, Options(null, false), Status("Failure", "NotFound"), [(key, null)], reason: "NotFound", message: $"{Resources[kind]} \"{name}\" not found");
            return;
        }

        var policy = Chance(20) ? Pick("Foreground", "Orphan", "Background") : null;
        var options = Options(policy, isDryRun: false);
        var isInQuery = policy is not null && Chance(30);
        if (Refused("delete", kind, space, name, key, Options(policy, isDryRun: false), Status("Success", null)))
        {
            return;
        }

        if (Chance(10))
        {
            // A dry run of a deletion is asked for in the body.
            Emit("delete", kind, space, name, "", 200, Options(policy, isDryRun: true), Status("Success", null), [(key, before)], status: "Success");
            return;
        }

        if (Chance(10))
        {
            options["preconditions"] = new JsonObject { ["resourceVersion"] = Meta(before)["resourceVersion"]!.DeepClone() };
            isInQuery = false;
        }

        var gone = DeleteOne(key, policy);
        Emit("delete", kind, space, name, "", 200, isInQuery ? null : options, gone is null || kind == 4 ? gone ?? AsDeleted(before) : Status("Success", null) is var s && gone is not null ? gone : s,
            [(key, before)], query: isInQuery ? $"?propagationPolicy={policy}" : "", status: gone is null && kind != 4 ? "Success" : null, isStatusAnswer: gone is null && kind != 4);
    }

    private static JsonObject AsDeleted(JsonObject before)
    {
        var answer = Clone(before);
        Meta(answer)["deletionTimestamp"] = "2026-11-02T00:00:00Z";
        return answer;
    }

    /// <summary>Deletes; gives the object where it stays for its finalizers.</summary>
    private JsonObject? DeleteOne(string key, string? policy)
    {
        var stays = Clone(_store[key]);
        var finalizers = Meta(stays)["finalizers"] as JsonArray ?? [];
        if (policy is "Foreground" or "Orphan")
        {
            var own = policy == "Orphan" ? "orphan" : "foregroundDeletion";
            if (finalizers.All(f => (string)f! != own))
            {
                finalizers.Add((JsonNode)own);
            }

            Meta(stays)["finalizers"] = finalizers.DeepClone();
        }

        if (finalizers.Count == 0)
        {
            _store.Remove(key);
            return null;
        }

        Meta(stays)["deletionTimestamp"] ??= "2026-11-02T00:00:00Z";
        Meta(stays)["deletionGracePeriodSeconds"] = 0;
        _store[key] = Stored2(stays);
        return _store[key];
    }

    private JsonObject Stored2(JsonObject changed)
    {
        _version += 1 + random.Next(3);
        Meta(changed)["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture);
        return changed;
    }

    private void DeleteCollection(int kind, string space)
    {
        var selector = Chance(50) ? $"?labelSelector=l1%3D{Pick("1", "2")}" : Chance(30) && kind < 5 ? "?fieldSelector=metadata.name%3Dx" : "";
        var chosen = _store.Where(entry => entry.Key.StartsWith($"{Kinds[kind]}|{space}|", StringComparison.Ordinal)
            && (!selector.StartsWith("?label", StringComparison.Ordinal) || (string?)Meta(entry.Value)["labels"]?["l1"] == selector[^1..])
            && (!selector.StartsWith("?field", StringComparison.Ordinal) || (string?)Meta(entry.Value)["name"] == "x")).Select(entry => entry.Key).ToList();
        var touched = _store.Keys.Where(key => key.StartsWith($"{Kinds[kind]}|{space}|", StringComparison.Ordinal)).Select(key => (key, (JsonObject?)_store[key])).ToList();
        if (Chance(15))
        {
            // It fails half-way.
            foreach (var key in chosen.Take(chosen.Count / 2))
            {
                DeleteOne(key, null);
            }

            Emit("deletecollection", kind, space, null, "", 500, Options(null, false), Status("Failure", "InternalError"), touched, query: selector);
            return;
        }

        var policy = Chance(10) ? "Foreground" : null;
        var list = new JsonObject { ["kind"] = Kinds[kind] + "List", ["metadata"] = new JsonObject(), ["items"] = new JsonArray([.. chosen.Select(key => ItemOf(_store[key]))]) };
        foreach (var key in chosen)
        {
            DeleteOne(key, policy);
        }

        Emit("deletecollection", kind, space, null, "", 200, Options(policy, false), list, touched, query: selector);
    }

    private static JsonObject ItemOf(JsonObject stored)
    {
        var item = Clone(stored);
        item.Remove("kind");
        item.Remove("apiVersion");
        return item;
    }

    private static JsonObject Options(string? policy, bool isDryRun)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (policy is not null)
        {
            options["propagationPolicy"] = policy;
        }

        if (isDryRun)
        {
            options["dryRun"] = new JsonArray("All");
        }

        return options;
    }

    private static JsonObject Status(string status, string? reason) => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = status, ["reason"] = reason };

    /// <summary>Some requests are refused, fail, time out (done or not) or are dry runs.</summary>
    private bool Refused(string verb, int kind, string space, string? name, string key, JsonNode sent, JsonObject isDryRunAnswer)
    {
        var before = _store.GetValueOrDefault(key);
        switch (random.Next(40))
        {
            case 0:
                Emit(verb, kind, space, name, "", 403, sent, Status("Failure", "Forbidden"), [(key, before)]);
                return true;
            case 1:
                Emit(verb, kind, space, name, "", 409, sent, Status("Failure", "Conflict"), [(key, before)]);
                return true;
            case 2 when verb != "create" || name is not null:
                Emit(verb, kind, space, name, "", Pick(500, 504), sent, Status("Failure", "Timeout"), [(key, before)]);
                return true;
            case 3 when verb != "delete":
                Emit(verb, kind, space, name, "", verb == "create" ? 201 : 200, sent, isDryRunAnswer, [(key, before)], query: "?dryRun=All");
                return true;
            case 4 when verb == "delete":
                // It times out, but was done.
                DeleteOne(key, null);
                Emit(verb, kind, space, name, "", 504, sent, Status("Failure", "Timeout"), [(key, before)]);
                return true;
            default:
                return false;
        }
    }

    private void Emit(
        string verb, int kind, string space, string? name, string patchKind, int code, JsonNode? request, JsonObject response, List<(string Key, JsonObject? Before)> touched,
        string query = "", string? reason = null, string? message = null, string? status = null, bool? isMutated = null, bool isStatusAnswer = false)
    {
        var level = Pick("RequestResponse", "RequestResponse", "RequestResponse", "Request", "Request", "Metadata");
        var received = _clock += 1000 + random.Next(1000);
        var done = _clock += 1000 + random.Next(1000);
        var group = kind < 4 ? "rbac.authorization.k8s.io" : null;
        var responseStatus = new JsonObject { ["metadata"] = new JsonObject(), ["code"] = code };
        Set(responseStatus, "status", status ?? (code >= 400 ? "Failure" : null));
        Set(responseStatus, "reason", reason);
        Set(responseStatus, "message", message);
        var target = new JsonObject { ["resource"] = Resources[kind] };
        Set(target, "namespace", space.Length > 0 ? space : null);
        Set(target, "name", name);
        Set(target, "apiGroup", group);
        var path = (group is null ? "/api/v1" : $"/apis/{group}/v1") + (space.Length > 0 ? $"/namespaces/{space}" : "") + $"/{Resources[kind]}" + (name is null || verb == "create" ? "" : "/" + name);
        var record = new JsonObject
        {
            ["kind"] = "Event",
            ["level"] = level,
            ["auditID"] = $"id{Log.Count}",
            ["stage"] = "ResponseComplete",
            ["requestURI"] = path + query,
            ["verb"] = verb,
            ["user"] = new JsonObject { ["username"] = "me" },
            ["objectRef"] = target,
            ["responseStatus"] = responseStatus,
            ["requestReceivedTimestamp"] = Time(received),
            ["stageTimestamp"] = Time(done),
            ["annotations"] = isMutated is { } mutated ? new JsonObject { ["mutation.webhook.admission.k8s.io/round_0_index_0"] = $"{{\"configuration\":\"c\",\"webhook\":\"w\",\"mutated\":{(mutated ? "true" : "false")}}}" } : [],
        };
        if (level != "Metadata" && request is not null)
        {
            record["requestObject"] = request.DeepClone();
        }

        if (level == "RequestResponse")
        {
            record["responseObject"] = isStatusAnswer ? Status("Success", null) : response.DeepClone();
        }

        var truths = touched.ToDictionary(entry => entry.Key, entry => new Truth(
            entry.Before is null ? null : Clone(entry.Before), _store.GetValueOrDefault(entry.Key) is { } now ? Clone(now) : null));
        Log.Add(new LoggedEvent(Log.Count, Encoding.UTF8.GetBytes(record.ToJsonString()), verb, level, patchKind, code, truths));
    }

    private static void Set(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static string Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
