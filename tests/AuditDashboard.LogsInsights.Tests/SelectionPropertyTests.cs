using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Syntax;
using AuditDashboard.LogsInsights.Tests.Cases;
using CsCheck;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>Random selections over random records, written in every way JSON allows.</summary>
public sealed class SelectionPropertyTests
{
    private static readonly Gen<string> Fields = Pick.From("verb", "objectRef.resource", "code", "list.0", "list.1.x", "`a/b`", "nope", "objectRef", "@message", "@@at");

    private static readonly Gen<string> Constants = Pick.From("\"roles\"", "\"get\"", "'a/b'", "401", "\"401\"", "401.0", "\"true\"", "\"kube-system\"", "\"\"", "\"é\"", "\"x y\"", "-1");

    private static readonly Gen<string> Parts = Pick.From("\"ole\"", "\"40\"", "/r.l/", "/^4/", "\"/\"", "\"tru\"");

    private static readonly Gen<string> Conditions = Condition(3);

    private static readonly Gen<string> Scalars = Pick.From(
        "roles", "get", "a/b", "401", "true", "kube-system", "", "é", "x y", "clusterroles", "-1", "4.01e2");

    // A string written with random escapes, or bare as a number or word where it is one.
    private static readonly Gen<string> Values = Gen.Select(Scalars, Gen.Int[0, 9], (text, how) =>
        how == 0 && text is ("401" or "-1" or "4.01e2" or "true") ? text : Quote(text, how));

    private static readonly Gen<string> Members = Gen.OneOf(
        Gen.Select(Pick.From("verb", "code", "a/b", "list", "objectRef", "objectRef.resource", "@at"), Gen.Int[0, 9], Values, Pick.From(":", " : "), (k, how, v, colon) => Quote(k, how) + colon + v),
        Values.Select(v => $"\"objectRef\":{{\"resource\":{v}}}"),
        Gen.Select(Values, Values, (a, b) => $"\"list\":[{a},{{\"x\":{b}}}]"),
        Pick.From("\"verb\":null", "\"objectRef\":null", "\"objectRef\":{}", "\"list\":[]", "\"body\":{\"deep\":[[[\"roles\"]]]}", "\"lone\":\"\\ud800\"", "\"amp\":\"\\u0026\""));

    private static readonly Gen<byte[]> RecordBytes = Gen.OneOf(
        Members.Array[0, 6].Select(m => Encoding.UTF8.GetBytes("{" + string.Join(", ", m) + "}")),
        Gen.Select(Members.Array[1, 4], Gen.Int[0, 200], (m, cut) => Encoding.UTF8.GetBytes("{" + string.Join(",", m) + "}").Take(cut).ToArray()),
        Gen.Select(Members.Array[1, 4], Gen.Byte, Gen.Int[0, 200], (m, b, at) =>
        {
            var bytes = Encoding.UTF8.GetBytes("{" + string.Join(",", m) + "}");
            bytes[at % bytes.Length] = b;
            return bytes;
        }),
        Gen.Byte.Array[0, 40]);

    [Fact]
    public void Match_WithLiteralSearch_SameAsWithout() =>
        Gen.Select(Conditions.Array[1, 5], RecordBytes.Array[1, 20]).Sample(
            (conditions, records) =>
            {
                var selections = conditions.Select(SelectionTests.Compile).ToList();
                var fast = new SelectionSet(selections);
                var plain = new SelectionSet(selections, usesLiterals: false);
                foreach (var bytes in records)
                {
                    var record = new LogRecord { Message = bytes };
                    Assert.Equal(plain.Match(record), fast.Match(record));
                    for (var i = 0; i < selections.Count; i++)
                    {
                        Assert.Equal((plain.Match(record) >> i & 1) == 1, selections[i].Matches(record));
                    }
                }
            },
            iter: 1_500, seed: "0000KOIPZqe1");

    [Fact]
    public void Matches_AnyRecord_SameAsQueryRun() =>
        Gen.Select(Conditions, RecordBytes.Array[1, 20]).Sample(
            (condition, records) =>
            {
                var selection = SelectionTests.Compile(condition);
                var rows = CaseTests.Run($"filter {condition} | stats count(*)", records.Select(r => new LogRecord { Message = r }));
                var expected = records.Count(r => selection.Matches(new LogRecord { Message = r }));
                Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), rows.Rows[0].Cells[0]);
            },
            iter: 800, seed: "0000KOIPZqe1");

    [Fact]
    public void Canonical_AnyCondition_ParsesBackAndSelectsTheSame() =>
        Gen.Select(Conditions, RecordBytes.Array[1, 10]).Sample(
            (condition, records) =>
            {
                var selection = SelectionTests.Compile(condition);
                var again = SelectionTests.Compile(selection.CanonicalText);
                Assert.Equal(selection.CanonicalText, again.CanonicalText);
                Assert.Equal(Printer.Print(QueryParser.ParseExpression(condition)), again.CanonicalText);
                foreach (var record in records)
                {
                    Assert.Equal(selection.Matches(new LogRecord { Message = record }), again.Matches(new LogRecord { Message = record }));
                }
            },
            iter: 800, seed: "0000KOIPZqe1");

    private static Gen<string> Condition(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Select(Fields, Pick.From("=", "!=", "<", ">="), Constants, (f, o, c) => $"{f} {o} {c}"),
            Gen.Select(Fields, Pick.From("in", "not in"), Constants.Array[1, 3], (f, o, c) => $"{f} {o} [{string.Join(", ", c)}]"),
            Gen.Select(Fields, Pick.From("like", "not like"), Parts, (f, o, p) => $"{f} {o} {p}"),
            Fields.Select(f => $"ispresent({f})"));
        if (depth == 0)
        {
            return leaf;
        }

        var below = Condition(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(below, below, (a, b) => $"({a} and {b})"),
            Gen.Select(below, below, (a, b) => $"({a} or {b})"),
            below.Select(a => $"not ({a})"));
    }

    private static string Quote(string text, int how)
    {
        var output = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            if (how is 1 or 2 && i == how - 1)
            {
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else if (how == 3 && text[i] == '/')
            {
                output.Append("\\/");
            }
            else
            {
                output.Append(text[i]);
            }
        }

        return output.Append('"').ToString();
    }
}
