using System.Text.Json.Nodes;

namespace AuditDashboard.Harvest.Tests.Input;

public sealed class RealDataTests
{
    private static readonly string[] Plain =
    [
        "audit2rbac-demo", "eks-cloudwatch-insights", "falco-k8saudit", "gke-bridge", "immudb-cluster-a", "kind-cluster-lease", "openshift-lease", "panther-k8s",
    ];

    [Fact]
    public void PlainFiles_OfKubernetes_AreTheirLines()
    {
        var folder = RealData.Require();
        var total = 0;
        foreach (var name in Plain)
        {
            var path = Path.Combine(folder, name + ".ndjson");
            var records = RecordReading.ReadFiles(path);

            Assert.Equal(File.ReadAllLines(path).Where(l => l.Length > 0), records.Texts());
            Assert.All(records, r => Assert.Null(r.Problem));
            total += records.Count;
        }

        Assert.Equal(1636, total);
    }

    [Theory]
    [InlineData("panther-k8s")]
    [InlineData("eks-cloudwatch-insights")]
    public void WrappedFiles_AndPlainOnes_GiveTheSameEvents(string name)
    {
        var folder = RealData.Require();

        var plain = RecordReading.ReadFiles(Path.Combine(folder, name + ".ndjson"));
        var wrapped = RecordReading.ReadFiles(Path.Combine(folder, name + ".wrapped.ndjson"));

        Assert.Equal(plain.Texts(), wrapped.Texts());
        Assert.All(wrapped, r => Assert.Null(r.Problem));
        Assert.Equal(plain.Texts().Select(t => JsonNode.Parse(t)!.ToJsonString()), wrapped.Texts().Select(t => JsonNode.Parse(t)!.ToJsonString()));
    }

    [Fact]
    public void Folder_ReadWhole_HasNoProblems()
    {
        var records = RecordReading.ReadFiles(RealData.Require());

        Assert.DoesNotContain(records, r => r.Problem is not null);
        Assert.Equal(1636 + 72, records.Count(r => r.Text().Contains("\"kind\":\"Event\"", StringComparison.Ordinal) && r.File.EndsWith(".ndjson", StringComparison.Ordinal)));
    }
}
