using System.Text;

namespace AuditDashboard.Shared.EventList.Json;

/// <summary>Sets a JSON text in lines for reading. Every token stays as written; text that is no JSON comes out with lines broken at brackets and commas.</summary>
public static class JsonIndent
{
    /// <summary>Deepest indentation, in steps; what lies deeper stays in that column.</summary>
    public const int MaxIndent = 64;

    /// <summary>Sets a text.</summary>
    /// <param name="json">UTF-8; broken bytes become replacement characters.</param>
    /// <param name="maxChars">Where to stop; the result may be a few characters longer.</param>
    public static string Format(ReadOnlySpan<byte> json, int maxChars)
    {
        // No character takes more than four bytes, so no more than these can be shown.
        var text = Encoding.UTF8.GetString(json[..(int)Math.Min(json.Length, maxChars * 4L)]);
        var lines = new StringBuilder(text.Length);
        var depth = 0;
        var isInString = false;
        for (var i = 0; i < text.Length && lines.Length < maxChars; i++)
        {
            var c = text[i];
            if (isInString)
            {
                lines.Append(c);
                if (c == '\\' && i + 1 < text.Length)
                {
                    lines.Append(text[++i]);
                }
                else if (c == '"')
                {
                    isInString = false;
                }

                continue;
            }

            switch (c)
            {
                case '"':
                    isInString = true;
                    lines.Append(c);
                    break;
                case '{' or '[':
                    var next = NextVisible(text, i + 1);
                    if (next < text.Length && text[next] is '}' or ']')
                    {
                        lines.Append(c).Append(text[next]);
                        i = next;
                    }
                    else
                    {
                        lines.Append(c);
                        Break(lines, ++depth);
                    }

                    break;
                case '}' or ']':
                    Break(lines, depth = Math.Max(0, depth - 1));
                    lines.Append(c);
                    break;
                case ',':
                    lines.Append(c);
                    Break(lines, depth);
                    break;
                case ':':
                    lines.Append(": ");
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    lines.Append(c);
                    break;
            }
        }

        return lines.ToString();
    }

    private static int NextVisible(string text, int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t' or '\r' or '\n')
        {
            from++;
        }

        return from;
    }

    private static void Break(StringBuilder lines, int depth) => lines.Append('\n').Append(' ', 2 * Math.Min(depth, MaxIndent));
}
