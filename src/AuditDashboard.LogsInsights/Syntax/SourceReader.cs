using System.Globalization;
using System.Text;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Reads what follows the word <c>SOURCE</c>, which has a grammar of its own:
/// <c>logGroups(namePrefix: ['a', 'b'], accountIdentifiers: ['1111'], class: ['INFREQUENT_ACCESS']) START=-3600s END=0s</c>
/// or the names of log groups, <c>'/aws/eks/demo/cluster'</c>.
/// </summary>
internal sealed class SourceReader(string text, int position)
{
    private int _position = position;

    /// <summary>Offset behind what was read.</summary>
    public int Position => _position;

    /// <summary>Reads it.</summary>
    /// <exception cref="QueryFault">It is not a source.</exception>
    public QuerySource Read()
    {
        SkipBlanks();
        QuerySource source;
        if (Current is '"' or '\'')
        {
            source = new QuerySource { LogGroups = ReadNames(Position, int.MaxValue, "log groups") };
        }
        else
        {
            var start = _position;
            var word = ReadWord();
            if (!word.Equals("logGroups", StringComparison.OrdinalIgnoreCase))
            {
                throw Fault("the name of a log group in quotes, or logGroups(namePrefix: ['...'])", start);
            }

            source = ReadGroups();
        }

        return ReadWindow(source);
    }

    private QuerySource ReadGroups()
    {
        var source = new QuerySource();
        Expect('(', "'(' behind logGroups");
        do
        {
            SkipBlanks();
            var start = _position;
            var word = ReadWord();
            Expect(':', "namePrefix:, accountIdentifiers: or class:");
            Expect('[', "'[' and a list such as ['/aws/eks/']");
            SkipBlanks();
            source = word.ToUpperInvariant() switch
            {
                "NAMEPREFIX" => source with { NamePrefixes = ReadNames(start, QuerySource.MaximumPrefixes, "prefixes") },
                "ACCOUNTIDENTIFIERS" => source with { AccountIdentifiers = ReadNames(start, QuerySource.MaximumAccounts, "accounts") },
                "CLASS" => source with { Classes = ReadNames(start, int.MaxValue, "classes") },
                _ => throw new QueryFault(
                    "E-SOURCE",
                    $"Found '{word}', expected namePrefix, accountIdentifiers or class{NearestName.Suggestion(word, ["namePrefix", "accountIdentifiers", "class"])}",
                    new TextSpan(start, word.Length)),
            };
            Expect(']', "',' or ']'");
            SkipBlanks();
        }
        while (TryTake(','));
        Expect(')', "',' or ')'");
        return source;
    }

    private QuerySource ReadWindow(QuerySource source)
    {
        while (true)
        {
            SkipBlanks();
            if (_position >= text.Length || Current is '|' or ')')
            {
                return source;
            }

            var start = _position;
            var word = ReadWord().ToUpperInvariant();
            if (word is not ("START" or "END"))
            {
                throw Fault("START=, END=, '|' and a command, or the end of the query", start);
            }

            Expect('=', "'=' and a time such as -3600s");
            SkipBlanks();
            var valueStart = _position;
            while (_position < text.Length && !char.IsWhiteSpace(Current) && Current is not ('|' or ')'))
            {
                _position++;
            }

            var value = text[valueStart.._position];
            if (value.Length == 0)
            {
                throw Fault("a time such as -3600s", valueStart);
            }

            source = word == "START" ? source with { Start = value } : source with { End = value };
        }
    }

    private List<string> ReadNames(int start, int most, string what)
    {
        var names = new List<string>();
        do
        {
            SkipBlanks();
            names.Add(ReadText());
            SkipBlanks();
        }
        while (TryTake(','));
        return names.Count <= most
            ? names
            : throw new QueryFault("E-SOURCE", string.Create(CultureInfo.InvariantCulture, $"Found {names.Count} {what}, at most {most} are allowed."), new TextSpan(start, _position - start));
    }

    private string ReadText()
    {
        var quote = Current;
        if (quote is not ('"' or '\''))
        {
            throw Fault("a name in quotes", _position);
        }

        var start = _position++;
        var value = new StringBuilder();
        while (_position < text.Length && Current != quote)
        {
            if (Current == '\\' && _position + 1 < text.Length && text[_position + 1] is '"' or '\'' or '\\')
            {
                _position++;
            }

            value.Append(text[Math.Min(_position++, text.Length - 1)]);
        }

        if (_position >= text.Length)
        {
            throw new QueryFault("E-STRING", $"Found the end of the query, expected {quote} to end the text.", new TextSpan(start, text.Length - start));
        }

        _position++;
        return value.ToString();
    }

    private char Current => _position < text.Length ? text[_position] : '\0';

    private string ReadWord()
    {
        var start = _position;
        while (_position < text.Length && char.IsAsciiLetter(Current))
        {
            _position++;
        }

        return text[start.._position];
    }

    private void Expect(char c, string expected)
    {
        SkipBlanks();
        if (!TryTake(c))
        {
            throw Fault(expected, _position);
        }
    }

    private bool TryTake(char c)
    {
        if (_position >= text.Length || Current != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && (char.IsWhiteSpace(Current) || Current == '#'))
        {
            if (Current == '#')
            {
                while (_position < text.Length && Current is not ('\n' or '\r'))
                {
                    _position++;
                }
            }
            else
            {
                _position++;
            }
        }
    }

    private QueryFault Fault(string expected, int at)
    {
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '|' && end - at < 40)
        {
            end++;
        }

        end = end == at && at < text.Length ? at + 1 : end;
        var found = at >= text.Length ? "the end of the query" : $"'{text[at..end]}'";
        return new QueryFault("E-SOURCE", $"Found {found}, expected {expected}.", new TextSpan(at, end - at));
    }
}
