using System.Text.Json;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Walks a parsed record, and JSON in its strings, and collects what must not be stored.</summary>
/// <param name="target">What the request is about, as the envelope says.</param>
internal sealed class RedactionWalk(RedactionTarget target)
{
    /// <summary>JSON inside strings inside strings: further in, only token shapes are looked for. A last-applied annotation is level 1; each level doubles its backslashes.</summary>
    private const int MaxLevel = 8;

    private readonly List<(int Start, int End)> _tokens = [];

    /// <summary>What was found.</summary>
    public List<SecretRange> Found { get; } = [];

    /// <summary>Walks one JSON text.</summary>
    /// <param name="tape">The text, parsed.</param>
    /// <param name="map">For each byte of the text its offset in the record, and one entry for its end.</param>
    /// <param name="level">In how many strings the text is wrapped: 0 for the record.</param>
    /// <param name="root">What is known of the text's place.</param>
    public void Walk(in JsonTape tape, ReadOnlySpan<int> map, int level, SecretContext root)
    {
        var place = new Place(tape, map, level);
        var open = new Stack<(int End, SecretContext Context)>();
        for (var i = 0; i < tape.Count; i++)
        {
            while (open.Count > 0 && open.Peek().End <= i)
            {
                open.Pop();
            }

            ref readonly var node = ref tape.Nodes[i];
            var context = open.Count > 0 ? Enter(tape, i, open.Peek().Context, isTopLevel: level == 0 && open.Count == 1) : root;
            switch (node.Type)
            {
                case JsonTokenType.StartObject:
                    open.Push((node.Next, DescribeObject(tape, i, context)));
                    break;
                case JsonTokenType.StartArray:
                    open.Push((node.Next, context));
                    break;
                case JsonTokenType.String:
                    VisitString(place, i, context);
                    break;
                case JsonTokenType.Number when context.HasFlag(SecretContext.Leaves):
                    Found.Add(new SecretRange(place.RecordOffset(node.Start), place.RecordOffset(node.Start + node.Length), level, IsBare: true));
                    break;
            }

            if (node.NameStart >= 0)
            {
                FindTokens(place, node.NameStart, node.NameLength, node.NameEscaped);
            }
        }
    }

    /// <summary>What is known of a member or element, from what is known of the object or list it is in.</summary>
    private SecretContext Enter(in JsonTape tape, int index, SecretContext around, bool isTopLevel)
    {
        ref readonly var node = ref tape.Nodes[index];
        if (node.NameStart < 0 || around.HasFlag(SecretContext.Leaves))
        {
            return around;
        }

        if (isTopLevel && (tape.NameIs(index, "requestObject"u8) || tape.NameIs(index, "responseObject"u8)))
        {
            return target.Body;
        }

        var kept = around & (SecretContext.TokenBody | SecretContext.AwsAuth);
        var name = JsonText.Decode(tape.RawName(index), node.NameEscaped);

        var isScalar = node.Type is JsonTokenType.String or JsonTokenType.Number;
        if (Is(name, "data") || Is(name, "stringData"))
        {
            return around.HasFlag(SecretContext.SecretBody) ? SecretContext.Leaves : kept;
        }

        if (around.HasFlag(SecretContext.SecretBody) && (Is(name, "items") || Is(name, "rows") || Is(name, "object") || Is(name, "oldObject")))
        {
            return kept | SecretContext.SecretBody;
        }

        if (Is(name, "value"))
        {
            return around.HasFlag(SecretContext.PatchOfData) || (around.HasFlag(SecretContext.NamedValue) && isScalar) ? SecretContext.Leaves
                : around.HasFlag(SecretContext.PatchOfAll) ? kept | SecretContext.SecretBody
                : kept;
        }

        var isToken = around.HasFlag(SecretContext.TokenBody) && Is(name, "token");
        var isNamed = isScalar && !around.HasFlag(SecretContext.AwsAuth) && TokenShapes.IsSecretName(name);
        var isBootstrap = node.Type == JsonTokenType.String && name.Contains("token", StringComparison.OrdinalIgnoreCase)
            && TokenShapes.IsBootstrapToken(JsonText.Decode(tape.RawValue(index), node.ValueEscaped));
        return isToken || isNamed || isBootstrap ? SecretContext.Leaves : kept;
    }

    /// <summary>Adds what an object says of itself: its kind, a patch's path, a variable's name.</summary>
    private SecretContext DescribeObject(in JsonTape tape, int index, SecretContext context)
    {
        if (context.HasFlag(SecretContext.Leaves))
        {
            return context;
        }

        for (var child = index + 1; child < tape.Nodes[index].Next; child = tape.Nodes[child].Next)
        {
            ref readonly var node = ref tape.Nodes[child];
            if (node.Type == JsonTokenType.StartObject && tape.NameIs(child, "metadata"u8) && target.IsAwsAuthObject(tape, index, child))
            {
                context |= SecretContext.AwsAuth;
            }
            else if (node.Type != JsonTokenType.String)
            {
                continue;
            }

            // Every member of that name counts, not the last one only: a body with two kinds hides nothing.
            if (tape.NameIs(child, "kind"u8))
            {
                var kind = JsonText.Decode(tape.RawValue(child), node.ValueEscaped);
                context |= Is(kind, "Secret") || Is(kind, "SecretList") ? SecretContext.SecretBody
                    : Is(kind, "TokenRequest") || Is(kind, "TokenReview") ? SecretContext.TokenBody
                    : SecretContext.None;
            }
            else if (target.IsSecret && tape.NameIs(child, "path"u8))
            {
                var path = JsonText.Decode(tape.RawValue(child), node.ValueEscaped).TrimEnd('/');
                context |= path.Length == 0 ? SecretContext.PatchOfAll
                    : Is(path, "/data") || Is(path, "/stringData") || path.StartsWith("/data/", StringComparison.OrdinalIgnoreCase)
                        || path.StartsWith("/stringData/", StringComparison.OrdinalIgnoreCase) ? SecretContext.PatchOfData
                    : SecretContext.None;
            }
            else if (tape.NameIs(child, "name"u8) && TokenShapes.IsSecretName(JsonText.Decode(tape.RawValue(child), node.ValueEscaped)))
            {
                context |= SecretContext.NamedValue;
            }
        }

        return context;
    }

    private void VisitString(in Place place, int index, SecretContext context)
    {
        ref readonly var node = ref place.Tape.Nodes[index];
        if (context.HasFlag(SecretContext.AwsAuth) || (!context.HasFlag(SecretContext.Leaves) && TryEmbedded(place, node, context)))
        {
            return;
        }

        // A Secret that is a text and no JSON (YAML, or bytes in base64) cannot be taken apart.
        if (!context.HasFlag(SecretContext.Leaves) && !(place.Level == 0 && context.HasFlag(SecretContext.SecretBody)))
        {
            FindTokens(place, node.Start, node.Length, node.ValueEscaped);
        }
        else if (!SecretSplice.IsMark(place.Tape.RawValue(index)))
        {
            Found.Add(new SecretRange(place.RecordOffset(node.Start), place.RecordOffset(node.Start + node.Length), place.Level + 1, IsBare: false));
        }
    }

    /// <summary>JSON in a string, such as the annotation <c>kubectl.kubernetes.io/last-applied-configuration</c> or a webhook's patch.</summary>
    private bool TryEmbedded(in Place place, in JsonNode node, SecretContext context)
    {
        var raw = place.Tape.Json.Slice(node.Start, node.Length);
        var trimmed = raw.TrimStart(" \t\r\n"u8);
        var mayBegin = node.ValueEscaped ? trimmed.IndexOfAny("{[\\"u8) == 0 : trimmed.StartsWith("["u8) || trimmed.StartsWith("{"u8);
        if (!mayBegin || place.Level >= MaxLevel)
        {
            return false;
        }

        using var text = new DecodedText(place, node);
        var first = text.Bytes.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty || first[0] is not ((byte)'{' or (byte)'[') || !(target.IsSecret || text.Bytes.IndexOf("\\u"u8) >= 0 || TokenShapes.MayHold(text.Chars)))
        {
            return false;
        }

        if (JsonTape.TryParse(text.Bytes, out var tape))
        {
            using (tape)
            {
                // Of a Secret's own members only those that are known hold secrets; JSON in them is a Secret again.
                var root = target.IsSecret ? SecretContext.SecretBody : context & (SecretContext.SecretBody | SecretContext.TokenBody);
                Walk(tape, text.Map, place.Level + 1, root);
            }

            return true;
        }

        // Cut off or not quite JSON: the same care as with a record that cannot be read.
        if (target.IsSecret || text.Chars.Contains("secret", StringComparison.OrdinalIgnoreCase))
        {
            UnreadableScan.FindMembers(text.Chars, isSecret: true, _tokens);
            AddTokens(text.Map, place.Level + 1);
        }

        return false;
    }

    private void FindTokens(in Place place, int start, int length, bool escaped)
    {
        if (length < 8)
        {
            return;
        }

        using var text = new DecodedText(place, start, length, escaped);
        if (TokenShapes.MayHold(text.Chars))
        {
            TokenShapes.Find(text.Chars, _tokens);
            AddTokens(text.Map, place.Level + 1);
        }
    }

    private void AddTokens(ReadOnlySpan<int> map, int level)
    {
        foreach (var (start, end) in _tokens)
        {
            Found.Add(new SecretRange(map[start], map[end], level, IsBare: false));
        }

        _tokens.Clear();
    }

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
