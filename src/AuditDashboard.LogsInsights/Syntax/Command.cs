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

    /// <summary>Of a group of <c>stats</c>: how far its bins are shifted, as in <c>bin(5m) offset 1h</c>; null where they are not.</summary>
    public PeriodLiteral? Offset { get; init; }
}

/// <summary>A key of <c>sort</c>.</summary>
internal sealed record SortKey(Expr Expression, bool IsDescending);

/// <summary><c>SOURCE logGroups(…)</c>: says where the service reads; here the caller does.</summary>
internal sealed record SourceCommand(TextSpan Span, QuerySource Source) : Command(Span);

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

/// <summary><c>parse @message logfmt as fields</c>: the name is a map of the pairs.</summary>
internal sealed record ParseLogfmtCommand(TextSpan Span, Expr? Value, Alias Name) : Command(Span);

/// <summary><c>parse line csv as user, id</c>: the names are the columns in order.</summary>
internal sealed record ParseCsvCommand(TextSpan Span, Expr? Value, ImmutableArray<Alias> Names) : Command(Span);

/// <summary><c>expand items</c>: a row for each element of a JSON array; the field becomes the element.</summary>
internal sealed record ExpandCommand(TextSpan Span, FieldName Field) : Command(Span);

/// <summary><c>json field=body "user.name" as name</c>.</summary>
internal sealed record JsonCommand(TextSpan Span, Expr? Value, ImmutableArray<JsonPath> Paths) : Command(Span);

/// <summary>A path into a JSON text, such as <c>"user.names[0]"</c>, and the name that it gets.</summary>
internal sealed record JsonPath(string Path, TextSpan PathSpan, Alias? Alias);

/// <summary><c>fillmissing with 0 for n</c>: rows for the bins of the <c>stats</c> before that have none.</summary>
internal sealed record FillMissingCommand(TextSpan Span, ImmutableArray<FillValue> Fills) : Command(Span);

/// <summary>A constant for a column of the rows that <c>fillmissing</c> makes.</summary>
internal sealed record FillValue(Expr Value, FieldName Field);

/// <summary><c>countFrequent user, verb</c>: counts combinations of values, the most frequent first.</summary>
internal sealed record CountFrequentCommand(TextSpan Span, ImmutableArray<FieldName> Fields) : Command(Span);
