using System.Text;
using AuditDashboard.LogsInsights.Tests.Cases;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class SelectionTests
{
    private const string Roles = "objectRef.resource = \"roles\" and verb in [\"create\", \"delete\"]";

    [Theory]
    [InlineData("""{"verb":"create","objectRef":{"resource":"roles"}}""", true)]
    [InlineData("""  { "verb" : "create" , "objectRef" : { "name" : "x" , "resource" : "roles" } }  """, true)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"\u0072oles"}}""", true)]
    [InlineData("""{"v\u0065rb":"create","objectRef":{"resource":"roles"}}""", true)]
    [InlineData("""{"verb":"cre\u0061te","objectRef.resource":"roles"}""", true)]
    [InlineData("""{"verb":"get","verb":"create","objectRef":{"resource":"roles"}}""", true)]
    [InlineData("""{"verb":"create","verb":"get","objectRef":{"resource":"roles"}}""", false)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"roles"},"objectRef":{"name":"x"}}""", false)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"roles"},"objectRef":null}""", false)]
    [InlineData("""{"verb":"create","objectRef":[{"resource":"roles"}]}""", false)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"clusterroles"},"x":"roles"}""", false)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"roles"}""", false)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"roles"}}[Truncated...]""", false)]
    [InlineData("""[{"verb":"create","objectRef":{"resource":"roles"}}]""", false)]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("plain text with \"roles\" and \"create\"", false)]
    public void Matches_Shapes_OnlyWhatTheRecordSays(string record, bool expected) =>
        Assert.Equal(expected, Compile(Roles).Matches(Record(record)));

    [Theory]
    [InlineData("code = \"4.01e2\"", "{\"code\":4.01e2}", true)]
    [InlineData("code = \"4.01e2\"", "{\"code\":\"4.01e2\"}", true)]
    [InlineData("code in [\"1E5\", \"x\"]", "{\"code\":1E5}", true)]
    [InlineData("code = \"1e5\"", "{\"code\":100000}", false)]
    public void Matches_NumberWithExponentAsText_ComparedByItsSource(string selection, string record, bool expected) =>
        Assert.Equal(expected, Compile(selection).Matches(Record(record)));

    [Fact]
    public void Matches_ByteOrderMark_PassedOver() =>
        Assert.True(Compile(Roles).Matches(Record("\uFEFF{\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\"}}")));

    [Fact]
    public void Matches_DeepBody_CannotHideTheChange()
    {
        foreach (var depth in new[] { 63, 64, 65, 512, 513, 200_000 })
        {
            var deep = new string('[', depth) + new string(']', depth);

            Assert.True(Compile(Roles).Matches(Record($$$"""{"requestObject":{{{deep}}},"verb":"create","objectRef":{"resource":"roles"}}""")));
        }
    }

    [Fact]
    public void Matches_OddBytesInBody_CannotHideTheChange()
    {
        byte[] record = [.. "{\"x\":\""u8, 0xFF, 0xC0, .. "\\ud800\",\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\"}}"u8];

        Assert.True(Compile(Roles).Matches(new LogRecord { Message = record }));
    }

    [Fact]
    public void Matches_InvalidBytesInValue_ComparedAsReplacementCharacter()
    {
        byte[] record = [.. "{\"v\":\"a"u8, 0xFF, .. "\"}"u8];

        Assert.True(Compile("v = \"a\uFFFD\"").Matches(new LogRecord { Message = record }));
        Assert.True(Compile("v like \"a\uFFFD\"").Matches(new LogRecord { Message = record }));
        Assert.True(Compile("@message like \"a\uFFFD\"").Matches(new LogRecord { Message = record }));
        Assert.False(Compile("v = \"a\"").Matches(new LogRecord { Message = record }));
    }

    [Fact]
    public void Matches_TimesThatPrintAlike_AreEqual()
    {
        var record = Record("{}") with { TimestampMicros = Records.Midnight + 37_000_500 };

        Assert.True(Compile("@timestamp = fromMillis(toMillis(@timestamp))").Matches(record));
        Assert.False(Compile("@timestamp != datefloor(@timestamp, 100ms)").Matches(record));
        Assert.True(Compile("@timestamp > fromMillis(toMillis(@timestamp) - 1)").Matches(record));
    }

    [Fact]
    public void Scan_ManySelectionsOfOneField_EachAsAlone()
    {
        List<Selection> selections =
        [
            .. new[]
            {
                "v = \"roles\"", "v in [\"roles\", \"secrets\"] and w = \"get\"", "w = \"get\" and v = \"secrets\"", "ispresent(w) and v in [\"é\", \"a\uFFFD\"]",
                "v = 401", "v = \"401\" or w = \"get\"", "not v = \"roles\"", "v = \"\"", "(w = \"get\" and v = \"true\") and ispresent(v)", "v != \"roles\"", "w = \"list\"",
                "v in [\"roles\", 401]",
            }.Select(Compile),
        ];
        byte[][] values =
        [
            .. new[] { "\"roles\"", "\"r\\u006fles\"", "\"secrets\"", "\"secret\\u0073\"", "\"é\"", "\"\\u00e9\"", "\"\"", "401", "\"401\"", "4.01e2", "true", "\"true\"", "null", "{}", "[\"roles\"]" }
                .Select(Encoding.UTF8.GetBytes),
            [.. "\"a"u8, 0xFF, .. "\""u8],
        ];
        var scan = new SelectionSet(selections).Start([]);
        var all = 0UL;
        foreach (var value in values)
        {
            foreach (var end in new[] { "}", ",\"w\":\"get\"}", ",\"w\":\"list\"}" })
            {
                var record = new LogRecord { Message = (byte[])[.. "{\"v\":"u8, .. value, .. Encoding.UTF8.GetBytes(end)] };
                var alone = selections.Select((selection, i) => selection.Matches(record) ? 1UL << i : 0).Aggregate((left, right) => left | right);

                Assert.Equal(record.Message.Length, scan.Fields.Read(record.Message.Span));
                Assert.Equal(alone, scan.Match(record));
                all |= alone;
            }
        }

        // Each matched something, or nothing would be shown.
        Assert.Equal((1UL << selections.Count) - 1, all);
    }

    [Fact]
    public void Matches_NotJson_HasMessageAndSourceFieldsOnly()
    {
        var record = Record("not json verb=create") with { LogStream = "kube-apiserver-audit-1" };

        Assert.True(Compile("@message like \"verb=create\" and @logStream like /audit/").Matches(record));
        Assert.True(Compile("not ispresent(verb)").Matches(record));
        Assert.False(Compile("verb = \"create\"").Matches(record));
    }

    [Theory]
    [InlineData(Roles, """{"verb":"create","objectRef":{"resource":"roles"},"requestObj""", true)]
    [InlineData(Roles, """{"verb":"create","objectRef":{"resource":"clusterroles"},"requestObj""", false)]
    [InlineData(Roles, """{"verb":"get","objectRef":{"resource":"roles"},"requestObj""", false)]
    [InlineData(Roles, """{"verb":"create","objectRef":{"resource":"\u0072oles"},"requestObj""", true)]
    [InlineData(Roles, """{"log":"{\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\"}}""", true)]
    [InlineData(Roles, "", false)]
    [InlineData("code in [401, 403]", """{"code":401,"x""", true)]
    [InlineData("code in [401, 403]", """{"code":200,"x""", false)]
    [InlineData("verb != \"get\"", "garbage", true)]
    [InlineData("a = \"x\" or b like \"yy\"", "{\"q\":\"zyyz", true)]
    [InlineData("a = \"x\" or b like \"yy\"", "{\"q\":\"z", false)]
    [InlineData("a = \"x\" or b > 1", "{\"q\":\"z", true)]
    public void MayMatchUnreadable_Literals_Tells(string selection, string bytes, bool expected) =>
        Assert.Equal(expected, Compile(selection).MayMatchUnreadable(Encoding.UTF8.GetBytes(bytes)));

    [Theory]
    [InlineData("a = 1 and count(*) > 2", "E-AGGREGATE")]
    [InlineData("now() > 5", "E-RUN-TIME")]
    [InlineData("filter a = 1", "E-SYNTAX")]
    [InlineData("a = 1 | limit 5", "E-SYNTAX")]
    [InlineData("", "E-SYNTAX")]
    public void TryCompile_NotASelection_Refused(string text, string code)
    {
        Assert.False(Selection.TryCompile(text, out _, out var error));

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Matches_FromManyThreads_SameAnswers()
    {
        var set = new SelectionSet([Compile(Roles), Compile("code = 401"), Compile("name like \"w\"")]);
        var expected = set.Match(Records.Shapes);
        var wrong = 0;

        Parallel.For(0, 20_000, i =>
        {
            var record = i % 2 == 0 ? Records.Shapes : Record("{\"code\":\"401.0\"}");
            if (set.Match(record) != (i % 2 == 0 ? expected : 0b010UL))
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.Equal(0b110UL, expected);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Query_Filters_BecomeASelection()
    {
        Assert.True(InsightsQuery.TryCompile(
            "fields x | filter @logStream like \"audit\" and a = 1 | sort x | filter b = 2 or c = 3 | stats count(*) as n | filter n > 1", QueryOptions.Default, out var query, out _));

        Assert.True(query.TryGetSelection(["@logStream like \"audit\""], out var selection, out _));

        Assert.Equal("a = 1 and (b = 2 or c = 3)", selection.CanonicalText);
    }

    [Theory]
    [InlineData("fields a as b | filter b = 1", 24)]
    [InlineData("fields a", 9)]
    public void Query_WithoutUsableFilter_HasNoSelection(string text, int column)
    {
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out _));

        Assert.False(query.TryGetSelection([], out _, out var error));

        Assert.Equal(("E-SELECTION", column), (error.Code, error.Column));
    }

    internal static Selection Compile(string text)
    {
        Assert.True(Selection.TryCompile(text, out var selection, out var error), error?.ToString());
        return selection;
    }

    private static LogRecord Record(string text) => new() { Message = Encoding.UTF8.GetBytes(text) };
}
