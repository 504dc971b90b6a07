using System.Net;
using AuditDashboard.SignIn.Proxy;

namespace AuditDashboard.Tests.SignIn.Proxy;

public sealed class ProxyPeersTests
{
    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "::ffff:10.0.0.5", true)]
    [InlineData("::ffff:10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.50", false)]
    [InlineData("10.0.0.5", "::10.0.0.5", false)]
    [InlineData("10.1.0.0/16", "10.1.255.255", true)]
    [InlineData("10.1.0.0/16", "10.2.0.0", false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("fd00::/64", "fd00::1", true)]
    [InlineData("fd00::/64", "fd00:0:0:1::1", false)]
    [InlineData("fe80::1", "fe80::1%3", true)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("192.0.2.7/32", "192.0.2.7", true)]
    public void Contains_AnAddress_ByItsNumberAlone(string proxy, string address, bool expected)
    {
        Assert.True(ProxyPeers.TryParse([proxy], out var peers, out _));

        Assert.Equal(expected, peers.Contains(IPAddress.Parse(address)));
        Assert.False(peers.Contains(null));
        Assert.False(ProxyPeers.None.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("10")]
    [InlineData("10.1")]
    [InlineData("10.1.2.3/16")]
    [InlineData("10.1.2.0/33")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("0.0.0.0/1")]
    [InlineData("10.0.0.1, 10.0.0.2")]
    [InlineData("*")]
    [InlineData(" ")]
    public void TryParse_NoAddress_SaysSo(string proxy)
    {
        Assert.False(ProxyPeers.TryParse(["10.0.0.5", proxy], out _, out var problem));

        Assert.StartsWith($"holds '{proxy}', which ", problem, StringComparison.Ordinal);
    }
}
