using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Speaks the circuit's protocol by hand over a web socket, so that any message can be sent by anybody. Acknowledges what is rendered and answers the page's scripts, as a browser does.</summary>
internal sealed partial class RawCircuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<byte> _unread = [];
    private readonly List<byte[]> _batches = [];
    private readonly Dictionary<string, object?[]> _completed = [];
    private readonly Dictionary<string, bool> _returned = [];
    private readonly StringBuilder _shown = new();
    private long? _dispatcher;
    private long _rendered;
    private int _calls;
    private bool _isClosed;
    private Task _pings = Task.CompletedTask;

    /// <summary>False to say nothing of what was rendered, as a browser that hangs does.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>How often something was rendered.</summary>
    public int Renderings => _batches.Count;

    /// <summary>All text that was rendered or said so far.</summary>
    public string Shown => _shown.ToString();

    /// <summary>Opens a connection as the browser of a visitor does.</summary>
    public static async Task<RawCircuit> OpenAsync(string server, Visitor visitor)
    {
        var circuit = new RawCircuit();
        circuit._socket.Options.SetRequestHeader("Cookie", string.Join("; ", visitor.Cookies.Select(c => $"{c.Key}={c.Value}")));
        circuit._socket.Options.SetRequestHeader("Origin", server);
        await circuit._socket.ConnectAsync(new Uri(server.Replace("http://", "ws://", StringComparison.Ordinal) + "/_blazor"), circuit._stop.Token);
        await circuit._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, circuit._stop.Token);
        while (!circuit._unread.Contains(0x1E))
        {
            if (circuit._isClosed)
            {
                return circuit; // hung up on at once
            }

            await circuit.ReceiveAsync();
        }

        var end = circuit._unread.IndexOf(0x1E);
        Assert.Equal("{}", Encoding.UTF8.GetString([.. circuit._unread[..end]]));
        circuit._unread.RemoveRange(0, end + 1);
        circuit._pings = circuit.PingAsync();
        return circuit;
    }

    /// <summary>The components of a page, as its browser asks for them.</summary>
    public static string OperationsOf(string page) => new JsonObject
    {
        ["batchId"] = 1,
        ["operations"] = new JsonArray([.. Marker().Matches(page).Select(m => JsonNode.Parse(m.Groups[1].Value)!).Where(m => m["descriptor"] is not null)
            .Select((m, i) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = i + 1, ["marker"] = m.DeepClone() })]),
    }.ToJsonString();

    /// <summary>Opens a circuit on this connection with the components of a page, as its browser does.</summary>
    /// <returns>The circuit's secret; null if it was refused.</returns>
    public async Task<string?> StartAsync(string server, string path, string operations)
    {
        var secret = await CallAsync("StartCircuit", server + "/", server + path, "[]", "") as string;
        await CallAsync("UpdateRootComponents", operations, "");
        return secret;
    }

    /// <summary>Calls a method of the hub and gives what it answers: a text, true, false or null.</summary>
    public async Task<object?> CallAsync(string method, params object?[] arguments)
    {
        var id = $"call-{_calls++}";
        await SendAsync(PackWriter.Call(id, method, arguments));
        await WaitAsync(() => _completed.ContainsKey(id), $"an answer to {method}");

        // A completion is of the kind 1 (refused, with an error), 2 (without a result) or 3.
        return _completed[id] switch
        {
            [_, _, _, 1L, var error] => throw new InvalidOperationException($"The hub refused the call: {error}"),
            [_, _, _, 3L, var result] => result,
            _ => null,
        };
    }

    /// <summary>Calls a method of the hub, whatever comes of it.</summary>
    /// <returns>False if the server has hung up.</returns>
    public async Task<bool> TryCallAsync(string method, params object?[] arguments)
    {
        var id = $"call-{_calls++}";
        if (_isClosed)
        {
            return false;
        }

        try
        {
            await SendAsync(PackWriter.Call(id, method, arguments));
        }
        catch (WebSocketException)
        {
            _isClosed = true;
        }

        await WaitAsync(() => _completed.ContainsKey(id) || _isClosed, $"an answer to {method}");
        return _completed.ContainsKey(id);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(byte[] message)
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

    /// <summary>The message that a browser sends when the button of this name is pressed; waits until it is there.</summary>
    /// <param name="label">The button's name for assistive technology.</param>
    /// <param name="id">By which its answer is known.</param>
    public Task<byte[]> PressOfAsync(string label, string id) => MessageOfAsync(new RawStep("click", "aria-label", label), id);

    /// <summary>The message that a browser sends for a step; waits until the element is there.</summary>
    /// <param name="step">What the person does.</param>
    /// <param name="id">By which its answer is known.</param>
    public async Task<byte[]> MessageOfAsync(RawStep step, string id) => MessageOf(step, await WaitHandlerAsync(step, gone: null), id);

    /// <summary>Waits until something was rendered and messages can be sent.</summary>
    public Task WaitReadyAsync() => WaitAsync(() => _dispatcher is not null && _batches.Count > 0, "a page");

    /// <summary>Waits until the page has answered a message.</summary>
    /// <returns>False if there was nobody to take it: the page has been drawn anew since, or it is another's.</returns>
    public async Task<bool> WaitReturnedAsync(string id)
    {
        await WaitAsync(() => _returned.ContainsKey(id), $"the end of {id}");
        return _returned[id];
    }

    /// <summary>Does a step as a person does, who looks again where the page has just been drawn anew.</summary>
    /// <param name="step">What the person does.</param>
    /// <param name="name">By which the answer is known; used once.</param>
    /// <returns>The message that was taken, and by what its answer is known.</returns>
    public async Task<(string Id, byte[] Message)> DoAsync(RawStep step, string name)
    {
        long? gone = null;
        for (var attempt = 0; ; attempt++)
        {
            var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}-{attempt}");
            var handler = await WaitHandlerAsync(step, gone);
            var message = MessageOf(step, handler, id);
            await SendAsync(message);
            if (await WaitReturnedAsync(id))
            {
                return (id, message);
            }

            // The page was drawn anew before the message came: what it shows now is on its way, however long that takes.
            gone = handler;
        }
    }

    /// <summary>Says that all that was rendered so far is on the screen.</summary>
    public Task AcknowledgeAsync() => SendAsync(PackWriter.Call(id: null, "OnRenderCompleted", _rendered, null));

    /// <summary>Waits until something was rendered so often.</summary>
    public Task WaitRenderingsAsync(int count) => WaitAsync(() => Renderings >= count, $"{count} renderings");

    /// <summary>Waits until the server hangs up.</summary>
    public Task WaitClosedAsync() => WaitAsync(() => _isClosed, "the end of the connection");

    /// <summary>Waits until this text was shown.</summary>
    public Task WaitShownAsync(string text) => WaitAsync(() => Shown.Contains(text, StringComparison.Ordinal), text);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pings;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private async Task<long> WaitHandlerAsync(RawStep step, long? gone)
    {
        long? handler = null;
        await WaitAsync(() => _dispatcher is not null && (handler = HandlerOf(step)) is not null && handler != gone, $"{step.Event} of {step.Attribute}={step.Value}");
        return handler!.Value; // waited for
    }

    private byte[] MessageOf(RawStep step, long handler, string id)
    {
        var arguments = $$$"""[{"eventHandlerId":{{{handler}}},"eventName":"{{{step.Event}}}","eventFieldInfo":null},{{{step.Arguments}}}]""";
        return PackWriter.Call(id: null, "BeginInvokeDotNetFromJS", id, null, "DispatchEventAsync", _dispatcher, arguments);
    }

    private long? HandlerOf(RawStep step)
    {
        long? handler = null;
        foreach (var batch in _batches)
        {
            handler = RenderedHandlers.Find(batch, "on" + step.Event, step.Attribute, step.Value) ?? (handler is { } known ? RenderedHandlers.Follow(batch, known) : null);
        }

        return handler;
    }

    private async Task WaitAsync(Func<bool> isThere, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        while (!isThere())
        {
            Assert.False(_isClosed, $"The server hung up; waited for {what}. Shown: {Shown}");
            try
            {
                await ReceiveAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                Assert.Fail($"Waited in vain for {what}. Shown: {Shown}");
            }

            while (TakeMessage() is { } message)
            {
                await HandleAsync(message);
            }
        }
    }

    private Task ReceiveAsync() => ReceiveAsync(_stop.Token);

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var got = await _socket.ReceiveAsync(buffer, cancellationToken);
            _isClosed = got.MessageType == WebSocketMessageType.Close;
            _unread.AddRange(buffer.AsSpan(0, got.Count));
        }
        catch (WebSocketException)
        {
            _isClosed = true; // hung up without a word
        }
    }

    // Each message stands behind its length, seven bits a byte.
    private object?[]? TakeMessage()
    {
        var (length, at) = (0, 0);
        while (true)
        {
            if (at == _unread.Count)
            {
                return null;
            }

            length |= (_unread[at] & 0x7F) << (7 * at);
            if (_unread[at++] <= 0x7F)
            {
                break;
            }
        }

        if (_unread.Count < at + length)
        {
            return null;
        }

        var message = _unread.GetRange(at, length).ToArray();
        _unread.RemoveRange(0, at + length);
        return (object?[]?)new PackReader(message).Read();
    }

    private async Task HandleAsync(object?[] message)
    {
        switch (message)
        {
            case [1L, _, _, "JS.RenderBatch", object[] and [long number, byte[] batch], ..]:
                _batches.Add(batch);
                _shown.Append(Encoding.UTF8.GetString(batch)).Append('\n');
                _rendered = number;
                if (Acknowledges)
                {
                    await AcknowledgeAsync();
                }

                break;
            case [1L, _, _, "JS.BeginInvokeJS", object[] and [long number, string name, string arguments, long kind, ..], ..]:
                if (name == "Blazor._internal.attachWebRendererInterop")
                {
                    _dispatcher = JsonDocument.Parse(arguments).RootElement[1].GetProperty("__dotNetObject").GetInt64();
                }

                if (number != 0)
                {
                    // Where an object is asked for, any will do.
                    var result = kind == 1 ? $$"""{"__jsObjectId":{{number}}}""" : "null";
                    await SendAsync(PackWriter.Call(id: null, "EndInvokeJSFromDotNet", number, true, $"[{number},true,{result}]"));
                }

                break;
            case [1L, _, _, "JS.EndInvokeDotNet", object[] and [string id, ..] returned, ..]:
                _returned[id] = returned is [_, true, ..];
                _shown.Append(returned[^1] as string).Append('\n');
                break;
            case [1L, _, _, "JS.Error", object[] and [string error, ..], ..]:
                _shown.Append(error).Append('\n');
                break;
            case [3L, _, string id, ..]:
                _completed[id] = message;
                break;
            case [7L, ..]:
                _isClosed = true;
                break;
            default:
                break;
        }
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await SendAsync(PackWriter.Ping);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or InvalidOperationException)
        {
            // Hung up, from here or there.
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();
}
