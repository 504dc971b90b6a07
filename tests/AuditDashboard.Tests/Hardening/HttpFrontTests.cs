using System.Net.Sockets;
using System.Text;
using AuditDashboard.Tests.Shell;

namespace AuditDashboard.Tests.Hardening;

/// <summary>Requests that two servers could read differently, byte by byte: each gets one refusal, and the connection ends, so that nothing hidden in it is taken for another request.</summary>
public sealed class HttpFrontTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    // {0} stands for the server's name, {L} for how long this is.
    private const string Hidden = "GET /healthz/live HTTP/1.1\r\nHost: {0}\r\n\r\n";

    public static TheoryData<string, string> Requests => new()
    {
        { "two lengths", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nContent-Length: 0\r\nContent-Length: {{L}}\r\n\r\n{Hidden}" },
        { "a list of lengths", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nContent-Length: 0, {{L}}\r\n\r\n{Hidden}" },
        { "a length below zero", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nContent-Length: -1\r\n\r\n{Hidden}" },
        { "an unknown coding", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{Hidden}" },
        { "chunked that is not last", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Hidden}" },
        { "a space before the colon", $"POST /x HTTP/1.1\r\nHost: {{0}}\r\nContent-Length : {{L}}\r\n\r\n{Hidden}" },
        { "a folded header", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\nX-A: 1\r\n 2\r\n\r\n{Hidden}" },
        { "a bare carriage return", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\nX-A: 1\rX-B: 2\r\n\r\n{Hidden}" },
        { "a NUL in a header", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\nX-A: 1\u00002\r\n\r\n{Hidden}" },
        { "two hosts", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\nHost: 127.0.0.1\r\n\r\n{Hidden}" },
        { "no host", $"GET /x HTTP/1.1\r\n\r\n{Hidden}" },
        { "a version that is not there", $"GET /x HTTP/1.7\r\nHost: {{0}}\r\n\r\n{Hidden}" },
        { "a line that is too long", $"GET /{new string('a', 200_000)} HTTP/1.1\r\nHost: {{0}}\r\n\r\n{Hidden}" },
        { "headers that are too long", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\nX-A: {new string('a', 200_000)}\r\n\r\n{Hidden}" },
        { "too many headers", $"GET /x HTTP/1.1\r\nHost: {{0}}\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))}\r\n{Hidden}" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_ThatCanBeReadInTwoWays_GetsOneRefusalAndTheEnd(string what, string request)
    {
        var answer = await AskAsync(request);

        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 50", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(answer, "HTTP/1\\.1 [0-9]{3}"));
    }

    /// <summary>As CVE-2025-55315 hid a request: the line of a chunk ends in a line feed alone.</summary>
    [Theory]
    [InlineData("5;a=\n0\r\n\r\n")]
    [InlineData("0;a\nb\r\n\r\n")]
    [InlineData("0;a\rb\r\n\r\n")]
    [InlineData("0\n\r\n")]
    [InlineData("xyz\r\n\r\n")]
    public async Task Chunk_WhoseLineEndsOtherwise_HidesNoRequest(string chunk)
    {
        var answer = await AskAsync($"POST /api/v1/events HTTP/1.1\r\nHost: {{0}}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{Hidden}");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    /// <summary>A length beside chunks: the chunks count, as the standard has it, and the connection ends after the answer, so that nobody reads on.</summary>
    [Fact]
    public async Task Length_BesideChunks_HidesNoRequest()
    {
        var answer = await AskAsync($"POST /api/v1/events HTTP/1.1\r\nHost: {{0}}\r\nContent-Length: {{L}}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    /// <summary>What is hidden is answered where it stands alone: otherwise the tests above would prove nothing.</summary>
    [Fact]
    public async Task Request_ThatIsHidden_IsAnsweredWhereItIsNot() =>
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(Hidden.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);

    // All that the server says until it hangs up.
    private async Task<string> AskAsync(string request)
    {
        var address = new Uri(server.Start());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var answer = new MemoryStream();
        var length = Hidden.Replace("{0}", address.Authority, StringComparison.Ordinal).Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var bytes = Encoding.Latin1.GetBytes(request.Replace("{0}", address.Authority, StringComparison.Ordinal).Replace("{L}", length, StringComparison.Ordinal));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));

        // Read from the beginning: it may hang up before all is sent.
        await Task.WhenAll(UntilTheEndAsync(stream.CopyToAsync(answer, patience.Token)), UntilTheEndAsync(stream.WriteAsync(bytes, patience.Token).AsTask()));
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static async Task UntilTheEndAsync(Task half)
    {
        try
        {
            await half;
        }
        catch (IOException)
        {
            // It hung up.
        }
    }
}
