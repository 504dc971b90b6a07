using System.Text.Json;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>How much of <c>aws-auth</c> an event tells.</summary>
public enum AwsAuthKnowledge
{
    /// <summary>Nothing: the event has no body, as on EKS a create and every read.</summary>
    None,

    /// <summary>The whole ConfigMap.</summary>
    Complete,

    /// <summary>The keys that a patch names; the others are not known.</summary>
    Patched,

    /// <summary>The ConfigMap was deleted.</summary>
    Deleted,
}

/// <summary>The ConfigMap <c>aws-auth</c> as an event leaves it, or would have left it had it been allowed.</summary>
/// <param name="Knowledge">How much is known.</param>
/// <param name="Text">The texts; of a patch those that it names, and a key that it removes is null and in <paramref name="PatchedKeys"/>.</param>
/// <param name="PatchedKeys">Keys that a patch names; empty otherwise.</param>
/// <param name="ResourceVersion">The object's version after the change; null where unknown.</param>
public sealed record AwsAuthBody(AwsAuthKnowledge Knowledge, AwsAuthText Text, IReadOnlyList<string> PatchedKeys, string? ResourceVersion)
{
    private static readonly string[] Keys = ["mapRoles", "mapUsers", "mapAccounts"];

    /// <summary>Nothing is known.</summary>
    public static AwsAuthBody Unknown { get; } = new(AwsAuthKnowledge.None, AwsAuthText.Empty, [], null);

    /// <summary>Reads the body of an event. Never throws on content.</summary>
    /// <param name="verb">The event's verb.</param>
    /// <param name="record">The record.</param>
    public static AwsAuthBody Read(string? verb, ReadOnlySpan<byte> record)
    {
        if (!JsonTape.TryParse(AuditEventReader.WithoutByteOrderMark(record), out var tape))
        {
            return Unknown;
        }

        using (tape)
        {
            return Read(verb, tape);
        }
    }

    /// <summary>The state after a patch, from the state before it.</summary>
    /// <param name="before">The state before; null where it is not known.</param>
    /// <returns>Null where the state cannot be told.</returns>
    public AwsAuthText? After(AwsAuthText? before) => Knowledge switch
    {
        AwsAuthKnowledge.Complete => Text,
        AwsAuthKnowledge.Deleted => AwsAuthText.Empty,
        AwsAuthKnowledge.Patched when before is not null => new AwsAuthText(
            PatchedKeys.Contains("mapRoles") ? Text.MapRoles : before.MapRoles,
            PatchedKeys.Contains("mapUsers") ? Text.MapUsers : before.MapUsers,
            PatchedKeys.Contains("mapAccounts") ? Text.MapAccounts : before.MapAccounts),
        AwsAuthKnowledge.Patched when PatchedKeys.Count == Keys.Length => Text,
        _ => null,
    };

    private static AwsAuthBody Read(string? verb, in JsonTape tape)
    {
        var status = tape.FindLast(tape.FindLast(0, "responseStatus"u8), "code"u8);
        var isRefused = status >= 0 && tape.RawValue(status) is [(byte)'4' or (byte)'5', _, _, ..];
        if (verb is "delete" or "deletecollection")
        {
            return isRefused ? Unknown : new AwsAuthBody(AwsAuthKnowledge.Deleted, AwsAuthText.Empty, [], null);
        }

        if (verb is not ("create" or "update" or "patch"))
        {
            return Unknown;
        }

        var response = tape.FindLast(0, "responseObject"u8);
        if (IsConfigMap(tape, response))
        {
            return Whole(tape, response);
        }

        var request = tape.FindLast(0, "requestObject"u8);
        return request < 0 ? Unknown
            : verb == "patch" ? Patch(tape, request)
            : IsConfigMap(tape, request) ? Whole(tape, request)
            : Unknown;
    }

    /// <summary>A failed request is answered by a Status, which is no ConfigMap.</summary>
    private static bool IsConfigMap(in JsonTape tape, int node)
    {
        if (node < 0 || tape.Nodes[node].Type != JsonTokenType.StartObject)
        {
            return false;
        }

        var kind = tape.FindLast(node, "kind"u8);
        return kind < 0 ? tape.FindLast(node, "data"u8) >= 0 : tape.StringIs(kind, "ConfigMap"u8);
    }

    private static AwsAuthBody Whole(in JsonTape tape, int node)
    {
        var data = tape.FindLast(node, "data"u8);
        var version = TextOf(tape, tape.FindLast(tape.FindLast(node, "metadata"u8), "resourceVersion"u8));
        var text = new AwsAuthText(
            TextOf(tape, tape.FindLast(data, "mapRoles"u8)), TextOf(tape, tape.FindLast(data, "mapUsers"u8)), TextOf(tape, tape.FindLast(data, "mapAccounts"u8)));
        return new AwsAuthBody(AwsAuthKnowledge.Complete, text, [], version);
    }

    private static AwsAuthBody Patch(in JsonTape tape, int node)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (tape.Nodes[node].Type == JsonTokenType.StartArray)
        {
            for (var operation = node + 1; operation < tape.Nodes[node].Next; operation = tape.Nodes[operation].Next)
            {
                ReadOperation(tape, operation, texts);
            }
        }
        else
        {
            ReadData(tape, tape.FindLast(node, "data"u8), texts);
        }

        return texts.Count == 0
            ? Unknown
            : new AwsAuthBody(
                AwsAuthKnowledge.Patched,
                new AwsAuthText(texts.GetValueOrDefault("mapRoles"), texts.GetValueOrDefault("mapUsers"), texts.GetValueOrDefault("mapAccounts")),
                [.. Keys.Where(texts.ContainsKey)],
                null);
    }

    /// <summary>One operation of a JSON patch: <c>{"op":"replace","path":"/data/mapRoles","value":"…"}</c>.</summary>
    private static void ReadOperation(in JsonTape tape, int operation, Dictionary<string, string?> texts)
    {
        var path = TextOf(tape, tape.FindLast(operation, "path"u8));
        var name = TextOf(tape, tape.FindLast(operation, "op"u8));
        var value = tape.FindLast(operation, "value"u8);
        if (path == "/data" && name is "add" or "replace")
        {
            foreach (var key in Keys)
            {
                texts[key] = null;
            }

            ReadData(tape, value, texts);
        }
        else if (path is not null && Keys.FirstOrDefault(key => path == "/data/" + key) is { } key && name is "add" or "replace" or "remove")
        {
            texts[key] = name == "remove" ? null : TextOf(tape, value);
        }
    }

    private static void ReadData(in JsonTape tape, int data, Dictionary<string, string?> texts)
    {
        if (data < 0 || tape.Nodes[data].Type != JsonTokenType.StartObject)
        {
            return;
        }

        for (var child = data + 1; child < tape.Nodes[data].Next; child = tape.Nodes[child].Next)
        {
            var name = JsonText.Decode(tape.RawName(child), tape.Nodes[child].NameEscaped);
            if (Keys.Contains(name))
            {
                texts[name] = TextOf(tape, child);
            }
        }
    }

    private static string? TextOf(in JsonTape tape, int node) =>
        node >= 0 && tape.Nodes[node].Type == JsonTokenType.String ? JsonText.Decode(tape.RawValue(node), tape.Nodes[node].ValueEscaped) : null;
}
