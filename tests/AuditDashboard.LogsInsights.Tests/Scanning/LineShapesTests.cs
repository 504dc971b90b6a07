using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Execution.Scanning;

namespace AuditDashboard.LogsInsights.Tests.Scanning;

public sealed class LineShapesTests
{
    private static readonly string[] Names =
    [
        "verb", "user", "user.username", "user.groups.0", "user.groups.1", "objectRef.resource", "objectRef.namespace", "responseStatus.code", "code",
        "annotations.authorization.k8s.io/decision", "list.0.x", "list.1", "list.2.0.1", "stageTimestamp", "a.b.c", "", "a..b", "kind", "user.extra.a/b.0",
        "requestObject.status.conditions.0.ok",
    ];

    public static TheoryData<int> Widths => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Widths))]
    public void ReadLine_RandomLines_AsProvedByTheWalk(int width)
    {
        var random = new Random(42 + width);
        var fields = new JsonFields(new FieldPaths(Names), (BlockWidth)width);
        var walk = new JsonWalk(new FieldPaths(Names), (BlockWidth)width);
        var read = 0;
        var refused = 0;

        for (var round = 0; round < 60; round++)
        {
            var text = MakeLines(random, 400);
            Check(text, fields, walk, ref read, ref refused);
        }

        // Both are in the lines, and most of the sound ones come in few shapes.
        Assert.InRange(refused, 1_000, 20_000);
        Assert.InRange(fields.LinesOfKnownShape, 5_000, read);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ReadLine_TextsAndNumbersOfAllSorts_AsProvedByTheWalk(int width)
    {
        var fields = new JsonFields(new FieldPaths(Names), (BlockWidth)width);
        var walk = new JsonWalk(new FieldPaths(Names), (BlockWidth)width);
        var read = 0;
        var refused = 0;
        var lines = new StringBuilder();
        foreach (var shift in Enumerable.Range(0, 130))
        {
            var filler = new string('x', shift);
            foreach (var value in OtherValues.Texts.Concat(OtherValues.BadTexts))
            {
                lines.Append(CultureInfo.InvariantCulture, $$"""{"verb":"{{filler}}{{value}}","user":{"username":"{{value}}"},"code":1,"list":["{{value}}{{filler}}",true]}""").Append('\n');
            }

            foreach (var value in OtherValues.Numbers.Concat(OtherValues.BadNumbers))
            {
                lines.Append(CultureInfo.InvariantCulture, $$"""{"kind":"{{filler}}","code":{{value}},"list":[{"x":{{value}}},{{value}}],"verb":"v"}""").Append('\n');
            }
        }

        lines.Append(' ', 100);
        Check(Encoding.UTF8.GetBytes(lines.ToString()), fields, walk, ref read, ref refused);

        Assert.InRange(fields.LinesOfKnownShape, 130 * OtherValues.Texts.Length, read);
        Assert.InRange(refused, 130 * OtherValues.BadTexts.Length, 130 * (OtherValues.BadTexts.Length + OtherValues.BadNumbers.Length) * 2);
    }

    [Fact]
    public void ReadLine_TextEndsAnywhere_AsProvedByTheWalk()
    {
        var fields = new JsonFields(new FieldPaths(Names));
        var walk = new JsonWalk(new FieldPaths(Names));
        var line = Encoding.UTF8.GetBytes("""{"kind":"Event","verb":"get","user":{"username":"x"},"code":200,"annotations":{"reason":"because \"x\""}} """ + "\r\n");
        byte[] text = [.. line, .. line, .. line];
        var read = 0;
        var refused = 0;
        Check(text, fields, walk, ref read, ref refused);

        for (var length = 0; length <= text.Length; length++)
        {
            Check(text[..length], fields, walk, ref read, ref refused);
        }

        Assert.True(fields.LinesOfKnownShape > 50);
    }

    [Fact]
    public void ReadLine_EveryLineOfAnotherShape_AsProvedByTheWalk()
    {
        // Past the limits of the tree, and then not even looked at for a while.
        var random = new Random(3);
        var fields = new JsonFields(new FieldPaths(Names));
        var walk = new JsonWalk(new FieldPaths(Names));
        var read = 0;
        var refused = 0;
        for (var round = 0; round < 40; round++)
        {
            var lines = new StringBuilder();
            for (var i = 0; i < 1_000; i++)
            {
                lines.Append(CultureInfo.InvariantCulture, $$"""{"verb":"get","k{{random.Next()}}":"v","{{new string('y', random.Next(200))}}":[{{random.Next(9)}}],"user":{"k{{random.Next(40)}}":true,"username":"u"} }""").Append('\n');
            }

            Check(Encoding.UTF8.GetBytes(lines.ToString()), fields, walk, ref read, ref refused);
        }

        Assert.Equal(40_000, read);
        Assert.InRange(fields.LinesOfKnownShape, 0, 1_000);
    }

    [Fact]
    public void ReadLine_ShapesChange_LearntAnew()
    {
        var fields = new JsonFields(new FieldPaths(Names));
        var walk = new JsonWalk(new FieldPaths(Names));
        var read = 0;
        var refused = 0;
        for (var age = 0; age < 4; age++)
        {
            var lines = new StringBuilder();
            for (var i = 0; i < 120_000; i++)
            {
                lines.Append(CultureInfo.InvariantCulture, $$"""{"verb":"get","age{{age}}":{"k{{i % 7}}":"{{i}}","l{{i / 7 % 7}}":"{{i}}","m{{i / 49 % 7}}":"{{i}}"},"code":{{i}}}""").Append('\n');
            }

            var before = fields.LinesOfKnownShape;
            Check(Encoding.UTF8.GetBytes(lines.ToString()), fields, walk, ref read, ref refused);

            // When there is no room for more, the fourth 343 shapes are learnt after a rest.
            Assert.InRange(fields.LinesOfKnownShape - before, 90_000, 120_000);
        }

        Assert.Equal(480_000, read);
    }

    // Reads line by line as the input does: a line that is not proved is passed over.
    private static void Check(byte[] text, JsonFields fields, JsonWalk walk, ref int read, ref int refused)
    {
        for (var at = 0; at < text.Length;)
        {
            var rest = text.AsSpan(at);
            var expected = walk.Read(rest);
            var length = fields.ReadLine(rest);
            if (length != expected)
            {
                Assert.Fail($"{length} and not {expected}: {Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, 2_000)])}");
            }

            if (length < 0)
            {
                refused++;
                var end = rest.IndexOf((byte)'\n');
                at = end < 0 ? text.Length : at + end + 1;
                continue;
            }

            read++;
            if (walk.LineEnd != fields.LineEnd || walk.HasUnusualMember != fields.HasUnusualMember
                || !IsSame(walk, fields) || !walk.Fields.SequenceEqual(fields.Fields) || !IsSame(walk, fields))
            {
                Assert.Fail($"Other fields: {Encoding.UTF8.GetString(rest[..walk.LineEnd])}");
            }

            at += walk.LineEnd + 1;
        }
    }

    // Each field and each member by itself, first before and then after all fields were taken together.
    private static bool IsSame(JsonWalk walk, JsonFields fields)
    {
        for (var field = 0; field < walk.Fields.Length; field++)
        {
            if (fields.Field(field) != walk.Fields[field] || fields.ShapeOf(field) != walk.Shapes[field])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] MakeLines(Random random, int count)
    {
        List<byte> text = [];
        for (var i = 0; i < count; i++)
        {
            var line = OtherValues.Put(Encoding.UTF8.GetBytes(JsonWalkTests.Sound[random.Next(JsonWalkTests.Sound.Length)]), random, badOneIn: 200);
            text.AddRange(random.Next(8) == 0 ? Mutations.Mutate(line, random) : line);
            text.AddRange(random.Next(10) switch { 0 => "\r\n"u8, 1 => " \n"u8, _ => "\n"u8 });
        }

        return [.. text];
    }
}
