using System.Text.Json.Nodes;

namespace AuditDashboard.Kubernetes.Tests.History;

/// <summary>Random changes to an object, and the patch of one kind that says the same.</summary>
internal sealed class RandomPatch(Random random, int kind, string patchKind)
{
    private readonly JsonArray _operations = [];
    private readonly JsonObject _merge = [];

    /// <summary>Changes an object and notes the patch.</summary>
    public void Change(JsonObject target)
    {
        var changes = random.Next(4);
        for (var i = 0; i < changes; i++)
        {
            switch (random.Next(patchKind == "apply" ? 1 : 6))
            {
                case 0 or 1:
                    SetLabel(target, patchKind == "apply" ? "applied" : $"l{random.Next(3)}", $"{random.Next(5)}");
                    break;
                case 2:
                    RemoveLabel(target, $"l{random.Next(3)}");
                    break;
                case 3:
                    ChangeFinalizers(target);
                    break;
                case 4:
                    ChangeMain(target);
                    break;
                default:
                    ChangeItems(target);
                    break;
            }
        }
    }

    /// <summary>The patch; of an apply the whole configuration.</summary>
    public JsonNode Body(JsonObject after)
    {
        if (patchKind == "apply")
        {
            return new JsonObject
            {
                ["kind"] = after["kind"]!.DeepClone(),
                ["apiVersion"] = after["apiVersion"]!.DeepClone(),
                ["metadata"] = new JsonObject { ["name"] = after["metadata"]!["name"]!.DeepClone(), ["labels"] = new JsonObject { ["applied"] = $"{random.Next(5)}" } },
            };
        }

        return patchKind == "json" ? _operations : _merge;
    }

    private static JsonObject Meta(JsonObject value) => (JsonObject)value["metadata"]!;

    private JsonObject MergeAt(params string[] path)
    {
        var at = _merge;
        foreach (var part in path)
        {
            at[part] ??= new JsonObject();
            at = (JsonObject)at[part]!;
        }

        return at;
    }

    private void Operation(string name, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = name, ["path"] = path };
        if (name != "remove")
        {
            operation["value"] = value?.DeepClone();
        }

        _operations.Add(operation);
    }

    private void SetLabel(JsonObject target, string name, string value)
    {
        if (Meta(target)["labels"] is not JsonObject)
        {
            Meta(target)["labels"] = new JsonObject();
            Operation("add", "/metadata/labels", new JsonObject());
        }

        Operation(Meta(target)["labels"]![name] is null ? "add" : "replace", "/metadata/labels/" + name, value);
        Meta(target)["labels"]![name] = value;
        MergeAt("metadata", "labels")[name] = value;
    }

    private void RemoveLabel(JsonObject target, string name)
    {
        if (Meta(target)["labels"] is not JsonObject labels || !labels.Remove(name))
        {
            return;
        }

        Operation("remove", "/metadata/labels/" + name, null);
        MergeAt("metadata", "labels")[name] = null;
    }

    private void ChangeFinalizers(JsonObject target)
    {
        var old = Meta(target)["finalizers"] as JsonArray ?? [];
        var names = old.Select(item => (string)item!).ToList();
        var name = $"f{random.Next(3)}";
        var meta = MergeAt("metadata");
        if (names.Remove(name))
        {
            Operation("remove", $"/metadata/finalizers/{old.ToList().FindIndex(item => (string)item! == name)}", null);
            if (patchKind == "strategic")
            {
                meta["$deleteFromPrimitiveList/finalizers"] = new JsonArray([.. (meta["$deleteFromPrimitiveList/finalizers"] as JsonArray ?? []).Select(i => i!.DeepClone()), name]);
                meta["finalizers"] = new JsonArray([.. (meta["finalizers"] as JsonArray ?? []).Where(i => (string)i! != name).Select(i => i!.DeepClone())]);
            }
        }
        else
        {
            names.Add(name);
            Operation("add", old.Count == 0 && Meta(target)["finalizers"] is null ? "/metadata/finalizers" : "/metadata/finalizers/-", Meta(target)["finalizers"] is null ? new JsonArray(name) : name);
            if (patchKind == "strategic")
            {
                meta["finalizers"] = new JsonArray([.. (meta["finalizers"] as JsonArray ?? []).Select(i => i!.DeepClone()), name]);
                if (meta["$deleteFromPrimitiveList/finalizers"] is JsonArray deleted)
                {
                    meta["$deleteFromPrimitiveList/finalizers"] = new JsonArray([.. deleted.Where(i => (string)i! != name).Select(i => i!.DeepClone())]);
                }
            }
        }

        Meta(target)["finalizers"] = new JsonArray([.. names.Select(n => (JsonNode)n)]);
        if (patchKind != "strategic")
        {
            meta["finalizers"] = Meta(target)["finalizers"]!.DeepClone();
        }
    }

    /// <summary>Replaces the list or map that the kind is about.</summary>
    private void ChangeMain(JsonObject target)
    {
        var (name, value) = kind switch
        {
            0 or 1 => ("rules", (JsonNode)new JsonArray(new JsonObject { ["verbs"] = new JsonArray("watch"), ["apiGroups"] = new JsonArray("apps"), ["resources"] = new JsonArray($"r{random.Next(9)}") })),
            2 or 3 => ("subjects", new JsonArray(new JsonObject { ["kind"] = "User", ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = $"n{random.Next(9)}" })),
            4 => ("automountServiceAccountToken", JsonValue.Create(random.Next(2) == 0)),
            _ => ("data", null!),
        };
        if (name == "data")
        {
            var text = $"- rolearn: arn:aws:iam::1:role/P{random.Next(9)}\n";
            Operation(target["data"]!["mapRoles"] is null ? "add" : "replace", "/data/mapRoles", text);
            target["data"]!["mapRoles"] = text;
            MergeAt("data")["mapRoles"] = text;
            return;
        }

        Operation("add", "/" + name, value);
        target[name] = value;
        _merge[name] = WithoutDefaults(value);
        if (patchKind == "json" && _operations[^1]!["value"] is JsonArray)
        {
            _operations[^1]!["value"] = WithoutDefaults(value);
        }
    }

    /// <summary>What the server fills in need not be sent.</summary>
    private JsonNode WithoutDefaults(JsonNode value)
    {
        var sent = value.DeepClone();
        if (kind is 2 or 3 && sent is JsonArray items && random.Next(2) == 0)
        {
            ((JsonObject)items[0]!).Remove("apiGroup");
        }

        return sent;
    }

    /// <summary>Changes single items of a list.</summary>
    private void ChangeItems(JsonObject target)
    {
        if (kind == 4)
        {
            ChangeSecrets(target);
            return;
        }

        var name = kind is 0 or 1 ? "rules" : "subjects";
        if (kind == 5 || target[name] is not JsonArray { Count: > 0 } items)
        {
            return;
        }

        var changed = items.Select(item => item!.DeepClone()).ToList();
        if (random.Next(2) == 0)
        {
            var at = random.Next(changed.Count);
            changed.RemoveAt(at);
            Operation("remove", $"/{name}/{at}", null);
        }
        else
        {
            changed.Add(changed[0].DeepClone());
            Operation("add", $"/{name}/-", changed[0]);
        }

        target[name] = new JsonArray([.. changed]);
        _merge[name] = target[name]!.DeepClone();
    }

    private void ChangeSecrets(JsonObject target)
    {
        var old = target["secrets"] as JsonArray ?? [];
        var name = $"s{random.Next(4)}";
        var at = old.ToList().FindIndex(item => (string)item!["name"]! == name);
        var changed = old.Select(item => item!.DeepClone()).ToList();
        var strategic = (_merge["secrets"] as JsonArray ?? []).Where(item => (string?)item!["name"] != name).Select(item => item!.DeepClone()).ToList();
        if (at >= 0)
        {
            changed.RemoveAt(at);
            Operation("remove", $"/secrets/{at}", null);
            strategic.Add(new JsonObject { ["$patch"] = "delete", ["name"] = name });
        }
        else
        {
            changed.Add(new JsonObject { ["name"] = name });
            Operation("add", target["secrets"] is JsonArray ? "/secrets/-" : "/secrets", target["secrets"] is JsonArray ? changed[^1] : new JsonArray(changed[^1].DeepClone()));
            strategic.Add(new JsonObject { ["name"] = name });
        }

        target["secrets"] = new JsonArray([.. changed]);
        if (patchKind == "strategic")
        {
            _merge["secrets"] = new JsonArray([.. strategic]);
            _merge["$setElementOrder/secrets"] = new JsonArray([.. changed.Select(item => new JsonObject { ["name"] = item!["name"]!.DeepClone() })]);
        }
        else
        {
            _merge["secrets"] = target["secrets"]!.DeepClone();
        }
    }
}
