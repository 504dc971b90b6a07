using AuditDashboard.Settings;

namespace AuditDashboard.Tests.Settings;

public sealed class NearNameTests
{
    [Theory]
    [InlineData("rols", "roles")]
    [InlineData("ROLES", "roles")]
    [InlineData("rloes", "roles")]
    [InlineData("secret", "secrets")]
    [InlineData("anonymus", "anonymous")]
    [InlineData("pods", null)]
    [InlineData("", null)]
    public void Find_Written_NearestOrNone(string written, string? expected) =>
        Assert.Equal(expected, NearName.Find(written, ["roles", "secrets", "anonymous"]));
}
