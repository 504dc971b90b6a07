using System.Globalization;
using AuditDashboard.Storage.Activity;

namespace AuditDashboard.SignIn;

/// <summary>Records what people do in the tool: a row that is never changed, and a line in the log.</summary>
public sealed partial class ActivityLog(ActivityStore store, RefusalGate refusals, ILogger<ActivityLog> logger)
{
    /// <summary>Records what a person did.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="person">Who.</param>
    /// <param name="text">One sentence; may hold text that people wrote.</param>
    /// <param name="address">Where it came from; null if that is not known here.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task AddAsync(ActivityKind kind, Person person, string text, string? address, CancellationToken cancellationToken) =>
        AddAsync(kind, person.Name, text, address, cancellationToken);

    /// <summary>Records what was done under a name, such as the command line's.</summary>
    public async Task AddAsync(ActivityKind kind, string actor, string text, string? address, CancellationToken cancellationToken)
    {
        LogDone(kind, actor, text, address ?? "-");
        await store.AddAsync(kind, actor, text, address, cancellationToken);
    }

    /// <summary>Records a refused attempt; of a flood, one a second with the count of the others.</summary>
    public async Task NoteRefusedAsync(HttpContext context, string text)
    {
        if (refusals.TryPass(out var skipped))
        {
            var whole = skipped == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {skipped} more attempts were refused before it.");
            await AddAsync(ActivityKind.Refused, "(nobody)", whole, AddressOf(context), context.RequestAborted);
        }
    }

    /// <summary>The address of the other end of a request's connection.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "{Kind} by {Actor} from {Address}: {Text}")]
    private partial void LogDone(ActivityKind kind, string actor, string text, string address);
}
