using AuditDashboard.Exports;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Tests.Exports;

public sealed class ExportFileNameTests
{
    private const string Window = "from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z";

    [Theory]
    [InlineData("changes", "", "audit-changes-20261120T100000Z-20261120T110000Z.csv")]
    [InlineData("events", "&cluster=prod-1", "audit-events-prod-1-20261120T100000Z-20261120T110000Z.csv")]
    [InlineData("secrets", "&undated=1", "audit-secrets-undated.csv")]
    [InlineData("events", "&cluster=..%2F..%2Fetc%2Fpasswd", "audit-events-______etc_passwd-20261120T100000Z-20261120T110000Z.csv")]
    [InlineData("events", "&cluster=a%22%0D%0ASet-Cookie:%20x%3B", "audit-events-a___Set-Cookie__x_-20261120T100000Z-20261120T110000Z.csv")]
    [InlineData("events", "&cluster=%E2%80%AEcod.exe%00", "audit-events-_cod_exe_-20261120T100000Z-20261120T110000Z.csv")]
    public void FileName_OfAnyCluster_HoldsPlainLettersOnly(string list, string query, string expected)
    {
        var problems = new List<string>();
        var read = ExportList.Read(list, PageQuery.Parse($"?{Window}{query}"), DateTimeOffset.UnixEpoch, QueryCatalog.BuiltIn, problems);

        Assert.Empty(problems);
        Assert.Equal(expected, ExportFileName.Of(read, ExportFormat.Csv));
    }

    [Fact]
    public void FileName_OfALongCluster_IsCut()
    {
        var read = ExportList.Read("events", PageQuery.Parse($"?{Window}&cluster={new string('x', 500)}"), DateTimeOffset.UnixEpoch, QueryCatalog.BuiltIn, []);

        Assert.Equal($"audit-events-{new string('x', 60)}-20261120T100000Z-20261120T110000Z-about.json", ExportFileName.Of(read, ExportFormat.About));
    }
}
