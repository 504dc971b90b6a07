using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.CloudWatchLogs;
using Amazon.Runtime;

namespace AuditDashboard.CloudWatchLogs.Tests.Wire;

/// <summary>A server on loopback that gives one scripted answer after the other, the last one again and again, and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Answer[] _answers;
    private readonly List<SeenRequest> _requests = [];
    private readonly Task _serving;

    public ScriptedServer(params Answer[] answers)
    {
        _answers = answers;
        _listener.Start();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public string Url { get; }

    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A client of this server.</summary>
    public AmazonCloudWatchLogsClient Client(Action<AmazonCloudWatchLogsConfig>? change = null)
    {
        var config = new AmazonCloudWatchLogsConfig { ServiceURL = Url, AuthenticationRegion = "eu-west-1" };
        change?.Invoke(config);
        return new AmazonCloudWatchLogsClient(new BasicAWSCredentials("AKIDEXAMPLE", "SECRETEXAMPLE"), config);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _serving;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It was stopped while it waited, or its client left in the middle.
        }

        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        for (var i = 0; ; i++)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
            {
                i--;
                continue;
            }

            lock (_requests)
            {
                _requests.Add(request);
            }

            var answer = _answers[Math.Min(i, _answers.Length - 1)];
            await stream.WriteAsync(answer.Bytes, _stop.Token);
            if (answer.IsReset)
            {
                client.Client.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task<SeenRequest?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var block = new byte[64 * 1024];
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var lines = text[..end].Split("\r\n");
                var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
                var length = headers.TryGetValue("Content-Length", out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
                if (bytes.Count >= end + 4 + length)
                {
                    return new SeenRequest(lines[0], headers, Encoding.UTF8.GetString([.. bytes.Skip(end + 4).Take(length)]));
                }
            }

            var count = await stream.ReadAsync(block, _stop.Token);
            if (count == 0)
            {
                return null;
            }

            bytes.AddRange(block[..count]);
        }
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record SeenRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What a scripted server writes, before it closes the connection or resets it.</summary>
internal sealed record Answer(byte[] Bytes, bool IsReset = false)
{
    public static Answer Ok(string body) => Of(200, body);

    public static Answer Of(int status, string body, params (string Name, string Value)[] headers) => new(Whole(status, body, headers));

    /// <summary>The headers promise the whole body, and half of it comes.</summary>
    public static Answer Half(string body)
    {
        var whole = Whole(200, body, []);
        return new Answer(whole[..(whole.Length - Encoding.UTF8.GetByteCount(body) / 2)]);
    }

    public static Answer Reset { get; } = new([], IsReset: true);

    private static byte[] Whole(int status, string body, (string Name, string Value)[] headers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Type: application/x-amz-json-1.1\r\nConnection: close\r\n");
        text.Append(CultureInfo.InvariantCulture, $"x-amzn-RequestId: 7d1b2a5e-0000-4000-8000-000000000001\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }
}
