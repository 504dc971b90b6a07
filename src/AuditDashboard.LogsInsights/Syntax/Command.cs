using System.Collections.Immutable;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>A command of a query, between two pipes.</summary>
internal abstract record Command(TextSpan Span);

/// <summary>A name given with <c>as</c>.</summary>
internal sealed record Alias(string Name, TextSpan Span);

/// <summary>An expression that becomes a column; its source text names the column unless it has an alias.</summary>
internal sealed record Item(Expr Expression, string SourceText, Alias? Alias)
{
    /// <summary>The column's name.</summary>
    public string Name => Alias?.Name ?? (Expression is FieldName name ? name.Name : SourceText);
}

/// <summary>A key of <c>sort</c>.</summary>
internal sealed record SortKey(Expr Expression, bool IsDescending);

/// <summary><c>SOURCE logGroups(…)</c>: says where the service reads; here the caller does.</summary>
internal sealed record SourceCommand(TextSpan Span) : Command(Span);

/// <summary><c>fields a, b as c</c> or <c>display …</c>.</summary>
internal sealed record FieldsCommand(TextSpan Span, ImmutableArray<Item> Items, bool IsDisplay) : Command(Span);

/// <summary><c>filter</c>, <c>where</c> or <c>filterIndex</c>.</summary>
internal sealed record FilterCommand(TextSpan Span, Expr Condition) : Command(Span);

/// <summary><c>sort a desc, b</c>.</summary>
internal sealed record SortCommand(TextSpan Span, ImmutableArray<SortKey> Keys) : Command(Span);

/// <summary><c>limit 100</c>.</summary>
internal sealed record LimitCommand(TextSpan Span, int Rows) : Command(Span);

/// <summary><c>parse @message "user=*, id=*" as user, id</c>.</summary>
internal sealed record ParseGlobCommand(TextSpan Span, Expr? Value, string Pattern, ImmutableArray<Alias> Names) : Command(Span);

/// <summary><c>parse @message /(?&lt;code&gt;\d+)/</c>.</summary>
internal sealed record ParseRegexCommand(TextSpan Span, Expr? Value, RegexLiteral Regex, ImmutableArray<Alias> Names, bool IsMulti) : Command(Span);

/// <summary><c>stats count(*) as n by bin(1m)</c>.</summary>
internal sealed record StatsCommand(TextSpan Span, ImmutableArray<Item> Aggregates, ImmutableArray<Item> Groups) : Command(Span);

/// <summary><c>dedup auditID</c>.</summary>
internal sealed record DedupCommand(TextSpan Span, ImmutableArray<Expr> Keys) : Command(Span);

/// <summary><c>unnest jsonParse(x) into y</c>.</summary>
internal sealed record UnnestCommand(TextSpan Span, Expr Value, Alias Name) : Command(Span);
