using System.Buffers;
using System.Text;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Finds secrets in bytes that are not JSON, erring on the side of taking out too much.</summary>
internal static class UnreadableScan
{
    /// <summary>Rounds of undoing escapes: a string of JSON, in a string, in a string.</summary>
    private const int MaxRounds = 4;

    private const string Data = "data\"";

    /// <summary>From this length, text of base64's letters in <c>data</c> is taken for a secret wherever it stands.</summary>
    private const int MinBase64 = 16;

    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");

    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.-+eE");

    private static readonly SearchValues<char> Structure = SearchValues.Create("\"{}[]0123456789");

    /// <summary>Finds the secrets of a record.</summary>
    public static List<SecretRange> Find(ReadOnlySpan<byte> record)
    {
        var found = new List<SecretRange>();
        var tokens = new List<(int Start, int End)>();
        var text = record.ToArray();
        var length = record.Length;
        var map = new int[record.Length + 1];
        for (var i = 0; i <= length; i++)
        {
            map[i] = i;
        }

        var chars = new char[length];
        for (var round = 0; round <= MaxRounds; round++)
        {
            Encoding.Latin1.GetChars(text.AsSpan(0, length), chars);
            ReadOnlySpan<char> plain = chars.AsSpan(0, length);
            TokenShapes.Find(plain, tokens);
            FindMembers(plain, plain.Contains("secret", StringComparison.OrdinalIgnoreCase), tokens);
            foreach (var (start, end) in tokens)
            {
                found.Add(new SecretRange(map[start], map[end], round, IsBare: false));
            }

            tokens.Clear();
            if (!text.AsSpan(0, length).Contains((byte)'\\'))
            {
                break;
            }

            length = UnescapeOnce(text.AsSpan(0, length), map);
        }

        return found;
    }

    /// <summary>Finds the credentials that AWS hands out: <c>"sessionToken"</c>, <c>"secretAccessKey"</c> and <c>"webIdentityToken"</c>, whatever their form.</summary>
    public static List<SecretRange> FindCredentials(ReadOnlySpan<byte> record)
    {
        var chars = new char[record.Length];
        Encoding.Latin1.GetChars(record, chars);
        var found = new List<(int Start, int End)>();
        foreach (var name in (ReadOnlySpan<string>)["sessionToken\"", "secretAccessKey\"", "webIdentityToken\""])
        {
            FindValues(chars, name, 1, takesAll: true, found);
        }

        return found.ConvertAll(range => new SecretRange(range.Start, range.End, 0, IsBare: false));
    }

    /// <summary>Finds the values in <c>"data":{…}</c> and <c>"stringData":{…}</c>, those of <c>"token"</c>, and of JSON patches.</summary>
    /// <param name="text">One char a byte.</param>
    /// <param name="isSecret">Whether the text may speak of Secrets: then every value counts, else those alone that look like base64.</param>
    /// <param name="found">Receives them.</param>
    public static void FindMembers(ReadOnlySpan<char> text, bool isSecret, List<(int Start, int End)> found)
    {
        FindValues(text, Data, isSecret ? 1 : MinBase64, isSecret, found);
        FindValues(text, "token\"", MinBase64, isSecret, found);
        if (isSecret && (text.Contains("/data", StringComparison.OrdinalIgnoreCase) || text.Contains("/stringData", StringComparison.OrdinalIgnoreCase)))
        {
            // {"op":"replace","path":"/data/password","value":"…"}
            FindValues(text, "value\"", 1, takesAll: true, found);
        }
    }

    private static void FindValues(ReadOnlySpan<char> text, string name, int minLength, bool takesAll, List<(int Start, int End)> found)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (next < 0)
            {
                return;
            }

            // "metadata" ends alike, and is none of it.
            var before = text[..(at + next)];
            var isWhole = name != Data || before.EndsWith("\"") || before.EndsWith("\"string", StringComparison.OrdinalIgnoreCase);
            at = SkipBlank(text, at + next + name.Length);
            if (!isWhole || at >= text.Length || text[at] != ':')
            {
                continue;
            }

            at = ReadValues(text, SkipBlank(text, at + 1), minLength, takesAll, found);
        }
    }

    /// <summary>Reads one value and what it holds; stops at its end, or where the text does.</summary>
    private static int ReadValues(ReadOnlySpan<char> text, int at, int minLength, bool takesAll, List<(int Start, int End)> found)
    {
        var depth = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                return text.Length;
            }

            if (depth == 0 && text.Slice(at, next).ContainsAny(',', '}'))
            {
                return at;
            }

            at += next;
            switch (text[at])
            {
                case '[' when text[at..].StartsWith("[redacted length=", StringComparison.Ordinal):
                    var close = text[at..].IndexOf(']');
                    at = close < 0 ? text.Length : at + close + 1;
                    break;
                case '{' or '[':
                    depth++;
                    at++;
                    break;
                case '}' or ']':
                    depth--;
                    at++;
                    break;
                case '"':
                    at = ReadString(text, at, minLength, takesAll, found);
                    break;
                default:
                    var digits = text[at..].IndexOfAnyExcept(Number);
                    var end = digits < 0 ? text.Length : at + digits;
                    if (takesAll)
                    {
                        found.Add((at, end));
                    }

                    at = end;
                    break;
            }

            if (depth <= 0)
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>Reads a string, and takes it if it is a value: one that no colon follows.</summary>
    private static int ReadString(ReadOnlySpan<char> text, int quote, int minLength, bool takesAll, List<(int Start, int End)> found)
    {
        var start = quote + 1;
        var end = start;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, text.Length);
        var after = SkipBlank(text, end + 1);
        var isName = after < text.Length && text[after] == ':';
        var value = text[start..end];
        if (!isName && value.Length >= minLength && (takesAll || !value.ContainsAnyExcept(Base64)) && !value.StartsWith("[redacted length=", StringComparison.Ordinal))
        {
            found.Add((start, end));
        }

        return Math.Min(text.Length, end + 1);
    }

    private static int SkipBlank(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }

        return at;
    }

    private static int UnescapeOnce(Span<byte> text, Span<int> map)
    {
        var step = new int[text.Length + 1];
        var length = JsonText.Unescape(text, text, step);
        for (var i = 0; i <= length; i++)
        {
            map[i] = map[step[i]];
        }

        return length;
    }
}
