using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AuditDashboard.Tests.SignIn.Raw;

namespace AuditDashboard.Benchmarks.Circuits;

/// <summary>An open page as far as the server can tell: takes what is rendered, says that it is on the screen, and answers the page's scripts.</summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _server;
    private Task _running = Task.CompletedTask;

    private CircuitClient(string server) => _server = server;

    /// <summary>Bytes that were rendered since the last navigation.</summary>
    public long RenderedBytes { get; private set; }

    /// <summary>When something was rendered last, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastRendered { get; private set; } = Environment.TickCount64;

    /// <summary>True once the server has hung up.</summary>
    public bool IsClosed => _running.IsCompleted;

    /// <summary>Opens a page.</summary>
    /// <param name="client">Fetches it.</param>
    /// <param name="server">The server's address, without a slash at its end.</param>
    /// <param name="path">The page.</param>
    public static async Task<CircuitClient> OpenAsync(HttpClient client, string server, string path)
    {
        var page = await client.GetStringAsync(new Uri(server + path));
        var circuit = new CircuitClient(server);
        circuit._socket.Options.SetRequestHeader("Origin", server);
        await circuit._socket.ConnectAsync(new Uri(server.Replace("http://", "ws://", StringComparison.Ordinal) + "/_blazor"), CancellationToken.None);
        await circuit._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        circuit._running = circuit.RunAsync();
        await circuit.SendAsync(PackWriter.Call("start", "StartCircuit", server + "/", server + path, "[]", ""));
        await circuit.SendAsync(PackWriter.Call("components", "UpdateRootComponents", OperationsOf(page), ""));
        return circuit;
    }

    /// <summary>Goes to another page, as a link does.</summary>
    public Task GoAsync(string path)
    {
        (RenderedBytes, LastRendered) = (0, Environment.TickCount64);
        return SendAsync(PackWriter.Call(id: null, "OnLocationChanged", _server + path, null, false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private static string OperationsOf(string page) => new JsonObject
    {
        ["batchId"] = 1,
        ["operations"] = new JsonArray([.. Marker().Matches(page).Select(m => JsonNode.Parse(m.Groups[1].Value)!).Where(m => m["descriptor"] is not null) // matched as an object
            .Select((m, i) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = i + 1, ["marker"] = m.DeepClone() })]),
    }.ToJsonString();

    private async Task RunAsync()
    {
        var unread = new List<byte>();
        var buffer = new byte[64 * 1024];
        var isGreeted = false;
        try
        {
            var pinged = Environment.TickCount64;
            while (true)
            {
                var got = await _socket.ReceiveAsync(buffer, _stop.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                unread.AddRange(buffer.AsSpan(0, got.Count));
                if (!isGreeted && unread.IndexOf(0x1E) is var end and >= 0)
                {
                    unread.RemoveRange(0, end + 1);
                    isGreeted = true;
                }

                while (isGreeted && Take(unread) is { } message)
                {
                    await HandleAsync(message);
                }

                // The server pings every 15 seconds, so that one comes by here in time.
                if (Environment.TickCount64 - pinged > 5_000)
                {
                    pinged = Environment.TickCount64;
                    await SendAsync(PackWriter.Ping);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Hung up, from here or there.
        }
    }

    // Each message stands behind its length, seven bits a byte.
    private static object?[]? Take(List<byte> unread)
    {
        var (length, at) = (0, 0);
        do
        {
            if (at == unread.Count)
            {
                return null;
            }

            length |= (unread[at] & 0x7F) << (7 * at);
        }
        while (unread[at++] > 0x7F);
        if (unread.Count < at + length)
        {
            return null;
        }

        var message = unread.GetRange(at, length).ToArray();
        unread.RemoveRange(0, at + length);
        return (object?[]?)new PackReader(message).Read();
    }

    private async Task HandleAsync(object?[] message)
    {
        switch (message)
        {
            case [1L, _, _, "JS.RenderBatch", object[] and [long number, byte[] batch], ..]:
                (RenderedBytes, LastRendered) = (RenderedBytes + batch.Length, Environment.TickCount64);
                await SendAsync(PackWriter.Call(id: null, "OnRenderCompleted", number, null));
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object[] and [long number and not 0, string, string, long kind, ..], ..]:
                // Where an object is asked for, any will do.
                var result = kind == 1 ? $$"""{"__jsObjectId":{{number}}}""" : "null";
                await SendAsync(PackWriter.Call(id: null, "EndInvokeJSFromDotNet", number, true, $"[{number},true,{result}]"));
                break;
            default:
                break;
        }
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_stop.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _stop.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();
}
