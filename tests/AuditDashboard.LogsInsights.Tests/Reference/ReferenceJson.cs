using System.Globalization;
using System.Text;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>JSON as RFC 8259 says, by plain recursive descent over characters. Lone surrogates become U+FFFD.</summary>
/// <remarks>
/// A text is a <see cref="string"/>, a number a <see cref="Number"/>, true and false their words, null is null, a map a
/// <see cref="JsonMap"/>, a list a <see cref="JsonList"/>.
/// </remarks>
internal sealed class ReferenceJson
{
    private static readonly string True = Copy("true");
    private static readonly string False = Copy("false");

    private readonly string _text;
    private int _at;

    private ReferenceJson(string text) => _text = text;

    /// <summary>The fields of a message by their flattened names (A6); none if it is not a JSON object from end to end.</summary>
    public static Dictionary<string, object> Fields(string message)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        if (TryParse(message.StartsWith('\uFEFF') ? message[1..] : message) is JsonMap map)
        {
            Flatten(map, "", fields);
        }

        return fields;
    }

    /// <summary>The value of a whole text; null if it is none (or the word null).</summary>
    public static object? TryParse(string text)
    {
        try
        {
            var json = new ReferenceJson(text);
            var value = json.Value();
            json.Blanks();
            return json._at == text.Length ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Nested keys joined by dots, elements by their index; empty maps and lists and null give no field; what comes later wins.
    private static void Flatten(object? value, string name, Dictionary<string, object> fields)
    {
        switch (value)
        {
            case JsonMap map:
                foreach (var (key, member) in map.Members)
                {
                    Flatten(member, name.Length > 0 ? $"{name}.{key}" : key.StartsWith('@') ? "@" + key : key, fields);
                }

                break;
            case JsonList list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Flatten(list.Items[i], string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), fields);
                }

                break;
            case not null:
                fields[name] = value;
                break;
        }
    }

    /// <summary>True for a value that was the word true or false, without quotes.</summary>
    public static bool IsWord(object? value) => ReferenceEquals(value, True) || ReferenceEquals(value, False);

    private object? Value()
    {
        Blanks();
        switch (Peek())
        {
            case '{':
                return Map();
            case '[':
                return List();
            case '"':
                return Text();
            case 't':
                return Word(True);
            case 'f':
                return Word(False);
            case 'n':
                Word("null");
                return null;
            default:
                return Digits();
        }
    }

    private JsonMap Map()
    {
        var members = new List<KeyValuePair<string, object?>>();
        _at++;
        Blanks();
        if (Peek() == '}')
        {
            _at++;
            return new JsonMap(members);
        }

        while (true)
        {
            Blanks();
            var key = Text();
            Blanks();
            Expect(':');
            var value = Value();

            // Of a repeated member the last wins, whole.
            members.RemoveAll(m => m.Key == key);
            members.Add(new(key, value));
            Blanks();
            if (Peek() == '}')
            {
                _at++;
                return new JsonMap(members);
            }

            Expect(',');
        }
    }

    private JsonList List()
    {
        var items = new List<object?>();
        _at++;
        Blanks();
        if (Peek() == ']')
        {
            _at++;
            return new JsonList(items);
        }

        while (true)
        {
            items.Add(Value());
            Blanks();
            if (Peek() == ']')
            {
                _at++;
                return new JsonList(items);
            }

            Expect(',');
        }
    }

    private string Text()
    {
        Expect('"');
        var text = new StringBuilder();
        while (Peek() != '"')
        {
            var c = Peek();
            _at++;
            if (c < ' ')
            {
                throw new FormatException();
            }

            if (c == '\\')
            {
                var escape = Peek();
                _at++;
                c = escape switch
                {
                    '"' or '\\' or '/' => escape,
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => Hexadecimal(),
                    _ => throw new FormatException(),
                };
            }

            text.Append(c);
        }

        _at++;
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }

    private char Hexadecimal()
    {
        _at += 4;

        // Parsing alone would take NUL characters at the end.
        return _at <= _text.Length && char.IsAsciiHexDigit(_text[_at - 1]) && ushort.TryParse(_text.AsSpan(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : throw new FormatException();
    }

    private Number Digits()
    {
        var start = _at;
        Skip('-');
        if (!Skip('0') && !SkipDigits())
        {
            throw new FormatException();
        }

        if (Skip('.') && !SkipDigits())
        {
            throw new FormatException();
        }

        if (Skip('e') || Skip('E'))
        {
            _ = Skip('+') || Skip('-');
            if (!SkipDigits())
            {
                throw new FormatException();
            }
        }

        return Number.OfSource(_text[start.._at]);
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return _at > start;
    }

    private bool Skip(char c)
    {
        var isThere = Peek() == c;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private string Word(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw new FormatException();
        }

        _at += word.Length;
        return word;
    }

    // A string of its own, so that the word is told from the same text in quotes where maps are printed.
    private static string Copy(string word) => new([.. word]);

    private void Expect(char c)
    {
        if (!Skip(c))
        {
            throw new FormatException();
        }
    }

    private void Blanks()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\u0001'; // nothing in JSON begins with it
}

/// <summary>A map: its members, each name once, in the order of their last writing.</summary>
internal sealed record JsonMap(List<KeyValuePair<string, object?>> Members);

/// <summary>A list.</summary>
internal sealed record JsonList(List<object?> Items);

/// <summary>An instant, in microseconds since 1970.</summary>
internal sealed record Instant(long Micros)
{
    public long Millis => (long)Math.Floor(Micros / 1000m);
}
