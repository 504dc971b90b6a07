using System.Collections.Immutable;
using System.Text;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Cuts a query text into tokens, one at a time: whether <c>/</c> divides or opens a regular expression
/// only the parser knows, and it says so with <see cref="RereadAsRegex"/>.
/// </summary>
internal sealed class Lexer(string text)
{
    private int _position;

    /// <summary>Reads the next token; at the end of the text always <see cref="TokenKind.End"/>.</summary>
    public Token Next()
    {
        SkipBlanksAndComments();
        var start = _position;
        if (start >= text.Length)
        {
            return new Token(TokenKind.End, new TextSpan(text.Length, 0), "");
        }

        var c = text[start];
        if (IsNameCharacter(c) || c == '`')
        {
            return ReadName();
        }

        if (c is '"' or '\'')
        {
            return ReadText(c);
        }

        var next = start + 1 < text.Length ? text[start + 1] : '\0';
        return (c, next) switch
        {
            ('=', '=') => throw Fault("E-OPERATOR", "Found '==', expected '=': equality is written with one sign.", start, 2),
            ('=', '~') => Take(TokenKind.MatchRegex, 2),
            ('=', _) => Take(TokenKind.Equal, 1),
            ('!', '=') => Take(TokenKind.NotEqual, 2),
            ('!', _) => throw Fault("E-OPERATOR", "Found '!', expected 'not' or '!='.", start, 1),
            ('<', '>') => throw Fault("E-OPERATOR", "Found '<>', expected '!='.", start, 2),
            ('<', '=') => Take(TokenKind.LessOrEqual, 2),
            ('<', _) => Take(TokenKind.Less, 1),
            ('>', '=') => Take(TokenKind.GreaterOrEqual, 2),
            ('>', _) => Take(TokenKind.Greater, 1),
            ('&', _) => throw Fault("E-OPERATOR", "Found '&', expected 'and'.", start, next == '&' ? 2 : 1),
            ('|', '|') => throw Fault("E-OPERATOR", "Found '||', expected 'or', or one '|' and a command.", start, 2),
            ('|', _) => Take(TokenKind.Pipe, 1),
            (',', _) => Take(TokenKind.Comma, 1),
            ('(', _) => Take(TokenKind.Open, 1),
            (')', _) => Take(TokenKind.Close, 1),
            ('[', _) => Take(TokenKind.OpenBracket, 1),
            (']', _) => Take(TokenKind.CloseBracket, 1),
            ('+', _) => Take(TokenKind.Plus, 1),
            ('-', _) => Take(TokenKind.Minus, 1),
            ('*', _) => Take(TokenKind.Star, 1),
            ('/', _) => Take(TokenKind.Slash, 1),
            ('%', _) => Take(TokenKind.Percent, 1),
            ('^', _) => Take(TokenKind.Caret, 1),
            ('{', '{') => throw Fault("E-PLACEHOLDER", "Found '{{', a placeholder of a saved query, expected the value itself.", start, 2),
            ('\u201C' or '\u201D' or '\u2018' or '\u2019', _) =>
                throw Fault("E-CHARACTER", "Found a typographic quotation mark, expected \" or '.", start, 1),
            _ => throw Fault("E-CHARACTER", $"Found {Describe(start)}, which has no meaning here; a name with such characters is written in backticks.", start, char.IsSurrogatePair(text, start) ? 2 : 1),
        };
    }

    /// <summary>Reads again from a <see cref="TokenKind.Slash"/> token, as a regular expression.</summary>
    public Token RereadAsRegex(Token slash)
    {
        var start = slash.Span.Start;
        var pattern = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '/':
                    _position = i + 1;
                    return new Token(TokenKind.Regex, new TextSpan(start, _position - start), pattern.ToString());
                case '\\' when i + 1 < text.Length:
                    // \/ stands for a slash; every other escape belongs to the expression.
                    i++;
                    if (text[i] != '/')
                    {
                        pattern.Append('\\');
                    }

                    pattern.Append(text[i]);
                    break;
                default:
                    pattern.Append(text[i]);
                    break;
            }
        }

        throw Fault("E-REGEX", "Found the end of the query, expected '/' to end the regular expression.", start, text.Length - start);
    }

    /// <summary>The next token, without taking it.</summary>
    public Token Peek()
    {
        var position = _position;
        var token = Next();
        _position = position;
        return token;
    }

    /// <summary>Goes to an offset, where the next token is read.</summary>
    public void MoveTo(int position) => _position = position;

    /// <summary>True for the characters of a bare name.</summary>
    public static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '@';

    private Token Take(TokenKind kind, int length)
    {
        var span = new TextSpan(_position, length);
        _position += length;
        return new Token(kind, span, text.Substring(span.Start, length));
    }

    private void SkipBlanksAndComments()
    {
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(text[_position]) || text[_position] == '\uFEFF')
            {
                _position++;
            }
            else if (text[_position] == '#')
            {
                while (_position < text.Length && text[_position] is not ('\n' or '\r'))
                {
                    _position++;
                }
            }
            else
            {
                return;
            }
        }
    }

    // annotations.`authorization.k8s.io/decision`   `foo-bar`   @`aws.tag.a:b`   sourceIPs.0   5m   1.5
    private Token ReadName()
    {
        var start = _position;
        var name = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<string>();
        var isQuoted = false;
        var isPartOpen = false;
        while (_position < text.Length)
        {
            if (text[_position] == '`')
            {
                if (name.Length > 0 && name[^1] != '.' && name.ToString() != "@")
                {
                    throw Fault("E-SYNTAX", "Found a backtick, expected a dot between the parts of a name.", _position, 1);
                }

                var quoted = ReadBacktick();
                isQuoted = true;
                isPartOpen = false;
                if (name.ToString() == "@")
                {
                    parts[^1] = "@" + quoted;
                }
                else
                {
                    parts.Add(quoted);
                }

                name.Append(quoted);

                // A quoted part goes on only with a dot.
                if (_position >= text.Length || text[_position] != '.')
                {
                    break;
                }
            }
            else if (IsNameCharacter(text[_position]))
            {
                var c = text[_position++];
                name.Append(c);
                if (c == '.')
                {
                    isPartOpen = false;
                }
                else if (isPartOpen)
                {
                    parts[^1] += c;
                }
                else
                {
                    parts.Add(c.ToString());
                    isPartOpen = true;
                }
            }
            else
            {
                break;
            }
        }

        var span = new TextSpan(start, _position - start);
        var word = name.ToString();
        if (isQuoted && !word.AsSpan(word[0] == '.' ? 1 : 0).SequenceEqual(string.Join('.', parts)))
        {
            throw Fault("E-SYNTAX", "Found a name with nothing between or behind its dots, expected a part there.", start, span.Length);
        }

        var kind = isQuoted ? TokenKind.Name : Classify(word);
        return new Token(kind, span, word, parts.ToImmutable(), isQuoted);
    }

    private static TokenKind Classify(string word)
    {
        var i = 0;
        while (i < word.Length && char.IsAsciiDigit(word[i]))
        {
            i++;
        }

        var hasDigits = i > 0;
        if (hasDigits && i < word.Length && char.IsAsciiLetter(word[i]) && word.AsSpan(i).IndexOfAnyExcept(AsciiLetters) < 0)
        {
            return TokenKind.Period;
        }

        if (i < word.Length && word[i] == '.')
        {
            var fraction = ++i;
            while (i < word.Length && char.IsAsciiDigit(word[i]))
            {
                i++;
            }

            hasDigits = i > fraction;
        }

        if (hasDigits && i + 1 < word.Length && word[i] is ('e' or 'E'))
        {
            var exponent = ++i;
            while (i < word.Length && char.IsAsciiDigit(word[i]))
            {
                i++;
            }

            hasDigits = i > exponent;
        }

        return hasDigits && i == word.Length ? TokenKind.Number : TokenKind.Name;
    }

    private static readonly System.Buffers.SearchValues<char> AsciiLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private string ReadBacktick()
    {
        var start = _position++;
        var end = text.IndexOf('`', _position);
        if (end < 0)
        {
            throw Fault("E-BACKTICK", "Found the end of the query, expected a backtick to end the name.", start, text.Length - start);
        }

        if (end == _position)
        {
            throw Fault("E-BACKTICK", "Found an empty name, expected a name between the backticks.", start, 2);
        }

        var quoted = text[_position..end];
        _position = end + 1;
        return quoted;
    }

    private Token ReadText(char quote)
    {
        var start = _position;
        var value = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote)
            {
                _position = i + 1;
                return new Token(TokenKind.Text, new TextSpan(start, _position - start), value.ToString());
            }

            // A backslash escapes quotes and itself; before anything else it stands for itself, as in "\d+".
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is ('"' or '\'' or '\\'))
            {
                c = text[++i];
            }

            value.Append(c);
        }

        throw Fault("E-STRING", $"Found the end of the query, expected {quote} to end the text.", start, text.Length - start);
    }

    private string Describe(int at)
    {
        var rune = Rune.TryGetRuneAt(text, at, out var whole) ? whole : Rune.ReplacementChar;
        var isPlain = rune.Value is > 0x20 and < 0x7F;
        return isPlain
            ? $"'{(char)rune.Value}'"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the character U+{rune.Value:X4}");
    }

    private static QueryFault Fault(string code, string message, int start, int length) => new(code, message, new TextSpan(start, length));
}
