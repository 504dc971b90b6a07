using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Commands;

/// <summary>Records in the tool's own audit what is done to or read from the database by commands.</summary>
internal static class CommandRecord
{
    /// <summary>Records what was done with the database's file as it is: it is not upgraded for that, and one of an older version takes no such entry.</summary>
    public static async Task AddAsync(DashboardSettings settings, CommandConsole console, ActivityKind kind, string text, CancellationToken cancellationToken)
    {
        using var database = new AuditDatabase(settings.DatabasePath, settings.Storage.BusyTimeout);
        await AddAsync(new ActivityStore(database, TimeProvider.System), console, kind, text, cancellationToken);
    }

    /// <summary>Records it. Whoever may read the database but not write it is told so, and served all the same: they could read the file.</summary>
    public static Task AddAsync(IServiceProvider services, CommandConsole console, ActivityKind kind, string text, CancellationToken cancellationToken) =>
        AddAsync(services.GetRequiredService<ActivityStore>(), console, kind, text, cancellationToken);

    private static async Task AddAsync(ActivityStore store, CommandConsole console, ActivityKind kind, string text, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddAsync(kind, ActivityLog.CommandLine, text, address: null, cancellationToken);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            console.Say("This could not be recorded in the activity: the database cannot be written.");
        }
    }
}
