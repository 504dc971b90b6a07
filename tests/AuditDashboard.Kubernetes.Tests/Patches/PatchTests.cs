using System.Text;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Patches;

namespace AuditDashboard.Kubernetes.Tests.Patches;

public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b","c":1}""", """{"a":null}""", """{"c":1}""")]
    [InlineData("""{"a":["b"]}""", """{"a":["c","d"]}""", """{"a":["c","d"]}""")]
    [InlineData("""{"a":[1]}""", """{"a":{"b":null,"c":1}}""", """{"a":{"c":1}}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void MergePatch_Rfc7386(string target, string patch, string expected) =>
        Assert.Equal(Parse(expected), MergePatch.Apply(Parse(target), Parse(patch)));

    [Theory]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/1","value":9}]""", """{"a":[1,9,2]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/-","value":9}]""", """{"a":[1,2,9]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"remove","path":"/a/-1"}]""", """{"a":[1]}""")]
    [InlineData("""{"a/b":1,"c~d":2}""", """[{"op":"replace","path":"/a~1b","value":3},{"op":"remove","path":"/c~0d"}]""", """{"a/b":3}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"},{"op":"copy","from":"/c","path":"/a/d"}]""", """{"a":{"d":1},"c":1}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":1},{"op":"add","path":"/b","value":null}]""", """{"a":1,"b":null}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":2}]""", null)]
    [InlineData("""{"a":1}""", """[{"op":"remove","path":"/b"}]""", null)]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/b","value":1}]""", null)]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b/c","value":1}]""", null)]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/3","value":1}]""", null)]
    [InlineData("""{"a":1}""", """[{"op":"burn","path":"/a"}]""", null)]
    [InlineData("""{"a":1}""", """["no operation"]""", null)]
    public void JsonPatch_Rfc6902(string target, string patch, string? expected) =>
        Assert.Equal(expected is null ? null : Parse(expected), JsonPatch.Apply((ManifestObject)Parse(target), (ManifestList)Parse(patch)));

    [Theory]
    [InlineData("""{"secrets":[{"name":"a"},{"name":"b"}]}""", """{"secrets":[{"name":"b","$patch":"delete"},{"name":"c"}]}""", """{"secrets":[{"name":"a"},{"name":"c"}]}""")]
    [InlineData("""{"secrets":[{"name":"a"},{"name":"b"}]}""", """{"secrets":[{"name":"c"},{"$patch":"replace"}]}""", """{"secrets":[{"name":"c"}]}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"finalizers":["c"],"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b","c"]}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1","b":"2"}}}""", """{"metadata":{"labels":{"$retainKeys":["b"],"b":"3"}}}""", """{"metadata":{"labels":{"b":"3"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"replace","c":"3"}}}""", """{"metadata":{"labels":{"c":"3"}}}""")]
    [InlineData("""{"rules":[{"verbs":["get"]}]}""", """{"rules":[{"verbs":["list"]}]}""", """{"rules":[{"verbs":["list"]}]}""")]
    [InlineData("""{"metadata":{"ownerReferences":[{"uid":"u","name":"n"}]}}""", """{"metadata":{"ownerReferences":[{"uid":"u","controller":true}]}}""", """{"metadata":{"ownerReferences":[{"uid":"u","name":"n","controller":true}]}}""")]
    [InlineData("""{"rules":[]}""", """{"rules":[{"$patch":"delete","verbs":["get"]}]}""", null)]
    [InlineData("""{"metadata":{}}""", """{"metadata":{"$patch":"burn"}}""", null)]
    public void StrategicPatch_ByTheKindsOwnKeys(string target, string patch, string? expected) =>
        Assert.Equal(expected is null ? null : Parse(expected), StrategicPatch.Apply((ManifestObject)Parse(target), (ManifestObject)Parse(patch)));

    private static ManifestValue Parse(string json) => ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!;
}
