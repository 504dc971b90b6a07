using System.Collections.Immutable;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Name,
    Number,
    Period,
    Text,
    Regex,
    Pipe,
    Comma,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    MatchRegex,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Caret,
}

/// <summary>A token of a query text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">Its value: quotes and escapes removed.</param>
/// <param name="Parts">Of a name: its segments; a part in backticks is one segment whatever it holds.</param>
/// <param name="IsQuoted">True for a name with a part in backticks, which is never a keyword.</param>
internal readonly record struct Token(TokenKind Kind, TextSpan Span, string Text, ImmutableArray<string> Parts = default, bool IsQuoted = false)
{
    /// <summary>True for this bare word, whatever its case.</summary>
    public bool IsWord(string word) =>
        Kind == TokenKind.Name && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
