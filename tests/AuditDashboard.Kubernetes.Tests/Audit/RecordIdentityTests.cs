using System.Text;
using System.Text.Json;
using AuditDashboard.Kubernetes.Audit;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Audit;

public sealed class RecordIdentityTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b" : 2 , "a" : 1 }""")]
    [InlineData("""{"a":"A"}""", """{"\u0061":"\u0041"}""")]
    [InlineData("""{"a":"/\u00e9\n\ud83d\ude00"}""", "{\"a\":\"\\/é\\u000A\U0001F600\"}")]
    [InlineData("""{"a":{"y":[1,{"c":1,"b":2}],"x":null}}""", """{"a":{"x":null,"y":[1,{"b":2,"c":1}]}}""")]
    [InlineData("""{"a":"\u001F\u0007"}""", """{"a":"\u001f\u0007"}""")]
    public void Compute_SameContent_SameIdentity(string left, string right) => Assert.Equal(Id(left), Id(right));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2,"a":1}""")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ud801"}""")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":1""", """{"a":1 """)]
    public void Compute_OtherContent_OtherIdentity(string left, string right) => Assert.NotEqual(Id(left), Id(right));

    [Fact]
    public void Compute_OtherCluster_OtherIdentity()
    {
        Assert.NotEqual(RecordIdentity.Compute("a", "{}"u8), RecordIdentity.Compute("b", "{}"u8));
        Assert.NotEqual(RecordIdentity.Compute("a", "b{}"u8), RecordIdentity.Compute("ab", "{}"u8));
    }

    [Fact]
    public void Compute_BytesThatAreNotUtf8_RawBytes()
    {
        byte[] left = [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8];
        byte[] right = [.. "{\"a\":\""u8, 0xFE, .. "\"}"u8];

        Assert.NotEqual(RecordIdentity.Compute("c", left), RecordIdentity.Compute("c", right));
    }

    [Fact]
    public void Compute_TooDeep_RawBytes()
    {
        var deep = new string('[', 600) + new string(']', 600);

        Assert.NotEqual(Id(deep), Id(deep + " "));
    }

    // The value is written down so that a change of the form, which would store every event a second time, does not pass unseen.
    [Fact]
    public void Compute_KnownRecord_KnownHash()
    {
        byte[] canonical = [3, 0, 0, 0, .. "lab"u8, .. """{"a":[true,-1.50e3,"A\"\\\n"],"b":{}}"""u8];

        var id = RecordIdentity.Compute("lab", """ { "b" : { } , "\u0061" : [ true , -1.50e3 , "A\"\\\u000a" ] } """u8);

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(canonical)), id.ToString());
    }

    [Fact]
    public void Compute_MembersShuffledSpacedAndEscaped_SameIdentity() =>
        Property.Holds(Gen.Select(GenJson, Gen.Int), value => Assert.Equal(Id(value.Item1.Write(null)), Id(value.Item1.Write(new Random(value.Item2)))), count: 800);

    // Against an independent canonical form: the framework's document, sorted recursively.
    [Fact]
    public void TryCanonical_RandomJson_AsTheFrameworkReadsIt() =>
        Property.Holds(
            Gen.Select(GenJson, Gen.Int),
            value =>
            {
                var text = Encoding.UTF8.GetBytes(value.Item1.Write(new Random(value.Item2)));
                var output = new byte[text.Length];
                Assert.True(RecordIdentity.TryCanonical(text, output, out var length));
                using var ours = JsonDocument.Parse(output.AsMemory(0, length));
                using var theirs = JsonDocument.Parse(text);
                Assert.True(JsonElement.DeepEquals(theirs.RootElement, ours.RootElement));
            },
            count: 600);

    [Fact]
    public void Compute_ManyMembers_SortedAndQuick()
    {
        var names = Enumerable.Range(0, 10_000).Select(i => $"\"n{i * 7919 % 10_000}\":{i * 7919 % 10_000}").ToArray();
        var forwards = "{" + string.Join(',', names) + "}";
        Array.Reverse(names);

        Assert.Equal(Id(forwards), Id("{" + string.Join(',', names) + "}"));
    }

    [Fact]
    public void Compute_RealEvents_NoTwoAlike()
    {
        Assert.SkipUnless(RealData.Folder is not null, RealData.Absent);
        var lines = RealData.Lines(RealData.IsKubernetes).Select(line => line.Line).DistinctBy(Convert.ToHexString).ToList();

        var ids = lines.Select(line => RecordIdentity.Compute("real", line)).ToHashSet();

        Assert.Equal(lines.Count, ids.Count);
    }

    private static RecordId Id(string json) => RecordIdentity.Compute("lab", Encoding.UTF8.GetBytes(json));

    private static readonly Gen<string> GenText = Gen.OneOf("", "a", "b", "kind", "é", "€", "\U0001F600", "\"", "\\", "/", "\n", "\u0001", "\u007f", "x y").Array[0, 4].Select(string.Concat);

    private static readonly Gen<JsonSample> GenJson = Gen.Recursive<JsonSample>((depth, inner) =>
    {
        var leaf = Gen.OneOf<JsonSample>(
            Gen.OneOf("1", "-0", "1.50", "1e+9", "true", "false", "null").Select(text => (JsonSample)new JsonSample.Raw(text)),
            GenText.Select(text => (JsonSample)new JsonSample.Text(text)));
        return depth > 4
            ? leaf
            : Gen.OneOf<JsonSample>(
                leaf,
                inner.Array[0, 4].Select(items => (JsonSample)new JsonSample.List(items)),
                Gen.Select(GenText, inner).Array[0, 15].Select(members => (JsonSample)new JsonSample.Map([.. members.DistinctBy(m => m.Item1)])));
    });
}
