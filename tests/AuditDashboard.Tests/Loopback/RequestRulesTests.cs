using System.Net;
using AuditDashboard.Loopback;
using Microsoft.AspNetCore.Http;

namespace AuditDashboard.Tests.Loopback;

public sealed class RequestRulesTests
{
    private readonly DefaultHttpContext _context = new();

    public RequestRulesTests()
    {
        _context.Connection.RemoteIpAddress = IPAddress.Loopback;
        _context.Request.Method = "GET";
        _context.Request.Scheme = "http";
        _context.Request.Host = new HostString("127.0.0.1:5080");
        _context.Request.Path = "/changes";
    }

    [Fact]
    public void Request_OurOwn_Passes() => Assert.Null(RequestRules.FindProblem(_context));

    [Fact]
    public void Request_FromAnotherMachine_IsRefused()
    {
        _context.Connection.RemoteIpAddress = IPAddress.Parse("192.168.1.7");

        Assert.Equal("connection", RequestRules.FindProblem(_context)?.Rule);
    }

    [Theory]
    [InlineData("rebound.evil.example:5080")]
    [InlineData("evil.localhost:5080")]
    [InlineData("")]
    public void Request_ForAnotherName_Is400(string host)
    {
        _context.Request.Host = new HostString(host);

        Assert.Equal(HttpStatusCode.BadRequest, RequestRules.FindProblem(_context)?.Status);
    }

    /// <summary>Where people sign in: our public name, addresses and loopback names; nothing that somebody else could point at us.</summary>
    [Theory]
    [InlineData("audit.example.com", true)]
    [InlineData("AUDIT.example.com:8443", true)]
    [InlineData("10.1.2.3:5080", true)]
    [InlineData("[2001:db8::7]:5080", true)]
    [InlineData("localhost:5080", true)]
    [InlineData("rebound.evil.example", false)]
    [InlineData("audit.example.com.evil.example", false)]
    [InlineData("167838211", false)]
    [InlineData("", false)]
    public void PublicRequest_ForAName_PassesForOursOnly(string host, bool passes)
    {
        _context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        _context.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
        _context.Request.Host = new HostString(host);

        Assert.Equal(passes, RequestRules.FindProblem(_context, new Uri("https://audit.example.com")) is null);
    }

    [Theory]
    [InlineData("audit.example.com", "https://audit.example.com", true)]
    [InlineData("10.1.2.3:5080", "https://audit.example.com", true)]
    [InlineData("10.1.2.3:5080", "http://10.1.2.3:5080", true)]
    [InlineData("audit.example.com", "http://audit.example.com", false)]
    [InlineData("audit.example.com", "https://audit.example.com:8443", false)]
    [InlineData("10.1.2.3:5080", "http://10.1.2.3:8080", false)]
    [InlineData("audit.example.com", "https://evil.example", false)]
    [InlineData("audit.example.com", "null", false)]
    public void PublicRequest_WithOrigin_PassesFromOurOwnOnly(string host, string origin, bool passes)
    {
        _context.Request.Method = "POST";
        _context.Request.Path = "/_blazor/negotiate";
        _context.Request.Host = new HostString(host);
        _context.Request.Headers.Origin = origin;

        Assert.Equal(passes, RequestRules.FindProblem(_context, new Uri("https://audit.example.com")) is null);
    }

    [Theory]
    [InlineData("Forwarded", "for=1.2.3.4")]
    [InlineData("forwarded", "")]
    [InlineData("X-Forwarded-For", "1.2.3.4")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("X-Forwarded-Anything", "1")]
    public void Request_ThroughAProxy_Is400(string header, string value)
    {
        _context.Request.Headers[header] = value;

        Assert.Equal(HttpStatusCode.BadRequest, RequestRules.FindProblem(_context)?.Status);
    }

    [Theory]
    [InlineData("GET", "http://evil.example", false)]
    [InlineData("POST", "http://evil.example", false)]
    [InlineData("POST", "null", false)]
    [InlineData("POST", "https://127.0.0.1:5080", false)]
    [InlineData("POST", "http://127.0.0.1:3000", false)]
    [InlineData("POST", "http://localhost:5080", false)]
    [InlineData("POST", "http://127.0.0.1:5080", true)]
    [InlineData("GET", "http://127.0.0.1:5080", true)]
    public void Request_WithOrigin_PassesFromOurOwnOnly(string method, string origin, bool passes)
    {
        _context.Request.Method = method;
        _context.Request.Headers.Origin = origin;

        Assert.Equal(passes, RequestRules.FindProblem(_context) is null);
    }

    [Theory]
    [InlineData("GET", "websocket", null, false)]
    [InlineData("GET", "websocket", "http://evil.example", false)]
    [InlineData("GET", "websocket", "http://127.0.0.1:5080", true)]
    [InlineData("POST", null, null, false)]
    [InlineData("POST", null, "http://127.0.0.1:5080", true)]
    [InlineData("CONNECT", null, null, false)]
    [InlineData("GET", null, null, true)]
    public void Circuit_OpensForOurOwnPageOnly(string method, string? upgrade, string? origin, bool passes)
    {
        _context.Request.Path = "/_blazor";
        _context.Request.Method = method;
        if (upgrade is not null)
        {
            _context.Request.Headers.Upgrade = upgrade;
        }

        if (origin is not null)
        {
            _context.Request.Headers.Origin = origin;
        }

        Assert.Equal(passes, RequestRules.FindProblem(_context) is null);
    }

    [Theory]
    [InlineData("/changes", "cross-site", "navigate", "document", true)]
    [InlineData("/changes", "same-site", "navigate", "document", true)]
    [InlineData("/changes", "cross-site", "navigate", "iframe", false)]
    [InlineData("/changes", "cross-site", "no-cors", "image", false)]
    [InlineData("/api/v1/events", "same-site", "cors", "empty", false)]
    [InlineData("/app.css", "cross-site", "no-cors", "style", false)]
    [InlineData("/_blazor", "cross-site", "navigate", "document", false)]
    [InlineData("/api/v1/events", "same-origin", "cors", "empty", true)]
    [InlineData("/changes", "none", "navigate", "document", true)]
    public void FetchSite_FromElsewhere_MayOnlyOpenAPage(string path, string site, string mode, string destination, bool passes)
    {
        _context.Request.Path = path;
        _context.Request.Headers["Sec-Fetch-Site"] = site;
        _context.Request.Headers["Sec-Fetch-Mode"] = mode;
        _context.Request.Headers["Sec-Fetch-Dest"] = destination;

        Assert.Equal(passes, RequestRules.FindProblem(_context) is null);
    }
}
