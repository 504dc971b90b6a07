using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.SignalR;

namespace AuditDashboard.SignIn;

/// <summary>
/// Stands before every message of every circuit. A circuit that lost its connection is taken up again by the sign-in that opened it and by nobody else:
/// what it shows was made for that person, and the framework asks for the circuit's secret alone. And once a session has ended, nothing is opened on
/// its connections, and what they still send to an open page ends that page, see <see cref="SessionGuard"/>. Singleton.
/// </summary>
internal sealed class CircuitGate(CredentialStore credentials, ActivityLog activity) : IHubFilter
{
    // Of whoever comes after so many others, a lost connection ends the page; the framework keeps far fewer circuits without a connection (100).
    private const int MaxKnown = 10_000;

    private static readonly object NotTakenUp = false;
    private static readonly AsyncLocal<bool> Over = new();

    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>True while a message is handled that came after its session's end.</summary>
    public static bool IsAfterEnd => Over.Value;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var (method, context) = (invocationContext.HubMethodName, invocationContext.Context);

        // These two only answer what was sent to the browser, and are most of all messages.
        if (method is "OnRenderCompleted" or "EndInvokeJSFromDotNet")
        {
            return await next(invocationContext);
        }

        // Not until the browser hangs up: it takes a moment, and a hub that throws is an error in the log.
        if (!await SessionRevalidation.HoldsAsync(credentials, context.User, CancellationToken.None))
        {
            if (method is "StartCircuit" or "UpdateRootComponents" or "ConnectCircuit" or "ResumeCircuit")
            {
                return Refusal(method);
            }

            Over.Value = true;
        }

        var owner = HashOf(context.User?.FindFirst(Person.SessionClaim)?.Value ?? context.User?.Identity?.Name ?? "");
        if (method is "ConnectCircuit" or "ResumeCircuit" && !await IsOwnAsync(invocationContext, owner))
        {
            return Refusal(method);
        }

        var result = await next(invocationContext);
        if (method is "StartCircuit" or "ResumeCircuit" && result is string opened)
        {
            Remember(HashOf(opened), owner);
        }

        return result;
    }

    // What the framework answers for a circuit that is gone; the browser loads the page anew then, as whoever asks.
    private static object? Refusal(string method) => method == "ConnectCircuit" ? NotTakenUp : null;

    // Neither the circuit's secret nor the session's is kept.
    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private async Task<bool> IsOwnAsync(HubInvocationContext invocation, string owner)
    {
        // One that is not known is of a run before this one, or nobody's: that is no attempt at anything.
        if (invocation.HubMethodArguments is not [string secret, ..] || !_owners.TryGetValue(HashOf(secret), out var opener))
        {
            return false;
        }

        if (opener == owner)
        {
            return true;
        }

        if (invocation.Context.GetHttpContext() is { } request)
        {
            await activity.NoteRefusedAsync(request, "Tried to take up a page that another sign-in has open.");
        }

        return false;
    }

    private void Remember(string circuit, string owner)
    {
        if (_owners.TryAdd(circuit, owner))
        {
            _order.Enqueue(circuit);
        }

        while (_order.Count > MaxKnown && _order.TryDequeue(out var oldest))
        {
            _owners.TryRemove(oldest, out _);
        }
    }
}
