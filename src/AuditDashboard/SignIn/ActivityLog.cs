using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.SignIn;

/// <summary>Records what people do in the tool: a row that is never changed, and a line in the log.</summary>
public sealed partial class ActivityLog(ActivityStore store, RefusalGate refusals, ILogger<ActivityLog> logger)
{
    /// <summary>Who is named where nobody is known.</summary>
    public const string Nobody = "(nobody)";

    /// <summary>Who is named for what the program does itself.</summary>
    public const string Program = "(dashboard)";

    /// <summary>Who is named for what is done on the command line: whoever may read and write the database.</summary>
    public const string CommandLine = "(command line)";

    /// <summary>Records what a person did.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="person">Who.</param>
    /// <param name="text">One sentence; may hold text that people wrote.</param>
    /// <param name="address">Where it came from; null if that is not known here.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task AddAsync(ActivityKind kind, Person person, string text, string? address, CancellationToken cancellationToken) =>
        AddAsync(kind, person.Name, text, address, cancellationToken);

    /// <summary>Records what was done under a name, such as <see cref="Program"/>.</summary>
    public async Task AddAsync(ActivityKind kind, string actor, string text, string? address, CancellationToken cancellationToken)
    {
        LogDone(kind, actor, text, address ?? "-");
        await store.AddAsync(kind, actor, text, address, cancellationToken);
    }

    /// <summary>Records a refused attempt; of a flood, one a second of each person and of nobody, with the count of the others.</summary>
    public Task NoteRefusedAsync(HttpContext context, string text) => NoteRefusedAsync(Person.From(context.User)?.Name, text, AddressOf(context));

    /// <summary>Records that somebody tried on an open page what their role does not allow; of a flood, as above.</summary>
    public Task NoteRefusedAsync(Person person, string text) => NoteRefusedAsync(person.Name, text, address: null);

    /// <summary>Records that somebody asked for what their role does not allow.</summary>
    public Task NoteForbiddenAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return NoteRefusedAsync(context, $"Asked for {(path.Length > 200 ? path[..200] + "…" : path)}, which the role does not allow.");
    }

    /// <summary>The address of the other end of a request's connection; behind a proxy, the proxy's.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    private async Task NoteRefusedAsync(string? person, string text, string? address)
    {
        if (!refusals.TryPass(person, out var skipped))
        {
            return;
        }

        try
        {
            // Not the request's own token: whoever hangs up at once is recorded all the same.
            var whole = skipped == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {skipped} more attempts were refused before it.");
            await AddAsync(ActivityKind.Refused, person ?? Nobody, whole, address, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            LogNotStored(exception); // refused all the same, and the line above is in the log
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "{Kind} by {Actor} from {Address}: {Text}")]
    private partial void LogDone(ActivityKind kind, string actor, string text, string address);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Error, Message = "A refusal could not be stored.")]
    private partial void LogNotStored(Exception exception);
}
