using System.Net;
using System.Text.RegularExpressions;
using AuditDashboard.SignIn;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Asks as a browser does: keeps cookies, says where its forms come from, and shows each answer before it is followed.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(string address)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = new Uri(address) };
        Origin = address;
    }

    /// <summary>Names and values of the cookies that are sent.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Every Set-Cookie that came, as it came.</summary>
    public List<string> CookiesSet { get; } = [];

    /// <summary>Where its forms say that they come from.</summary>
    public string? Origin { get; set; }

    /// <summary>What it asks for in Host; null for the server's own address.</summary>
    public string? Host { get; set; }

    /// <summary>The Set-Cookie of the session that came last; null if none did.</summary>
    public string? SessionCookieSet => CookiesSet.LastOrDefault(c => SessionName().IsMatch(c));

    /// <summary>True if a session's cookie is sent.</summary>
    public bool HasSession => Cookies.Keys.Any(name => name is "AuditDashboard" or "__Host-AuditDashboard");

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Key, string? Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string?>(f.Key, f.Value))),
    });

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        if (Host is not null)
        {
            request.Headers.Host = Host;
        }

        if (Origin is not null && request.Method != HttpMethod.Get && !request.Headers.Contains("Origin"))
        {
            request.Headers.Add("Origin", Origin);
        }

        var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            CookiesSet.Add(line);
            var pair = line.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }

        return answer;
    }

    /// <summary>The antiforgery token of the form on a page.</summary>
    public async Task<string> FormTokenAsync(string path = SignInPaths.SignIn) => FormToken().Match(await ReadAsync(path)) is { Success: true } match
        ? WebUtility.HtmlDecode(match.Groups[1].Value)
        : throw new InvalidOperationException($"{path} has no form.");

    /// <summary>Opens the sign-in page and sends its form.</summary>
    public async Task<HttpResponseMessage> UseLinkAsync(string link, string? goTo = null) => await PostAsync(
        SignInPaths.Use, ("__RequestVerificationToken", await FormTokenAsync()), (SignInPaths.LinkParameter, link), (SignInPaths.ReturnParameter, goTo));

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("^(__Host-)?AuditDashboard=")]
    private static partial Regex SessionName();
}
