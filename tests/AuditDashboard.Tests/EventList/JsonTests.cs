using System.Text;
using System.Text.Json;
using AuditDashboard.Shared.EventList.Json;

namespace AuditDashboard.Tests.EventList;

public sealed class JsonTests
{
    [Fact]
    public void Children_OfAnObject_KeepOrderAndRepeats()
    {
        var root = Parse("""{"a":1,"b":[true,null,"x"],"a":{"c":-1.50e3}}""");

        var children = root.Children();

        Assert.Equal(["a", "b", "a"], children.Select(c => c.Name));
        Assert.Equal("1", children[0].Part.Scalar);
        Assert.Equal(["true", "null", "x"], children[1].Part.Children().Select(c => c.Part.Scalar));
        Assert.Equal("-1.50e3", children[2].Part.Children()[0].Part.Scalar);
    }

    [Fact]
    public void Scalar_LoneSurrogateAndBrokenBytes_IsShownAndDoesNotThrow()
    {
        var bytes = "{\"a\":\"x\\ud800y\",\"b\\udc00\":\"ok\",\"c\":\""u8.ToArray().Concat(new byte[] { 0xFF, 0xC3 }).Concat("\"}"u8.ToArray()).ToArray();

        var children = JsonPart.Parse(bytes)!.Children();

        Assert.Equal("x\\ud800y", children[0].Part.Scalar);
        Assert.Equal("b\\udc00", children[1].Name);
        Assert.Contains('\uFFFD', children[2].Part.Scalar);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("not json")]
    public void Parse_NoJson_IsNull(string text) => Assert.Null(JsonPart.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Parse_DeeperThanIsFollowed_IsNull()
    {
        Assert.Null(JsonPart.Parse(Encoding.UTF8.GetBytes(new string('[', 600) + new string(']', 600))));
        Assert.NotNull(JsonPart.Parse(Encoding.UTF8.GetBytes(new string('[', 500) + new string(']', 500))));
    }

    [Fact]
    public void Format_AnyJson_ChangesWhiteSpaceOnly()
    {
        const string Text = """{"a" : [ ] ,"b":{"c":"x, y: {z}\"\\","d":[1,2]},"e":{}}""";

        var lines = JsonIndent.Format(Encoding.UTF8.GetBytes(Text), int.MaxValue);

        using var before = JsonDocument.Parse(Text);
        using var after = JsonDocument.Parse(lines);
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(after));
        Assert.Equal(
            """
            {
              "a": [],
              "b": {
                "c": "x, y: {z}\"\\",
                "d": [
                  1,
                  2
                ]
              },
              "e": {}
            }
            """, lines);
    }

    [Fact]
    public void Format_LongText_StopsAtTheLimit()
    {
        var lines = JsonIndent.Format(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", 10_000)) + "]"), 1_000);

        Assert.InRange(lines.Length, 1_000, 1_200);
    }

    private static JsonPart Parse(string text) => JsonPart.Parse(Encoding.UTF8.GetBytes(text)) ?? throw new InvalidOperationException("no JSON");
}
