using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights.Syntax;
using SortKey = AuditDashboard.LogsInsights.Syntax.SortKey;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>
/// Runs a query over events by the letter of sections A3 to A13 of the language's reference, slowly and obviously: whole lists, one
/// dictionary an event, a LINQ operator a command. It shares the syntax tree with the engine, and no other code.
/// </summary>
internal sealed class ReferenceQuery
{
    private const int DefaultRows = 10_000;

    private readonly string _text;
    private readonly ImmutableArray<Command> _commands;
    private IReadOnlyList<LogRecord> _records = [];

    private readonly Dictionary<InQuery, List<object?>> _subqueries = [];

    public ReferenceQuery(string text)
        : this(text, QueryParser.ParseQuery(text))
    {
    }

    private ReferenceQuery(string text, ImmutableArray<Command> commands)
    {
        _text = text;
        _commands = commands;
    }

    /// <summary>True if the record matches a filter expression.</summary>
    public static bool Matches(string condition, LogRecord record) =>
        Matches(QueryParser.ParseExpression(condition), Row.Of(record, 0));

    /// <summary>True if the row matches.</summary>
    public static bool Matches(Expr condition, Row row) => new Expressions(row.Value).Truth(condition) == true;

    /// <summary>The columns and rows of the whole query.</summary>
    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows) Run(IReadOnlyList<LogRecord> records)
    {
        var (columns, rows) = RunRows(records);
        return (columns, [.. rows.Select(r => (IReadOnlyList<string?>)[.. columns.Select(c => Values.Cell(r.Column(c)))])]);
    }

    private (List<string> Columns, IReadOnlyList<Row> Rows) RunRows(IReadOnlyList<LogRecord> records)
    {
        IReadOnlyList<Row> rows = [.. records.Select(Row.Of)];
        _subqueries.Clear();
        _records = records;
        var columns = new List<string>();
        var hasDisplay = false;
        var isLimited = false;
        var isEvents = true;

        foreach (var command in InOrderOfRun())
        {
            switch (command)
            {
                case FilterCommand filter:
                    rows = [.. rows.Where(r => Truth(filter.Condition, r))];
                    break;
                case FieldsCommand fields:
                    if (fields.IsDisplay)
                    {
                        columns.Clear();
                    }

                    foreach (var item in fields.Items)
                    {
                        // A column shows what its name meant where it was written.
                        rows = [.. rows.Select(r => Evaluate(item.Expression, r) is var value && item.Alias is null
                            ? r.With(ColumnOf(item.Name), value)
                            : r.With(item.Name, value).With(ColumnOf(item.Name), value))];
                        if ((fields.IsDisplay || !hasDisplay) && !columns.Contains(item.Name))
                        {
                            columns.Add(item.Name);
                        }
                    }

                    hasDisplay |= fields.IsDisplay;
                    break;
                case ParseGlobCommand parse:
                    rows = [.. rows.Select(r => r.With(parse.Names.Select(n => n.Name), Glob(parse.Pattern, TextOf(parse.Value, r))))];
                    break;
                case ParseRegexCommand parse:
                    rows = [.. rows.SelectMany(r => Extract(parse, r))];
                    break;
                case UnnestCommand unnest:
                    rows = [.. rows.SelectMany(r => Evaluate(unnest.Value, r) is JsonList list
                        ? list.Items.Select(i => r.With(unnest.Name.Name, i))
                        : [r.With(unnest.Name.Name, Evaluate(unnest.Value, r))])];
                    break;
                case ExpandCommand expand:
                    rows = [.. rows.SelectMany(r => Expanded(expand.Field, r).Select(item => r.With([expand.Field.Name, ColumnOf(expand.Field.Name)], [item, item])))];
                    break;
                case CountFrequentCommand frequent:
                    var counting = (StatsCommand)QueryParser.ParseQuery("stats count(*) as _approxcount")[0] with
                    {
                        Groups = [.. frequent.Fields.Select(f => new Item(f, f.Name, null))],
                    };
                    rows = [.. Stats(counting, rows).OrderByDescending(r => Values.AsNumber(r.Value("_approxcount"))!.Double)];
                    columns = [.. frequent.Fields.Select(f => f.Name), "_approxcount"];
                    hasDisplay = false;
                    isLimited = false;
                    isEvents = false;
                    break;
                case JsonCommand json:
                    rows = [.. rows.Select(r => r.With(json.Paths.Select(p => p.Alias?.Name ?? p.Path), MembersOf(json, r)))];
                    break;
                case ParseCsvCommand csv:
                    rows = [.. rows.Select(r => r.With(csv.Names.Select(n => n.Name), Lines.Csv(TextOf(csv.Value, r), csv.Names.Length)))];
                    break;
                case ParseLogfmtCommand logfmt:
                    rows = [.. rows.Select(r => r.With(logfmt.Name.Name, Lines.Logfmt(TextOf(logfmt.Value, r))))];
                    break;
                case FillMissingCommand:
                    break; // the stats in front has looked for it
                case SortCommand sort:
                    rows = Sorted(rows, sort.Keys);
                    break;
                case LimitCommand limit:
                    rows = [.. Unless(isEvents, rows).Take(limit.Rows)];
                    isLimited = true;
                    break;
                case DedupCommand dedup:
                    rows = [.. Dedup(Unless(isEvents, rows), dedup.Keys)];
                    break;
                case StatsCommand stats:
                    rows = Stats(stats, rows, _commands.SkipWhile(c => c != stats).ElementAtOrDefault(1) as FillMissingCommand);
                    columns = [.. stats.Groups.Concat(stats.Aggregates).Select(i => i.Name)];
                    hasDisplay = false;
                    isLimited = false;
                    isEvents = false;
                    break;
                case SourceCommand:
                    break;
                default:
                    throw new NotSupportedException(command.GetType().Name);
            }
        }

        rows = [.. Unless(isEvents, rows).Take(isLimited ? int.MaxValue : DefaultRows)];
        if (columns.Count == 0)
        {
            columns = ["@timestamp", "@message"];
        }

        return (columns, rows);
    }

    /// <summary>Where a row keeps the value of a column: no query can write this name.</summary>
    public static string ColumnOf(string name) => "\0" + name;

    // A filter that follows sort or limit runs in front of them, with what stands between, up to the next stats or dedup (A13).
    private List<Command> InOrderOfRun()
    {
        var ordered = new List<Command>();
        var segment = new List<Command>();
        foreach (var command in _commands.Append(null))
        {
            if (command is not (null or StatsCommand or CountFrequentCommand or DedupCommand))
            {
                segment.Add(command);
                continue;
            }

            var lastFilter = segment.FindLastIndex(c => c is FilterCommand);
            var moving = segment.Take(lastFilter + 1).ToList();
            ordered.AddRange(moving.Where(c => c is not (SortCommand or LimitCommand)));
            ordered.AddRange(moving.Where(c => c is SortCommand or LimitCommand));
            ordered.AddRange(segment.Skip(lastFilter + 1));
            segment.Clear();
            if (command is not null)
            {
                ordered.Add(command);
            }
        }

        return ordered;
    }

    // Events that no sort has ordered come newest first, undated ones last, ties in input order.
    private static IEnumerable<Row> Unless(bool isEvents, IReadOnlyList<Row> rows) =>
        isEvents && rows.Any(r => !r.IsSorted) ? rows.OrderBy(r => r.Micros is null).ThenByDescending(r => r.Micros) : rows;

    private List<Row> Sorted(IReadOnlyList<Row> rows, ImmutableArray<SortKey> keys)
    {
        var first = rows.Any(r => r.IsSorted) ? rows : [.. rows.OrderBy(r => r.Micros is null).ThenByDescending(r => r.Micros)];
        var sorted = first.OrderBy(_ => 0);
        foreach (var key in keys)
        {
            sorted = sorted.ThenBy(r => Evaluate(key.Expression, r), Comparer<object?>.Create((a, b) => Values.Order(a, b, key.IsDescending)));
        }

        return [.. sorted.Select(r => r.Sorted())];
    }

    private IEnumerable<Row> Dedup(IEnumerable<Row> rows, ImmutableArray<Expr> keys)
    {
        var seen = new HashSet<string>();
        return rows.Where(r =>
        {
            var values = keys.Select(k => Values.Text(Evaluate(k, r))).ToList();
            return values.Contains(null) || seen.Add(Key(values));
        });
    }

    private static string Key(IEnumerable<string?> values) => string.Concat(values.Select(v => v is null ? "-" : $"{v.Length}:{v}"));

    private List<Row> Stats(StatsCommand stats, IReadOnlyList<Row> rows, FillMissingCommand? fill = null)
    {
        var groups = rows
            .Select(r => (Row: r, Keys: stats.Groups.Select(g => GroupOf(stats, g, r)).ToList()))
            .GroupBy(p => Key(p.Keys.Select(Values.Text)))
            .Select(g => (g.First().Keys, Rows: g.Select(p => p.Row).ToList()))
            .ToList();
        if (groups.Count == 0 && stats.Groups.Length == 0)
        {
            groups.Add(([], []));
        }

        if (fill is not null)
        {
            groups.AddRange(EmptyBins(stats, [.. groups.Select(g => g.Keys)]).Select(keys => (keys, new List<Row>())));
        }

        var ordered = groups.OrderBy(_ => 0);
        for (var i = 0; i < stats.Groups.Length; i++)
        {
            var at = i;
            ordered = ordered.ThenBy(g => g.Keys[at], Comparer<object?>.Create((a, b) => Values.Order(a, b, isDescending: false)));
        }

        var results = new List<Row>();
        foreach (var (keys, members) in ordered)
        {
            var result = Row.OfStats();
            for (var i = 0; i < keys.Count; i++)
            {
                result = result.With(stats.Groups[i].Name, keys[i]);
            }

            var expressions = new Expressions(_ => null, call => Aggregate(call, members));
            foreach (var aggregate in stats.Aggregates)
            {
                var constant = fill?.Fills.LastOrDefault(f => f.Field.Name == aggregate.Name)?.Value;
                result = result.With(
                    aggregate.Name,
                    members.Count > 0 || fill is null ? expressions.Evaluate(aggregate.Expression) : constant is null ? null : expressions.Evaluate(constant));
            }

            results.Add(result);
        }

        return results;
    }

    // A bin with an offset is shown that much later than its records are; maps and lists are no values to group by.
    private object? GroupOf(StatsCommand stats, Item group, Row row) => Evaluate(group.Expression, row) switch
    {
        JsonMap or JsonList => null,
        Instant bin when IsBin(group) => new Instant(bin.Micros + OffsetOf(stats)),
        var value => value,
    };

    private static bool IsBin(Item group) => group.Expression is Call { Name: "bin" };

    private static long OffsetOf(StatsCommand stats) =>
        stats.Groups.Select(g => g.Offset).FirstOrDefault(o => o is not null) is { } offset ? Periods.Length(Periods.Capped(offset)).Ticks / 10 : 0;

    // The bins between the first and the last that no row of a combination of the other groups is in.
    private static IEnumerable<List<object?>> EmptyBins(StatsCommand stats, List<List<object?>> groups)
    {
        var at = stats.Groups.Select(IsBin).ToList().IndexOf(true);
        var period = Periods.Capped(((Call)stats.Groups[at].Expression).Arguments[0]);
        var offset = OffsetOf(stats);
        var bins = groups.Select(g => g[at]).OfType<Instant>().Select(i => i.Micros - offset).Order().ToList();
        var known = groups.Select(g => Key(g.Select(Values.Text))).ToHashSet();
        for (var bin = bins.FirstOrDefault(); bins.Count > 0 && bin <= bins[^1]; bin = Periods.Ceiling(new Instant(bin + 1), period).Micros)
        {
            foreach (var group in groups)
            {
                List<object?> keys = [.. group];
                keys[at] = new Instant(bin + offset);
                if (known.Add(Key(keys.Select(Values.Text))))
                {
                    yield return keys;
                }
            }
        }
    }

    private List<object?> MembersOf(JsonCommand command, Row row)
    {
        var value = command.Value is null ? (row.Value("@message") as string)?.TrimStart('\uFEFF') : Evaluate(command.Value, row);
        value = Values.Text(value) is { } text ? ReferenceJson.TryParse(text) : value;
        return [.. command.Paths.Select(p => MemberOf(value, p.Path.Replace('[', '.').Replace("]", "", StringComparison.Ordinal).TrimStart('.')))];
    }

    // Names may hold dots: the shortest that leads anywhere counts.
    private static object? MemberOf(object? value, string path)
    {
        var children = value switch
        {
            JsonMap map => map.Members.OrderBy(m => m.Key.Length),
            JsonList list => list.Items.Select((item, i) => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        return children
            .Where(m => path == m.Key || path.StartsWith(m.Key + ".", StringComparison.Ordinal))
            .Select(m => path == m.Key ? m.Value : MemberOf(m.Value, path[(m.Key.Length + 1)..]))
            .FirstOrDefault(v => v is not null);
    }

    private object? Aggregate(Call call, List<Row> rows)
    {
        var name = call.Name.ToUpperInvariant().Replace("_OVER_", "OVER", StringComparison.Ordinal) switch
        {
            "COUNTOVERTIME" => "COUNT",
            "SUMOVERTIME" => "SUM",
            var own => own,
        };
        if (name == "COUNT" && (call.IsStar || call.Arguments.Length == 0))
        {
            return Number.Of((decimal)rows.Count);
        }

        var all = rows.Select(r => (Row: r, Value: Evaluate(call.Arguments[0], r))).ToList();
        var values = all.Where(p => p.Value is not (null or JsonMap or JsonList)).Select(p => p.Value!).ToList();
        var numbers = values.Select(Values.AsNumber).OfType<Number>().ToList();
        if (numbers.Count == 0 && name is "SUM" or "AVG" or "STDDEV" or "VARIANCE" or "HISTOGRAM" or "PCT" or "MEDIAN")
        {
            return null;
        }

        switch (name)
        {
            case "COUNT":
                return Number.Of((decimal)all.Count(p => p.Value is not null));
            case "COUNT_DISTINCT":
                return Number.Of((decimal)values.Select(Values.Text).Distinct().Count());
            case "SUM":
                return Sum(numbers);
            case "AVG":
                return Expressions.Compute(TokenKind.Slash, Sum(numbers)!, Number.Of((decimal)numbers.Count));
            case "MIN" or "SORTSFIRST":
                return values.Count == 0 ? null : values.Aggregate((a, b) => Values.Order(a, b) <= 0 ? a : b);
            case "MAX" or "SORTSLAST":
                return values.Count == 0 ? null : values.Aggregate((a, b) => Values.Order(a, b) >= 0 ? a : b);
            case "STDDEV" or "VARIANCE":
                // Their average may differ from numbers that are all equal by what floating point rounds.
                var mean = numbers.All(n => n.Double == numbers[0].Double) ? numbers[0].Double : numbers.Average(n => n.Double);
                var variance = numbers.Average(n => (n.Double - mean) * (n.Double - mean));
                return Number.Of(name == "STDDEV" ? Math.Sqrt(variance) : variance);
            case "HISTOGRAM":
                return Histogram([.. numbers.Select(n => n.Double)], int.Parse(((NumberLiteral)call.Arguments[1]).Text, CultureInfo.InvariantCulture));
            case "RATE":
                var dated = all.Where(p => p.Row.Micros is not null && Values.AsNumber(p.Value) is not null).OrderBy(p => p.Row.Micros).ToList();
                if (dated.Count == 0 || dated[0].Row.Micros == dated[^1].Row.Micros)
                {
                    return null;
                }

                var last = dated.First(p => p.Row.Micros == dated[^1].Row.Micros);
                var rise = Expressions.Compute(TokenKind.Minus, Values.AsNumber(last.Value)!, Values.AsNumber(dated[0].Value)!)!;
                var period = Number.Of((decimal)(Periods.Length(Periods.Capped(call.Arguments[1])).Ticks / 10));
                return Expressions.Compute(TokenKind.Slash, Expressions.Compute(TokenKind.Star, rise, period)!, Number.Of((decimal)(last.Row.Micros!.Value - dated[0].Row.Micros!.Value)));
            case "PCT" or "MEDIAN":
                var sorted = numbers.Order(Comparer<Number>.Create(Number.Compare)).ToList();
                var percent = name == "MEDIAN" ? 50m : decimal.Parse(((NumberLiteral)call.Arguments[1]).Text, CultureInfo.InvariantCulture);
                var rank = percent / 100m * (sorted.Count - 1);
                var below = sorted[(int)Math.Floor(rank)];
                var gap = Expressions.Compute(TokenKind.Minus, sorted[(int)Math.Ceiling(rank)], below)!;
                return Expressions.Compute(TokenKind.Plus, below, Expressions.Compute(TokenKind.Star, gap, Number.Of(rank - Math.Floor(rank)))!);
            case "EARLIEST":
                return all.Where(p => p.Row.Micros is not null).OrderBy(p => p.Row.Micros).Select(p => p.Value).FirstOrDefault();
            case "LATEST":
                return all.Where(p => p.Row.Micros is not null).OrderByDescending(p => p.Row.Micros).Select(p => p.Value).FirstOrDefault();
            default:
                throw new NotSupportedException(call.Name);
        }
    }

    private static JsonMap Histogram(List<double> numbers, int ranges)
    {
        var (least, greatest) = (numbers.Min(), numbers.Max());
        var bounds = least == greatest ? [least, greatest] : Enumerable.Range(0, ranges + 1).Select(i => i == ranges ? greatest : least + (i * ((greatest - least) / ranges))).ToList();
        var counts = Enumerable.Range(0, bounds.Count - 1).Select(i => KeyValuePair.Create<string, object?>(
            $"{Number.Of(bounds[i])!.Text}-{Number.Of(bounds[i + 1])!.Text}",
            Number.Of((decimal)numbers.Count(n => bounds.Count == 2 || (i == Math.Min((int)((n - least) / ((greatest - least) / ranges)), ranges - 1))))));
        return new JsonMap([.. counts]);
    }

    private static Number? Sum(List<Number> numbers) => numbers.Aggregate((a, b) => Expressions.Compute(TokenKind.Plus, a, b)!) is var sum && sum.Decimal is { } exact ? Number.Of(exact) : Number.Of(sum.Double);

    private bool Truth(Expr condition, Row row) => Values.Truth(Evaluate(condition, row)) == true;

    // Behind stats, the text of an aggregate is the name of its column.
    private object? Evaluate(Expr expression, Row row) =>
        new Expressions(row.Value, subquery: SubqueryValues, aggregate: row.IsStats ? call => row.Value(_text.Substring(call.Span.Start, call.Span.Length)) : null).Evaluate(expression);

    // Its values are those that the inner query's rows have; a missing one is none.
    private List<object?> SubqueryValues(InQuery membership)
    {
        if (!_subqueries.TryGetValue(membership, out var values))
        {
            var (columns, rows) = new ReferenceQuery(_text, membership.Commands).RunRows(_records);
            values = [.. rows.Select(r => r.Column(columns[0])).Where(v => v is not null)];
            _subqueries.Add(membership, values);
        }

        return values;
    }

    // A list, a text that holds one, or an array of the record's own JSON, which no field holds, unless an earlier command made the field.
    private static List<object?> Expanded(FieldName field, Row row)
    {
        var value = row.IsMade(field.Name) ? row.Value(field.Name) : row.Value(field.Name) ?? field.Name.Split('.').Aggregate(
            ReferenceJson.TryParse((row.Value("@message") as string ?? "").TrimStart('\uFEFF')), (v, key) => v is JsonMap map ? map.Members.LastOrDefault(m => m.Key == key).Value : null) as JsonList;
        if (value is string text && text.TrimStart().StartsWith('[') && ReferenceJson.TryParse(text) is JsonList parsed)
        {
            value = parsed;
        }

        return value is not JsonList list ? [value] : list.Items.Count > 0 ? list.Items : [null];
    }

    private string? TextOf(Expr? value, Row row) => Values.Text(value is null ? row.Value("@message") : Evaluate(value, row));

    // A star takes as little as it can, a last star all that is left; the text in front of the first may stand anywhere.
    private static List<object?>? Glob(string pattern, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var parts = pattern.Split('*');
        var values = new List<object?>();
        var at = text.IndexOf(parts[0], StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        at += parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 && parts[i].Length == 0 ? text.Length : text.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (end < 0)
            {
                return null;
            }

            values.Add(text[at..end]);
            at = end + parts[i].Length;
        }

        return values;
    }

    private IEnumerable<Row> Extract(ParseRegexCommand parse, Row row)
    {
        var regex = new Regex(parse.Regex.Pattern, RegexOptions.CultureInvariant);
        var groups = regex.GetGroupNumbers().Skip(1).ToList();
        var names = groups.Select(g => regex.GroupNameFromNumber(g)).ToList();
        for (var i = 0; i < parse.Names.Length; i++)
        {
            names[i] = parse.Names[i].Name;
        }

        var text = TextOf(parse.Value, row);
        var matches = text is null ? [] : regex.Matches(text).Take(parse.IsMulti ? int.MaxValue : 1).ToList();
        return matches.Count == 0
            ? [row.With(names, null)]
            : matches.Select(m => row.With(names, [.. groups.Select(g => m.Groups[g].Success ? m.Groups[g].Value : null)]));
    }
}

/// <summary>A row: an event with the names that the query made of it, or what <c>stats</c> made.</summary>
internal sealed record Row
{
    private Dictionary<string, object> Fields { get; init; } = [];

    private Dictionary<string, object?> Made { get; init; } = [];

    public long? Micros { get; private init; }

    public bool IsStats { get; private init; }

    public bool IsSorted { get; private init; }

    public static Row Of(LogRecord record, int index)
    {
        var message = Encoding.UTF8.GetString(record.Message.Span);
        var fields = ReferenceJson.Fields(message);
        Add("@message", message);
        Add("@timestamp", record.TimestampMicros is { } time ? new Instant(time) : null);
        Add("@ingestionTime", record.IngestionTimeMicros is { } arrival ? new Instant(arrival) : null);
        Add("@logStream", record.LogStream);
        Add("@log", record.Log);
        Add("@ptr", record.Pointer);
        return new Row { Fields = fields, Micros = record.TimestampMicros };

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                fields[name] = value;
            }
        }
    }

    public static Row OfStats() => new() { IsStats = true };

    /// <summary>The value of a name: those that the query made hide the event's own, and what lies below them.</summary>
    public object? Value(string name) =>
        Made.TryGetValue(name, out var value) ? value : Made.Keys.Any(made => name.StartsWith(made + ".", StringComparison.Ordinal)) ? null : Fields.GetValueOrDefault(name);

    /// <summary>The value of a column of the result.</summary>
    public object? Column(string name) => Made.TryGetValue(ReferenceQuery.ColumnOf(name), out var value) ? value : Value(name);

    public bool IsMade(string name) => Made.ContainsKey(name);

    public Row With(string name, object? value) => this with { Made = new(Made) { [name] = value } };

    public Row With(IEnumerable<string> names, List<object?>? values)
    {
        var made = new Dictionary<string, object?>(Made);
        foreach (var (name, i) in names.Select((n, i) => (n, i)))
        {
            made[name] = values?[i];
        }

        return this with { Made = made };
    }

    public Row Sorted() => this with { IsSorted = true };
}
