using System.Text;
using System.Text.Json;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>Reads values out of a parsed record.</summary>
internal static class ManifestReader
{
    /// <summary>Reads the value at a node.</summary>
    /// <returns>Null where there is no node (its index is negative) or it is nested too deeply.</returns>
    public static ManifestValue? Read(in JsonTape tape, int node) => node < 0 ? null : Read(tape, node, ManifestValue.MaxDepth);

    private static ManifestValue? Read(in JsonTape tape, int node, int depth)
    {
        var type = tape.Nodes[node].Type;
        if (type is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return ReadScalar(tape, node, type);
        }

        if (depth == 0)
        {
            return null;
        }

        var members = new List<KeyValuePair<string, ManifestValue>>();
        var items = new List<ManifestValue>();
        for (var child = node + 1; child < tape.Nodes[node].Next; child = tape.Nodes[child].Next)
        {
            if (Read(tape, child, depth - 1) is not { } value)
            {
                return null;
            }

            if (type == JsonTokenType.StartArray)
            {
                items.Add(value);
            }
            else
            {
                members.Add(new(JsonText.Decode(tape.RawName(child), tape.Nodes[child].NameEscaped), value));
            }
        }

        return type == JsonTokenType.StartArray ? new ManifestList(items) : ManifestObject.Of(members);
    }

    private static ManifestScalar ReadScalar(in JsonTape tape, int node, JsonTokenType type) => type switch
    {
        JsonTokenType.String => ManifestScalar.Text(JsonText.Decode(tape.RawValue(node), tape.Nodes[node].ValueEscaped)),
        JsonTokenType.Number => ManifestScalar.Number(Encoding.ASCII.GetString(tape.RawValue(node))),
        JsonTokenType.True => ManifestScalar.Boolean(true),
        JsonTokenType.False => ManifestScalar.Boolean(false),
        _ => ManifestScalar.Null,
    };
}
