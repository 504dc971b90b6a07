using System.Text.Json;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Explore.Editing;

/// <summary>Finds which fields the newest stored events have, for completion. Singleton.</summary>
public sealed class SeenFieldReader(EventReader events)
{
    private const int Sample = 200;
    private const int MaxFields = 400;
    private const int MaxDepth = 7;

    // Bodies are long and deep: their members are offered to this many, the rest can still be typed.
    private const int MaxMembers = 60;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowTrailingCommas = false };

    /// <summary>The fields of the newest 200 stored events, most frequent first.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<SeenField>> ReadAsync(string? cluster, CancellationToken cancellationToken)
    {
        var (newest, _) = await events.GetPageWithJsonAsync(new EventFilter { Cluster = cluster }, after: null, Sample, cancellationToken);
        return Read(newest.Select(stored => stored.Json));
    }

    /// <summary>The fields of these records.</summary>
    internal static IReadOnlyList<SeenField> Read(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var found = new Dictionary<string, (HashSet<string> Kinds, int Events)>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            try
            {
                using var document = JsonDocument.Parse(record, Options);
                var seen = new Dictionary<string, string>(StringComparer.Ordinal);
                Walk(document.RootElement, "", MaxDepth, seen);
                foreach (var (path, kind) in seen)
                {
                    var (kinds, count) = found.GetValueOrDefault(path, ([], 0));
                    kinds.Add(kind);
                    found[path] = (kinds, count + 1);
                }
            }
            catch (JsonException)
            {
                // An odd record has no fields to offer; the engine still searches it.
            }
        }

        return
        [
            .. found.OrderByDescending(f => f.Value.Events).ThenBy(f => f.Key, StringComparer.Ordinal).Take(MaxFields)
                .Select(f => new SeenField(f.Key, string.Join(" or ", f.Value.Kinds.Order(StringComparer.Ordinal)), f.Value.Events)),
        ];
    }

    private static void Walk(JsonElement element, string path, int depth, Dictionary<string, string> seen)
    {
        if (depth == 0)
        {
            return;
        }

        var members = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Take(MaxMembers).Select(p => (Name: NameOf(p), p.Value)),
            JsonValueKind.Array => element.EnumerateArray().Take(1).Select(v => ((string?)"0", v)),
            _ => [],
        };
        foreach (var (name, value) in members)
        {
            if (name is not null && FieldPath.Append(path, name) is { Length: <= 200 } child)
            {
                seen[child] = KindOf(value);
                Walk(value, child, depth - 1, seen);
            }
        }
    }

    // Name throws on a lone surrogate such as "\ud800": nobody can type it, so it is not offered.
    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "object",
        _ => "null",
    };
}
