using AuditDashboard.Loopback;

namespace AuditDashboard.Tests.Loopback;

public sealed class LoopbackAddressTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("[::1]")]
    public void IsLoopbackHost_OurOwn_Passes(string host) => Assert.True(LoopbackAddress.IsLoopbackHost(host));

    [Theory]
    [InlineData("")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil.localhost")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("192.168.1.5")]
    [InlineData("10.0.0.1")]
    [InlineData("*")]
    [InlineData("+")]
    public void IsLoopbackHost_AnythingElse_IsRefused(string host) => Assert.False(LoopbackAddress.IsLoopbackHost(host));
}
