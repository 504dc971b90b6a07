using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>Evaluates expressions over one row, by the letter of A6 to A8 and A12.</summary>
/// <param name="field">Gives the value of a field by its name; null where there is none.</param>
/// <param name="aggregate">Gives the value of an aggregate; null outside <c>stats</c>.</param>
/// <param name="subquery">Gives the values of a query inside <c>in (…)</c>; null where there can be none.</param>
internal sealed class Expressions(Func<string, object?> field, Func<Call, object?>? aggregate = null, Func<InQuery, IReadOnlyList<object?>>? subquery = null)
{
    private static readonly HashSet<string> Aggregates = new(
        "count count_distinct sum avg min max stddev variance pct median earliest latest sortsFirst sortsLast rate histogram countOverTime count_over_time sumOverTime sum_over_time".Split(' '), StringComparer.OrdinalIgnoreCase);

    public object? Evaluate(Expr expression) => expression switch
    {
        NumberLiteral number => Number.OfSource(number.Text) is var n && n.Decimal is { } exact ? Number.Of(exact) : n,
        TextLiteral text => text.Text,
        FieldName name => Field(name),
        Negate negate => Values.AsNumber(Evaluate(negate.Operand)) is { } number ? Compute(TokenKind.Minus, Values.Zero, number) : null,
        Not not => Values.OfTruth(!Truth(not.Operand)),
        Logical logical => Values.OfTruth(logical.IsAnd ? All(logical.Operands.Select(Truth)) : !All(logical.Operands.Select(o => !Truth(o)))),
        Arithmetic a => Values.AsNumber(Evaluate(a.Left)) is { } left && Values.AsNumber(Evaluate(a.Right)) is { } right ? Compute(a.Operator, left, right) : null,
        Comparison c => Values.OfTruth(Values.Compare(Evaluate(c.Left), Evaluate(c.Right), order => Holds(c.Operator, order))),
        In list => Values.OfTruth(Contains(list)),
        InQuery membership => Values.OfTruth(IsAmong(membership)),
        Like like => Values.OfTruth(Matches(like)),
        Member member => Evaluate(member.Value) is JsonMap map ? MemberOf(map, member.Name) : null,
        Element element => Evaluate(element.Value) is JsonList values && element.Index < values.Items.Count ? values.Items[element.Index] : null,
        Call call when aggregate is not null && Aggregates.Contains(call.Name) => aggregate(call),
        Call call => Apply(call),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    public bool? Truth(Expr expression) => Values.Truth(Evaluate(expression));

    // m.key of a map that the query made: the longest name that leads to a map, then its members.
    private object? Field(FieldName name)
    {
        if (field(name.Name) is { } value)
        {
            return value;
        }

        for (var parts = name.Parts.Length - 1; parts > 0; parts--)
        {
            if (field(string.Join('.', name.Parts.Take(parts))) is JsonMap map)
            {
                return name.Parts.Skip(parts).Aggregate((object?)map, (m, key) => m is JsonMap inner ? MemberOf(inner, key) : null);
            }
        }

        return null;
    }

    private static object? MemberOf(JsonMap map, string name) => map.Members.FirstOrDefault(m => m.Key == name).Value;

    private static bool? All(IEnumerable<bool?> operands)
    {
        var known = operands.ToList();
        return known.Contains(false) ? false : known.Contains(null) ? null : true;
    }

    private static bool Holds(TokenKind comparison, int order) => comparison switch
    {
        TokenKind.Equal => order == 0,
        TokenKind.NotEqual => order != 0,
        TokenKind.Less => order < 0,
        TokenKind.LessOrEqual => order <= 0,
        TokenKind.Greater => order > 0,
        _ => order >= 0,
    };

    private bool? Contains(In list)
    {
        var value = Evaluate(list.Value);
        var found = !All(list.Items.Select(i => !Values.Compare(value, Evaluate(i), order => order == 0)));
        return list.IsNegated ? !found : found;
    }

    private bool? IsAmong(InQuery membership)
    {
        var value = Evaluate(membership.Value);
        bool? found = value is null ? null : subquery!(membership).Any(v => Values.Compare(value, v, order => order == 0) == true);
        return membership.IsNegated ? !found : found;
    }

    private bool? Matches(Like like)
    {
        var value = Evaluate(like.Value);
        if (Values.Text(value) is not { } text)
        {
            return null;
        }

        bool? found = like.Pattern is RegexLiteral regex
            ? Regex.IsMatch(text, regex.Pattern, RegexOptions.CultureInvariant)
            : Values.Text(Evaluate(like.Pattern)) is { } part ? text.Contains(part, StringComparison.Ordinal) : null;
        return like.IsNegated ? !found : found;
    }

    /// <summary>Arithmetic: exact where decimal can be, else in floating point; missing where there is no result.</summary>
    public static Number? Compute(TokenKind operation, Number left, Number right)
    {
        if (left.Decimal is { } a && right.Decimal is { } b && operation != TokenKind.Caret)
        {
            try
            {
                return operation switch
                {
                    TokenKind.Plus => Number.Of(a + b),
                    TokenKind.Minus => Number.Of(a - b),
                    TokenKind.Star => Number.Of(a * b),
                    TokenKind.Slash => Number.Of(a / b),
                    _ => Number.Of(a % b),
                };
            }
            catch (DivideByZeroException)
            {
                return null;
            }
            catch (OverflowException)
            {
                // Beyond decimal: double.
            }
        }

        return Number.Of(operation switch
        {
            TokenKind.Plus => left.Double + right.Double,
            TokenKind.Minus => left.Double - right.Double,
            TokenKind.Star => left.Double * right.Double,
            TokenKind.Slash => left.Double / right.Double,
            TokenKind.Percent => left.Double % right.Double,
            _ => Math.Pow(left.Double, right.Double),
        });
    }

    private object? Apply(Call call)
    {
        var name = call.Name.ToUpperInvariant();
        switch (name)
        {
            case "BIN":
                return field("@timestamp") is Instant now ? Periods.Floor(now, Periods.Capped(call.Arguments[0])) : null;
            case "DATEFLOOR" or "DATECEIL":
                return AsInstant(Evaluate(call.Arguments[0])) is { } instant
                    ? name == "DATEFLOOR" ? Periods.Floor(instant, Periods.Capped(call.Arguments[1])) : Periods.Ceiling(instant, Periods.Capped(call.Arguments[1]))
                    : null;
            case "IF" or "CASE":
                for (var i = 0; i + 1 < call.Arguments.Length; i += 2)
                {
                    if (Truth(call.Arguments[i]) == true)
                    {
                        return Evaluate(call.Arguments[i + 1]);
                    }
                }

                return call.Arguments.Length % 2 == 1 ? Evaluate(call.Arguments[^1]) : null;
            case "COALESCE":
                return call.Arguments.Select(Evaluate).FirstOrDefault(v => v is not null);
            default:
                var arguments = call.Arguments.Select(Evaluate).ToArray();
                return name switch
                {
                    "ISPRESENT" => Values.OfTruth(arguments[0] is not null),
                    "ISNUMERIC" or "ISEMPTY" or "ISBLANK" when arguments[0] is JsonMap or JsonList => Values.Zero,
                    "ISEMPTY" => Values.OfTruth(Values.Text(arguments[0]) is null or ""),
                    "ISBLANK" => Values.OfTruth(string.IsNullOrWhiteSpace(Values.Text(arguments[0]))),
                    _ when arguments.Any(a => a is null) => null,
                    "TOMILLIS" => AsInstant(arguments[0]) is { } time ? Number.Of((decimal)time.Millis) : null,
                    "FROMMILLIS" => AsInstant(arguments[0]),
                    "JSONPARSE" when arguments[0] is JsonMap or JsonList => arguments[0],
                    "JSONPARSE" => Values.Text(arguments[0]) is { } json && ReferenceJson.TryParse(json) is JsonMap or JsonList ? ReferenceJson.TryParse(Values.Text(arguments[0])!) : null,
                    "JSONSTRINGIFY" => arguments[0] is JsonMap or JsonList ? Values.Json(arguments[0]) : arguments[0],
                    "JSONARRAYSIZE" => ListOf(arguments[0]) is { } list ? Number.Of((decimal)list.Items.Count) : null,
                    "JSONARRAYCONTAINS" => ListOf(arguments[0]) is { } list ? Values.OfTruth(list.Items.Any(i => Values.Compare(i, arguments[1], order => order == 0) == true)) : null,
                    _ when arguments.Any(a => Values.Text(a) is null) => null,
                    _ => Numeric(name, arguments) ?? Textual(name, [.. arguments.Select(a => Values.Text(a)!)], arguments),
                };
        }
    }

    private static JsonList? ListOf(object? value) => value as JsonList ?? (Values.Text(value) is { } text ? ReferenceJson.TryParse(text) as JsonList : null);

    private static Instant? AsInstant(object? value) => value switch
    {
        Instant instant => instant,
        _ when Values.AsNumber(value)?.Decimal is { } millis && Math.Abs(millis) < 60_000_000_000_000m => new Instant((long)Math.Floor(millis * 1000)),
        _ => null,
    };

    private static Number? Numeric(string name, object?[] arguments)
    {
        var numbers = arguments.Select(Values.AsNumber).ToArray();
        if (numbers.Any(n => n is null))
        {
            return null;
        }

        var x = numbers[0]!;
        return name switch
        {
            "ABS" => x.Decimal is { } d ? Number.Of(Math.Abs(d)) : Number.Of(Math.Abs(x.Double)),
            "CEIL" => x.Decimal is { } d ? Number.Of(Math.Ceiling(d)) : Number.Of(x.Double),
            "FLOOR" => x.Decimal is { } d ? Number.Of(Math.Floor(d)) : Number.Of(x.Double),
            "ROUND" => x.Decimal is { } d ? Number.Of(Math.Round(d, numbers.Length > 1 ? (int)numbers[1]!.Decimal!.Value : 0, MidpointRounding.AwayFromZero)) : Number.Of(x.Double),
            "SQRT" => Number.Of(Math.Sqrt(x.Double)),
            "LOG" => Number.Of(Math.Log(x.Double)),
            "TONUMBER" or "TODOUBLE" => x.Decimal is { } d ? Number.Of(d) : Number.Of(x.Double),
            "TOINT" or "TOLONG" => x.Decimal is { } d ? Number.Of(Math.Truncate(d)) : Number.Of(x.Double),
            "GREATEST" => numbers.Aggregate((a, b) => Values.Order(a!, b!) >= 0 ? a : b),
            "LEAST" => numbers.Aggregate((a, b) => Values.Order(a!, b!) <= 0 ? a : b),
            _ => null,
        };
    }

    private static object? Textual(string name, string[] texts, object?[] values)
    {
        var text = texts[0];
        switch (name)
        {
            case "ISNUMERIC":
                return Values.OfTruth(values[0] is not Instant && Values.AsNumber(values[0]) is not null);
            case "MESSAGESIZE":
                return Number.Of((decimal)Encoding.UTF8.GetByteCount(text));
            case "CONCAT":
                return string.Concat(texts);
            case "STRLEN":
                return Number.Of((decimal)text.EnumerateRunes().Count());
            case "TOUPPER":
                return text.ToUpperInvariant();
            case "TOLOWER":
                return text.ToLowerInvariant();
            case "TRIM" or "LTRIM" or "RTRIM":
                var set = texts.Length > 1 ? texts[1].ToCharArray() : null;
                text = name != "RTRIM" ? text.TrimStart(set) : text;
                return name != "LTRIM" ? text.TrimEnd(set) : text;
            case "SUBSTR":
                var runes = text.EnumerateRunes().Skip((int)Values.AsNumber(values[1])!.Decimal!.Value);
                return string.Concat(texts.Length > 2 ? runes.Take((int)Values.AsNumber(values[2])!.Decimal!.Value) : runes);
            case "REPLACE":
                return texts[1].Length == 0 ? text : text.Replace(texts[1], texts[2], StringComparison.Ordinal);
            case "STRCONTAINS":
                return Values.OfTruth(text.Contains(texts[1], texts.Length > 2 && Values.Truth(values[2]) == true ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
            case "STARTSWITH":
                return Values.OfTruth(text.StartsWith(texts[1], StringComparison.Ordinal));
            case "ENDSWITH":
                return Values.OfTruth(text.EndsWith(texts[1], StringComparison.Ordinal));
            case "MD5":
#pragma warning disable CA5351 // md5 is a function of the query language, not a protection
                return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
            case "SHA256":
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            case "BASE64ENCODE":
                return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            case "URLENCODE":
                return Uri.EscapeDataString(text);
            case "ISVALIDIPV4":
                return Values.OfTruth(Address(text) is not null);
            case "IPV4TONUMBER":
                return Address(text) is { } address ? Number.Of((decimal)address) : null;
            case "ISIPV4INSUBNET":
                var parts = texts[1].Split('/');
                var size = 1L << (32 - int.Parse(parts[1], CultureInfo.InvariantCulture));
                return Address(text) is { } inside ? Values.OfTruth(inside / size == Address(parts[0])!.Value / size) : Values.Zero;
            default:
                return null;
        }
    }

    private static long? Address(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(p => Regex.IsMatch(p, @"^(0|[1-9][0-9]{0,2})\z") && int.Parse(p, CultureInfo.InvariantCulture) < 256)
            ? parts.Aggregate(0L, (sum, p) => (sum * 256) + int.Parse(p, CultureInfo.InvariantCulture))
            : null;
    }
}
