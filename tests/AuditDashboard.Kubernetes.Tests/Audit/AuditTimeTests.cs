using System.Text;
using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Tests.Audit;

public sealed class AuditTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("2026-11-23T13:41:52Z", 1_795_441_312_000_000)]
    [InlineData("2026-11-23t13:41:52z", 1_795_441_312_000_000)]
    [InlineData("2026-11-23T13:41:52.4Z", 1_795_441_312_400_000)]
    [InlineData("2026-11-23T13:41:52.4187654321Z", 1_795_441_312_418_765)]
    [InlineData("2026-11-23T15:41:52+02:00", 1_795_441_312_000_000)]
    [InlineData("2026-11-23T08:11:52-0530", 1_795_441_312_000_000)]
    [InlineData("2026-11-23 13:41:52.418000000", 1_795_441_312_418_000)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000_000)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_800_000_000)]
    public void TryParse_Instant_Micros(string text, long expected)
    {
        Assert.True(AuditTime.TryParse(Encoding.ASCII.GetBytes(text), out var micros));
        Assert.Equal(expected, micros);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T13:41")]
    [InlineData("2026-11-23T13:41:52.Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T13:41:52+2:00")]
    [InlineData("2026-11-23T13:41:52+25:00")]
    [InlineData("2026-11-23T13:41:52 UTC")]
    [InlineData("+026-11-23T13:41:52Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1795441312")]
    public void TryParse_NoInstant_False(string text) => Assert.False(AuditTime.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
