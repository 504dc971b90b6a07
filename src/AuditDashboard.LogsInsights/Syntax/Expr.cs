using System.Collections.Immutable;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>An expression of the language.</summary>
internal abstract record Expr(TextSpan Span);

/// <summary>A number as written, such as <c>401</c>.</summary>
internal sealed record NumberLiteral(TextSpan Span, string Text) : Expr(Span);

/// <summary>A text, such as <c>"roles"</c>.</summary>
internal sealed record TextLiteral(TextSpan Span, string Text) : Expr(Span);

/// <summary>A regular expression, such as <c>/^system:/</c>; only behind <c>like</c>, <c>=~</c>, <c>parse</c> and in <c>regexReplace</c>.</summary>
internal sealed record RegexLiteral(TextSpan Span, string Pattern) : Expr(Span);

/// <summary>A period, such as <c>5m</c>; only in date functions.</summary>
internal sealed record PeriodLiteral(TextSpan Span, string Text) : Expr(Span);

/// <summary>A field, such as <c>objectRef.resource</c>. <paramref name="Name"/> is the flattened name.</summary>
internal sealed record FieldName(TextSpan Span, string Name, ImmutableArray<string> Parts) : Expr(Span);

/// <summary>A call, such as <c>count(*)</c> or <c>bin(1m)</c>.</summary>
internal sealed record Call(TextSpan Span, string Name, TextSpan NameSpan, ImmutableArray<Expr> Arguments, bool IsStar) : Expr(Span);

/// <summary>Negation of a number: <c>-x</c>.</summary>
internal sealed record Negate(TextSpan Span, Expr Operand) : Expr(Span);

/// <summary>Negation of a condition: <c>not x</c>.</summary>
internal sealed record Not(TextSpan Span, Expr Operand) : Expr(Span);

/// <summary>A chain of <c>and</c> or of <c>or</c>: flat, so that a thousand arms are not a thousand levels.</summary>
internal sealed record Logical(TextSpan Span, bool IsAnd, ImmutableArray<Expr> Operands) : Expr(Span);

/// <summary>Arithmetic: <paramref name="Operator"/> is one of <c>+ - * / % ^</c>.</summary>
internal sealed record Arithmetic(TextSpan Span, TokenKind Operator, Expr Left, Expr Right) : Expr(Span);

/// <summary>A comparison, such as <c>responseStatus.code &gt;= 400</c>.</summary>
internal sealed record Comparison(TextSpan Span, TokenKind Operator, Expr Left, Expr Right) : Expr(Span);

/// <summary><c>x like "text"</c>, <c>x not like /re/</c>, <c>x =~ /re/</c>.</summary>
internal sealed record Like(TextSpan Span, Expr Value, Expr Pattern, bool IsNegated) : Expr(Span);

/// <summary><c>verb in ["get", "list"]</c>.</summary>
internal sealed record In(TextSpan Span, Expr Value, ImmutableArray<Expr> Items, bool IsNegated) : Expr(Span);

/// <summary><c>requestId in (filter code = 500 | fields requestId)</c>: membership in what another query over the same records gives.</summary>
internal sealed record InQuery(TextSpan Span, Expr Value, ImmutableArray<Command> Commands, TextSpan QuerySpan, bool IsNegated) : Expr(Span);

/// <summary>A member of a parsed map: <c>jsonParse(x).key</c>.</summary>
internal sealed record Member(TextSpan Span, Expr Value, string Name) : Expr(Span);

/// <summary>An element of a parsed list: <c>jsonParse(x)[0]</c>.</summary>
internal sealed record Element(TextSpan Span, Expr Value, int Index) : Expr(Span);
