using System.Globalization;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Tokens with one token of lookahead, and the words for what was found and expected.</summary>
internal sealed class TokenReader
{
    private readonly Lexer _lexer;

    public TokenReader(string text)
    {
        Text = text;
        _lexer = new Lexer(text);
        Current = _lexer.Next();
    }

    /// <summary>The text that is read.</summary>
    public string Text { get; }

    /// <summary>The token ahead.</summary>
    public Token Current { get; private set; }

    /// <summary>The token before, already taken.</summary>
    public Token Previous { get; private set; }

    /// <summary>Takes the token ahead.</summary>
    public Token Take()
    {
        Previous = Current;
        Current = _lexer.Next();
        return Previous;
    }

    /// <summary>Takes the token ahead if it is of this kind.</summary>
    public bool TryTake(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes the word ahead if it is this keyword.</summary>
    public bool TryTakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes a token of this kind, or fails with what was expected.</summary>
    public Token Expect(TokenKind kind, string expected) => Current.Kind == kind ? Take() : throw Unexpected(expected);

    /// <summary>Takes this keyword, or fails.</summary>
    public void ExpectWord(string word, string expected)
    {
        if (!TryTakeWord(word))
        {
            throw Unexpected(expected);
        }
    }

    /// <summary>With <c>/</c> ahead: takes the regular expression that it opens.</summary>
    public RegexLiteral TakeRegex()
    {
        var regex = _lexer.RereadAsRegex(Current);
        Previous = regex;
        Current = _lexer.Next();
        if (regex.Text.Length == 0)
        {
            throw new QueryFault("E-REGEX", "Found an empty regular expression, expected one between the slashes.", regex.Span);
        }

        return new RegexLiteral(regex.Span, regex.Text);
    }

    /// <summary>The token behind the one ahead.</summary>
    public Token Peek() => _lexer.Peek();

    /// <summary>With the word <c>SOURCE</c> just taken: reads what it names.</summary>
    public QuerySource TakeSource()
    {
        var start = Previous.Span.End;
        var reader = new SourceReader(Text, start);
        var source = reader.Read();
        Previous = new Token(TokenKind.Name, new TextSpan(start, reader.Position - start), "");
        _lexer.MoveTo(reader.Position);
        Current = _lexer.Next();
        return source;
    }

    /// <summary>The fault "found …, expected …" at the token ahead.</summary>
    public QueryFault Unexpected(string expected) =>
        new("E-SYNTAX", $"Found {Describe(Current)}, expected {expected}.", Current.Span);

    /// <summary>The token in words; long tokens are shortened.</summary>
    public string Describe(Token token)
    {
        if (token.Kind == TokenKind.End)
        {
            return "the end of the query";
        }

        var written = Text.Substring(token.Span.Start, token.Span.Length);
        var shown = written.Length <= 40 ? written : written[..40] + "...";
        return token.Kind == TokenKind.Text ? $"the text {shown}" : string.Create(CultureInfo.InvariantCulture, $"'{shown}'");
    }
}
