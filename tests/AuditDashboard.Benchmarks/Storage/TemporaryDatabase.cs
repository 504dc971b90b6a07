using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>A database of the product in a folder of its own, which is gone after the measuring.</summary>
internal static class TemporaryDatabase
{
    /// <summary>Makes one, with the services that are measured.</summary>
    /// <param name="add">Adds the services beside those of storage.</param>
    /// <param name="measure">Fills it and measures; true if every goal is met.</param>
    /// <returns>What the program ends with: 0 if the goals are met, else 1.</returns>
    public static async Task<int> UseAsync(Action<IServiceCollection> add, Func<IServiceProvider, Task<bool>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("audit-benchmark-");
        try
        {
            var collection = new ServiceCollection();
            collection.AddLogging().AddSingleton(TimeProvider.System).AddAuditStorage(new StorageOptions { Path = "audit.db" }, folder.FullName);
            add(collection);
            await using var services = collection.BuildServiceProvider();
            await services.GetRequiredService<AuditDatabase>().InitializeAsync(CancellationToken.None);
            return await measure(services) ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Stores events as a harvest does.</summary>
    public static async Task FillAsync(IServiceProvider services, IEnumerable<byte[]> records)
    {
        var ingest = services.GetRequiredService<EventIngest>();
        foreach (var batch in new EventBatches(new byte[32]).Of(records))
        {
            await ingest.CommitAsync(batch, CancellationToken.None);
        }
    }

    /// <summary>Reads <c>[--events N]</c>.</summary>
    /// <returns>How many events; null for arguments that mean nothing, which is then said.</returns>
    public static async Task<int?> ReadEventsAsync(string verb, string[] args, int usual)
    {
        switch (args)
        {
            case []:
                return usual;
            case ["--events", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var events):
                return events;
            default:
                await Console.Error.WriteLineAsync($"{verb} [--events N]");
                return null;
        }
    }
}
