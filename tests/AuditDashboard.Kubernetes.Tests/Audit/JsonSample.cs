using System.Globalization;
using System.Text;

namespace AuditDashboard.Kubernetes.Tests.Audit;

/// <summary>A JSON value that can be written in many ways.</summary>
internal abstract record JsonSample
{
    /// <summary>Writes it: plainly, or with members shuffled, white space strewn in and characters escaped at random.</summary>
    public string Write(Random? random)
    {
        var text = new StringBuilder();
        Write(text, random);
        return text.ToString();
    }

    protected abstract void Write(StringBuilder text, Random? random);

    private static void Space(StringBuilder text, Random? random) => text.Append(random is null ? "" : " \t\r\n"[..random.Next(5)]);

    private static void Quote(StringBuilder text, string value, Random? random)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\' or < ' ' || random?.Next(3) == 0)
            {
                foreach (var unit in rune.ToString())
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                }
            }
            else
            {
                text.Append(rune.ToString());
            }
        }

        text.Append('"');
    }

    internal sealed record Raw(string Value) : JsonSample
    {
        protected override void Write(StringBuilder text, Random? random) => text.Append(Value);
    }

    internal sealed record Text(string Value) : JsonSample
    {
        protected override void Write(StringBuilder text, Random? random) => Quote(text, Value, random);
    }

    internal sealed record List(IReadOnlyList<JsonSample> Items) : JsonSample
    {
        protected override void Write(StringBuilder text, Random? random)
        {
            text.Append('[');
            for (var i = 0; i < Items.Count; i++)
            {
                text.Append(i > 0 ? "," : "");
                Space(text, random);
                Items[i].Write(text, random);
                Space(text, random);
            }

            text.Append(']');
        }
    }

    internal sealed record Map(IReadOnlyList<(string Name, JsonSample Value)> Members) : JsonSample
    {
        protected override void Write(StringBuilder text, Random? random)
        {
            var members = Members.ToArray();
            random?.Shuffle(members);
            text.Append('{');
            for (var i = 0; i < members.Length; i++)
            {
                text.Append(i > 0 ? "," : "");
                Space(text, random);
                Quote(text, members[i].Name, random);
                Space(text, random);
                text.Append(':');
                Space(text, random);
                members[i].Value.Write(text, random);
            }

            Space(text, random);
            text.Append('}');
        }
    }
}
