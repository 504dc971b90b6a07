using System.Globalization;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>Random texts of conditions and whole queries, from the grammar (A3), over the vocabulary of <see cref="RandomEvents"/>.</summary>
internal sealed class RandomQueries(Random random)
{
    private readonly List<string> _made = [];
    private int _names;

    /// <summary>A filter expression over the event's own fields.</summary>
    public string Condition()
    {
        _made.Clear();
        return Condition(random.Next(4));
    }

    /// <summary>A whole query.</summary>
    public string Query()
    {
        _made.Clear();
        _names = 0;
        var commands = new List<string>();
        for (var i = random.Next(4); i > 0; i--)
        {
            commands.Add(RowCommand());
        }

        switch (random.Next(6))
        {
            case 0 or 1:
                if (random.Next(6) == 0)
                {
                    AddCountFrequent(commands);
                }
                else
                {
                    AddStats(commands);
                }

                break;
            case 2:
                AddOrdering(commands, Field);
                commands.Add($"dedup {Field()}{(random.Next(3) == 0 ? ", " + Field() : "")}");
                if (random.Next(2) == 0)
                {
                    commands.Add(Limit());
                }

                break;
            default:
                AddOrdering(commands, () => random.Next(4) == 0 ? Scalar(1) : Field());
                if (random.Next(6) == 0)
                {
                    commands.Add($"filter {Condition(1)}");
                }

                break;
        }

        // One that names its rows tells more than one that does not.
        if (commands.Count == 0 || (random.Next(2) == 0 && !commands.Any(c => c.StartsWith("stats", StringComparison.Ordinal))))
        {
            _made.Clear();
            commands.Insert(0, $"fields {Field()}, @timestamp");
        }

        return string.Join(random.Next(5) == 0 ? "\n| " : " | ", commands);
    }

    private void AddCountFrequent(List<string> commands)
    {
        var fields = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Quote(RandomEvents.Vocabulary[random.Next(RandomEvents.Vocabulary.Length)].Path)).Distinct();
        commands.Add($"{One("countFrequent", "count_frequent")} {string.Join(", ", fields)}");
        if (random.Next(2) == 0)
        {
            commands.Add(One("filter _approxcount > 1", Limit()));
        }
    }

    // A query over the same records that gives one column.
    private string Subquery()
    {
        var made = _made.ToList();
        _made.Clear();
        var field = Quote(RandomEvents.Vocabulary[random.Next(RandomEvents.Vocabulary.Length)].Path);
        var text = $"filter {Condition(random.Next(2))} | {One($"fields {field}", $"stats count(*) by {field} | display {field}", $"stats max({field})", $"dedup {field} | limit 3", $"fields {field} | sort {field} desc | limit 4")}";
        text = text.Replace("| dedup", $"| fields {field} | dedup", StringComparison.Ordinal);
        _made.Clear();
        _made.AddRange(made);
        return $"{One("filter", "where")} {Field()} {One("in", "in", "not in")} ({text})";
    }

    private string JsonPaths() => string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
        $"\"{One("k.list[0]", "k.list.1", "k.list[2]", "k.user.id", "k", "[0]", "[1].a", "verb", "user.username", "objectRef", "sourceIPs[0]", "user.groups")}\" as {Name("j")}"));

    private string RowCommand()
    {
        switch (random.Next(14))
        {
            case 10:
                return Subquery();
            case 12:
                return $"json {One("", "field=json ", "field=json ", "field=text ")}{JsonPaths()}";
            case 13:
                var source = One("text", "text", "requestURI", "json", "@message");
                return random.Next(2) == 0
                    ? $"parse {source} csv as {Name("v")}{(random.Next(2) == 0 ? ", " + Name("v") : "")}"
                    : $"parse {source} logfmt as {Name("l")} | fields {_made[^1]}.{One("user", "id", "nope")} as {Name("e")}";
            case 11:
                return $"expand {One("json", "sourceIPs", "user.groups", "text", "verb", "nope")}";
            case 0 or 1 or 2 or 3:
                return $"{One("filter", "where", "FILTER", "filterIndex")} {Condition(random.Next(3))}";
            case 4:
                var value = Scalar(2);
                return $"fields {value} as {Name("f")}";
            case 5:
                return $"fields {Field()}, {Field()}";
            case 6:
                var glob = One("\"user=*, id=*\"", "\"*=*\"", "\"id=*;*\"", "'*, id=*;'");
                var count = glob.Count(c => c == '*');
                return $"parse text {glob} as {Name("p")}{(count > 1 ? ", " + Name("p") : "")}";
            case 7:
                var name = Name("r");
                return $"parse {One("text", "@message", "requestURI")} /{One($"user=(?<{name}>\\w+)", $"(?<{name}>\\d+)", $"id=(?<{name}>[0-9])?", $"\"verb\":\"(?<{name}>[^\"]+)\"")}/{(random.Next(4) == 0 ? " multi" : "")}";
            case 8:
                return $"fields {Condition(1)} as {Name("c")}";
            default:
                var list = Name("m");
                return random.Next(3) == 0 ? $"unnest jsonParse(json) into {list}" : $"fields jsonParse(json) as {list} | fields {list}.k.list[{random.Next(3)}] as {Name("e")}";
        }
    }

    private void AddOrdering(List<string> commands, Func<string> key)
    {
        if (random.Next(3) > 0)
        {
            commands.Add($"sort {key()}{One("", " asc", " desc")}{(random.Next(3) == 0 ? $", {key()}{One(" desc", "")}" : "")}");
        }

        if (random.Next(2) == 0)
        {
            commands.Add(Limit());
        }
    }

    private string Limit() => $"{One("limit", "limit", "head")} {random.Next(1, 12)}";

    private void AddStats(List<string> commands)
    {
        var columns = new List<string>();
        var aggregates = new List<string>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var aggregate = Aggregate();
            aggregate = random.Next(5) == 0 ? $"{aggregate} {One("/", "+", "*")} {One("2", "count(*)")}" : aggregate;
            columns.Add(Name("a"));
            aggregates.Add($"{aggregate} as {columns[^1]}");
        }

        var groups = new List<string>();
        for (var i = random.Next(3); i > 0; i--)
        {
            columns.Add(Name("g"));
            groups.Add($"{One(Field(), Field(), $"bin({Period()})", Scalar(1), $"datefloor(@timestamp, {Period()})")} as {columns[^1]}");
        }

        // fillmissing wants one bin; an offset wants one too, and follows it or the whole list.
        var isBinned = groups.Count(g => g.StartsWith("bin(", StringComparison.Ordinal)) == 1;
        var offset = isBinned && random.Next(3) == 0 ? $" offset {One("1h", "30m", "1d")}" : "";
        commands.Add($"stats {string.Join(", ", aggregates)}{(groups.Count > 0 ? " by " + string.Join(", ", groups) + offset : "")}");
        if (isBinned && !groups.Exists(g => g.StartsWith("bin(100ms)", StringComparison.Ordinal)) && random.Next(2) == 0)
        {
            commands.Add($"fillmissing{One("", $" with 0 for {columns[0]}", $" with \"none\" for {columns[0]}")}");
        }

        var first = columns[0];
        if (random.Next(4) == 0)
        {
            commands.Add($"filter {One($"{first} > 1", $"ispresent({columns[^1]})", $"{columns[^1]} != {first}")}");
        }

        if (random.Next(6) == 0)
        {
            commands.Add($"stats {One("count(*)", $"sum({first})", $"max({first})")} as {Name("s")}{(random.Next(2) == 0 ? $" by {columns[^1]}" : "")}");
            return;
        }

        AddOrdering(commands, () => columns[random.Next(columns.Count)]);
        if (random.Next(6) == 0)
        {
            commands.Add($"display {columns[random.Next(columns.Count)]}");
        }
    }

    private string Aggregate() => random.Next(15) switch
    {
        12 => One("countOverTime(*)", $"count_over_time({Field()})", $"sumOverTime({Numeric()})"),
        13 => $"rate({Small()}, {One("1m", "30s", "1h")})",
        14 => One($"variance({Small()})", $"histogram({Small()}, {One("1", "3", "10")})"),
        0 or 1 => One("count(*)", "count()", "COUNT(*)"),
        2 => $"count({Field()})",
        3 => $"count_distinct({Field()})",
        4 => $"sum({Numeric()})",
        5 => $"avg({Numeric()})",
        6 => $"min({One(Numeric(), Field())})",
        7 => $"max({One(Numeric(), Field())})",
        8 => $"{One("earliest", "latest")}({Field()})",
        9 => $"{One("sortsFirst", "sortsLast")}({Field()})",
        10 => $"stddev({Small()})",
        _ => $"pct({Small()}, {One("50", "0", "100", "90", "99.5")})",
    };

    private string Condition(int depth) => (depth == 0 ? random.Next(7) : random.Next(12)) switch
    {
        0 or 1 => Comparison(),
        2 => In(),
        3 => $"{Field()} {One("like", "not like")} {One(Part(), Pattern())}",
        4 => $"{Field()} =~ {Pattern()}",
        5 => Test(),
        6 => $"{Scalar(depth)} {One("=", "!=", "<", ">=")} {Scalar(depth)}",
        7 => $"not {Parenthesised(depth - 1)}",
        8 or 9 => $"{Parenthesised(depth - 1)} and {Parenthesised(depth - 1)}",
        10 => $"{Parenthesised(depth - 1)} or {Parenthesised(depth - 1)}",
        _ => $"{Condition(0)} {One("and", "or", "AND")} {Condition(0)} {One("and", "or")} {Condition(0)}",
    };

    private string Parenthesised(int depth) => $"({Condition(depth)})";

    private string Comparison()
    {
        var (path, values) = RandomEvents.Vocabulary[random.Next(RandomEvents.Vocabulary.Length)];
        var constant = random.Next(5) == 0 ? Constant() : Literal(values[random.Next(values.Length)]);
        return random.Next(10) == 0 ? $"{constant} {One("=", "<")} {Quote(path)}" : $"{Quote(path)} {One("=", "=", "=", "!=", "<", "<=", ">", ">=")} {constant}";
    }

    private string In()
    {
        var (path, values) = RandomEvents.Vocabulary[random.Next(RandomEvents.Vocabulary.Length)];
        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(8) == 0 ? One(Constant(), Field()) : Literal(values[random.Next(values.Length)]));
        return $"{Quote(path)} {One("in", "in", "not in")} [{string.Join(", ", items)}]";
    }

    private string Test() => random.Next(9) switch
    {
        0 or 1 => $"ispresent({Field()})",
        2 => $"isempty({Field()})",
        3 => $"isblank({Field()})",
        4 => $"isNumeric({Field()})",
        5 => $"strcontains({Field()}, {Part()})",
        6 => $"{One("startsWith", "endsWith")}({Field()}, {Part()})",
        7 => $"isIpv4InSubnet({Quote("sourceIPs.0")}, \"{One("10.0.0.0/8", "8.8.8.0/24", "0.0.0.0/0")}\")",
        _ => Field(),
    };

    private string Scalar(int depth) => (depth == 0 ? random.Next(4) : random.Next(17)) switch
    {
        0 or 1 => Field(),
        2 => Constant(),
        3 => Numeric(),
        4 => $"({Scalar(depth - 1)} {One("+", "-", "*", "/", "%")} {One(Scalar(depth - 1), "2", "0")})",
        5 => $"-{Numeric()}",
        6 => $"{One("abs", "ceil", "floor", "toNumber", "toInt", "round")}({Numeric()})",
        7 => $"{One("strlen", "toupper", "tolower", "trim", "md5", "sha256", "base64encode", "messageSize", "urlencode")}({Field()})",
        8 => $"concat({Field()}, {Constant()}, {Field()})",
        9 => $"substr({Field()}, {random.Next(4)}{One("", ", 2")})",
        10 => $"coalesce({Field()}, {Scalar(depth - 1)})",
        11 => $"if({Condition(0)}, {Scalar(depth - 1)}, {Scalar(depth - 1)})",
        12 => $"case({Condition(0)}, {Constant()}, {Condition(0)}, {Field()}{One("", ", \"else\"")})",
        13 => One("jsonParse(json).k.`user.id`", "jsonParse(json)[0]", "jsonParse(json)[0].a", "jsonParse(json).k.list[1]", "jsonParse(json).k"),
        14 => $"{One("greatest", "least")}({Numeric()}, {Numeric()})",
        15 => One($"jsonArraySize({One("json", "text")})", $"jsonArrayContains(json, {Constant()})", "jsonStringify(jsonParse(json))", $"jsonStringify({Field()})"),
        _ => One($"replace({Field()}, {Part()}, \"-\")", "toMillis(@timestamp)", $"bin({Period()})", "fromMillis(ms)", $"dateceil(@timestamp, {Period()})", "ltrim(text, 'user=')"),
    };

    private string Field() => random.Next(14) switch
    {
        0 => One("@message", "@timestamp", "@logStream", "@ptr", "@ingestionTime", "@log"),
        1 => One("nope", "user", "user.groups", "`annotations`", "a", "objectRef"),
        2 or 3 when _made.Count > 0 => _made[random.Next(_made.Count)],
        _ => Quote(RandomEvents.Vocabulary[random.Next(RandomEvents.Vocabulary.Length)].Path),
    };

    private string Numeric() => One("ms", "responseStatus.code", "ms", "a.b", "7", "2.5", "`foo-bar`");

    // What floating point holds well: the service does not say how exact its deviations and percentiles are.
    private string Small() => One("responseStatus.code", "a.b", "`foo-bar`", "strlen(verb)", "toMillis(@timestamp) % 100000 / 1000");

    private string Constant() => One("\"get\"", "\"\"", "401", "\"401\"", "401.0", "-3", "0", "\"true\"", "'system:anonymous'", "1000", "\"roles\"", "4.01e2", "\"é\"");

    private string Literal(string value) => ReferenceJson.TryParse(value) is Number && value == value.Trim() && value[0] != '-' && random.Next(2) == 0
        ? value
        : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private string Part() => One("\"ole\"", "\"40\"", "\"/\"", "\"system:\"", "\"e\"", "\"\"", "\"kube-\"", "\"\\\"\"", "\"user=\"", "\"日\"", "\"roles\"");

    private string Pattern() => One("/r.l/", "/^4/", "/system:/", "/(?i)^ANN$/", "/\\d+/", "/^$/", "/[0-9]{3}/", "/a|b/", "/\\/api\\/v1/", "/\"verb\":\"(get|list)\"/", "/^.$/");

    private string Period() => One("1m", "5m", "37s", "300s", "1h", "1d", "1w", "1mo", "2q", "1y", "100ms", "2 hours".Replace(" ", "", StringComparison.Ordinal));

    private string Name(string stem)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{stem}{_names++}");
        _made.Add(name);
        return name;
    }

    // A field whose own name starts with @ has one more; odd characters need backticks.
    private static string Quote(string path)
    {
        path = path.StartsWith('@') ? "@" + path : path;
        return path.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@') ? path : $"`{path}`";
    }

    private string One(params string[] items) => items[random.Next(items.Length)];
}
