using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Takes the values of one CSV line apart (RFC 4180); names without a value are missing.</summary>
internal sealed class CsvStep(Node value, int[] slots) : Step
{
    public override Operator Start(RunState state) => new CsvOperator(value, slots);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class CsvOperator(Node value, int[] slots) : Operator
    {
        public override void Add(Frame frame)
        {
            var fields = value.Evaluate(frame).AsText() is { } text ? Split(text, slots.Length) : [];
            for (var i = 0; i < slots.Length; i++)
            {
                frame.Set(slots[i], i < fields.Count ? Value.OfText(fields[i]) : default);
            }

            Next.Add(frame);
        }
    }

    // a,"b ""c"", d",e
    private static List<string> Split(string text, int most)
    {
        var fields = new List<string>();
        var at = 0;
        while (fields.Count < most)
        {
            var field = new StringBuilder();
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length; at++)
                {
                    if (text[at] != '"')
                    {
                        field.Append(text[at]);
                    }
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                    {
                        field.Append(text[++at]);
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }
            }

            // What stands behind a closing quote belongs to the field too; a line end ends the record.
            while (at < text.Length && text[at] is not (',' or '\r' or '\n'))
            {
                field.Append(text[at++]);
            }

            fields.Add(field.ToString());
            if (at >= text.Length || text[at] != ',')
            {
                break;
            }

            at++;
        }

        return fields;
    }
}

/// <summary>Reads logfmt: pairs such as <c>user=ann msg="a \"b\" c" ok</c> between blanks; a name alone means true.</summary>
internal static class Logfmt
{
    /// <summary>The pairs as a map, the last of equal names; missing for a text without any pair.</summary>
    public static Value Parse(in Value value)
    {
        if (value.AsText() is not { } text)
        {
            return default;
        }

        var map = new Dictionary<string, Value>(StringComparer.Ordinal);
        var hasPair = false;
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == '"')
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && text[at] != '=' && text[at] != '"' && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            var name = text[start..at];
            if (at >= text.Length || text[at] != '=')
            {
                map[name] = Value.OfText("true");
                continue;
            }

            at++;
            var read = ReadValue(text, ref at);
            if (name.Length > 0)
            {
                map[name] = Value.OfText(read);
                hasPair = true;
            }
        }

        return hasPair ? Value.OfMap(map) : default;
    }

    private static string ReadValue(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            return text[start..at];
        }

        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                value.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                value.Append(text[at]);
            }
        }

        at++;
        return value.ToString();
    }
}
