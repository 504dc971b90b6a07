using AuditDashboard.Shell;

namespace AuditDashboard.Tests.Shell;

public sealed class StartupTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://audit.example:5080")]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081")]
    [InlineData("http://unix:/tmp/audit.sock")]
    public void Build_AddressThatIsNotLoopback_IsRefusedInASentence(string urls)
    {
        var exception = Assert.Throws<StartupException>(() => DashboardHost.Build(["--Urls=" + urls, "--Storage:Path=" + Path.Combine(Path.GetTempPath(), "never-made", "audit.db")]));

        Assert.Contains(exception.Problems, p => p.Contains("Urls", StringComparison.Ordinal) && p.EndsWith('.'));
    }

    [Fact]
    public void Build_KestrelEndpointsInSettings_AreRefused()
    {
        var exception = Assert.Throws<StartupException>(() => DashboardHost.Build(["--Kestrel:Endpoints:Open:Url=http://0.0.0.0:5081"]));

        Assert.Contains(exception.Problems, p => p.Contains("Kestrel:Endpoints", StringComparison.Ordinal));
    }
}
