using AuditDashboard.LogsInsights.Tests.Cases;
using CsCheck;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>Random texts of queries that parse: every rule of the grammar, with odd names, texts and spellings.</summary>
internal static class RandomQueries
{
    private static readonly Gen<string> Names = Pick.From(
        "a", "b.c", "user.groups.0", "@message", "@timestamp", "@@x", "`a b`", "a.`b/c`", "`x.y`", "`x.y`.`z`", "`in`", "`in`.a", "`5m`", "`5m`.b", "@`aws.tag.a:b`", "items", "limit", "offset", "count");

    private static readonly Gen<string> Aliases = Pick.From("n", "`n m`", "b.d", "`by`", "@user", "`7`");

    private static readonly Gen<string> Texts = Pick.From("\"x\"", "'it''s'", "\"a\\\"b\"", "\"a\\\\b\"", "\"\"", "'|'", "\"#\"", "\"\\d\"", "'é\u2028'", "'a\"b'");

    private static readonly Gen<string> Numbers = Pick.From("0", "401", "1.50", "007", "12345678901234567890123456789012345", ".5");

    private static readonly Gen<string> Periods = Pick.From("5m", "300s", "1h", "2HOURS", "1mo", "3weeks", "10ms");

    private static readonly Gen<string> Regexes = Pick.From("/x/", "/a\\/b/", "/^(a|b)+$/", "/(?<n>\\d)/", "/[/]/", "/\\\\/", "/ |#/");

    public static Gen<string> Expression(int depth)
    {
        var leaf = Gen.OneOf(Names, Texts, Numbers);
        if (depth == 0)
        {
            return leaf;
        }

        var below = Expression(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(below, Pick.From("+", "-", "*", "/", "%", "^"), below, (a, o, b) => $"({a}) {o} ({b})"),
            Gen.Select(Names, Pick.From("+", "-", "*", "/", "%", "^"), Names, (a, o, b) => $"{a} {o} {b}"),
            Gen.Select(below, Pick.From("=", "!=", "<", "<=", ">", ">="), below, (a, o, b) => $"({a}) {o} ({b})"),
            Gen.Select(below, Pick.From(" and ", " OR ", " and not "), below, (a, o, b) => $"({a}){o}({b})"),
            Gen.Select(Names, Names, Names, Names, (a, b, c, d) => $"{a} = 1 or {b} = 2 and not {c} = 3 or {d}"),
            below.Select(a => $"not ({a})"),
            below.Select(a => $"-({a})"),
            Gen.Select(Names, Pick.From("like", "not like"), Gen.OneOf(Texts, Regexes), (a, o, b) => $"{a} {o} {b}"),
            Gen.Select(Names, Regexes, (a, b) => $"{a} =~ {b}"),
            Gen.Select(Names, Pick.From("in", "NOT IN"), Gen.OneOf(Texts, Numbers, Names).Array[1, 3], (a, o, b) => $"{a} {o} [{string.Join(',', b)}]"),
            Gen.Select(Pick.From("abs", "ISPRESENT", "concat", "unheardOf"), below.Array[0, 3], (f, a) => $"{f}({string.Join(", ", a)})"),
            Gen.Select(Names, Periods, (a, p) => $"datefloor({a}, {p})"),
            Gen.Select(Names, Pick.From(".k", ".`a b`", "[3]", ".k[0].`5`", "[0][1]"), (a, m) => $"jsonParse({a}){m}"));
    }

    public static Gen<string> Command(int depth)
    {
        var expression = Expression(depth);
        var item = Gen.Select(expression, Gen.Bool, Aliases, (e, hasAlias, a) => hasAlias ? $"{e} as {a}" : e);
        var aggregate = Gen.Select(Pick.From("count(*)", "COUNT()", "sum(a)/count(*)", "pct(b.c, 95)", "rate(a, 1m)", "histogram(a, 5)"), Gen.Bool, Aliases, (e, hasAlias, a) => hasAlias ? $"{e} as {a}" : e);
        var group = Gen.OneOf(item, Gen.Select(Periods, Pick.From("", " offset 1h", " OFFSET 1d as t"), (p, o) => $"bin({p}){o}"));
        return Gen.OneOf(
            Gen.Select(Pick.From("fields", "DISPLAY"), item.Array[1, 3], (c, i) => $"{c} {string.Join(", ", i)}"),
            Gen.Select(Pick.From("filter", "where", "FilterIndex"), expression, (c, e) => $"{c} {e}"),
            Gen.Select(Pick.From("sort", "order"), expression, Pick.From("", " asc", " DESC"), (c, e, d) => $"{c} {e}{d}, a"),
            Pick.From("limit 5", "head 7", "limit any 9"),
            Gen.Select(Pick.From("", "a ", "b.c ", "concat(a, b) "), Pick.From("\"x=*, y=*\" as x, y", "/(?<n>x)/", "/(x)(y)/ as `n m`, z multi", "logfmt as kv", "csv as p, `q r`"), (v, p) => $"parse {v}{p}"),
            Gen.Select(aggregate.Array[1, 3], group.Array[0, 3], (a, g) => $"stats {string.Join(", ", a)}{(g.Length == 0 ? "" : " by ")}{string.Join(", ", g)}"),
            Names.Array[1, 3].Select(n => $"dedup {string.Join(", ", n)}"),
            Gen.Select(expression, Aliases, (e, a) => $"unnest {e} into {a}"),
            Names.Select(n => $"expand {n}"),
            Gen.Select(Pick.From("", "field=a ", "field=`b c` ", "field=jsonParse(a).b "), Pick.From("\"k\"", "\"k.l[0]\" as x, 'm' as `n m`"), (f, p) => $"json {f}{p}"),
            Pick.From("fillmissing", "fillmissing with 0 for n", "fillmissing with -1 for `count(*)`, 'x' for b.d"),
            Names.Array[1, 3].Select(n => $"countFrequent {string.Join(", ", n)}"),
            Gen.Select(Names, Pick.From("in", "not in"), (a, o) => $"filter {a} {o} (SOURCE '/b' | filter x = 1 or y | fields `a b`, k | limit 5) and z"));
    }

    public static Gen<string> Query { get; } = Gen.Select(
        Pick.From("", "", "SOURCE '/a', \"b'c\" | ", "source logGroups(namePrefix: ['a','b'], accountIdentifiers: [\"1\"], class: ['X']) START=-3600s END=0s | "),
        Command(2).Array[1, 6],
        Pick.From(" | ", "|", "\n| # comment\n"),
        (source, commands, pipe) => source + string.Join(pipe, commands));
}
