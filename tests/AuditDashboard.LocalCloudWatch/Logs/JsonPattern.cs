using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>The filter pattern between braces: conditions on the members of a JSON object.</summary>
internal static class JsonPattern
{
    private delegate bool Condition(JsonElement root);

    /// <summary>Reads what stands between the braces.</summary>
    public static Func<string, bool> Parse(string text)
    {
        var reader = new PatternReader(text);
        var condition = Or(reader);
        if (!reader.IsAtEnd)
        {
            throw new FormatException("something follows the condition");
        }

        return message =>
        {
            try
            {
                using var document = JsonDocument.Parse(message);
                return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array && condition(document.RootElement);
            }
            catch (JsonException)
            {
                return false;
            }
        };
    }

    private static Condition Or(PatternReader reader)
    {
        var left = And(reader);
        while (reader.TryTake("||"))
        {
            var (first, second) = (left, And(reader));
            left = root => first(root) || second(root);
        }

        return left;
    }

    private static Condition And(PatternReader reader)
    {
        var left = Primary(reader);
        while (reader.TryTake("&&"))
        {
            var (first, second) = (left, Primary(reader));
            left = root => first(root) && second(root);
        }

        return left;
    }

    private static Condition Primary(PatternReader reader)
    {
        if (reader.TryTake("("))
        {
            var inner = Or(reader);
            reader.Take(")");
            return inner;
        }

        var selector = Selector(reader);
        if (reader.TryTakeWord("NOT"))
        {
            return reader.TryTakeWord("EXISTS") ? root => !selector(root).Any() : throw new FormatException("EXISTS was expected after NOT");
        }

        if (reader.TryTakeWord("IS"))
        {
            var kind = reader.TryTakeWord("NULL") ? JsonValueKind.Null
                : reader.TryTakeWord("TRUE") ? JsonValueKind.True
                : reader.TryTakeWord("FALSE") ? JsonValueKind.False
                : throw new FormatException("NULL, TRUE or FALSE was expected after IS");
            return root => selector(root).Any(v => v.ValueKind == kind);
        }

        var comparison = reader.TryTakeOperator() ?? throw new FormatException("a comparison was expected after the selector");
        var test = Comparison.Test(comparison, reader.TakeValue(static c => !char.IsWhiteSpace(c) && c is not (')' or '&' or '|')));
        return root => selector(root).Any(v => Comparison.TextOf(v) is { } value && test(value));
    }

    private static Func<JsonElement, IEnumerable<JsonElement>> Selector(PatternReader reader)
    {
        reader.Take("$");
        Func<JsonElement, IEnumerable<JsonElement>> selector = root => [root];
        while (true)
        {
            var before = selector;
            if (reader.TryTake("."))
            {
                var name = reader.TakeValue(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '/' or '@' or ':' or '$').Text;
                selector = root => before(root).SelectMany(v => Member(v, name));
            }
            else if (reader.TryTake("["))
            {
                var index = reader.TakeValue(static c => char.IsAsciiDigit(c) || c == '*');
                reader.Take("]");
                selector = index.IsQuoted
                    ? root => before(root).SelectMany(v => Member(v, index.Text))
                    : root => before(root).SelectMany(v => Elements(v, index.Text));
            }
            else
            {
                return selector;
            }
        }
    }

    private static IEnumerable<JsonElement> Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? [member] : [];

    private static IEnumerable<JsonElement> Elements(JsonElement value, string index)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return index == "*" ? value.EnumerateArray() : value.EnumerateArray().Skip(int.Parse(index, CultureInfo.InvariantCulture)).Take(1);
    }
}
