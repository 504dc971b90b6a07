using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Storage.Tests.Support;

/// <summary>A real SQLite file in a folder of its own, removed at the end.</summary>
public sealed class TestDatabase : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase(string folder)
    {
        Folder = folder;
        Clock = new FakeTimeProvider(Start);
        Database = new AuditDatabase(Path.Combine(folder, "audit.db"), TimeSpan.FromSeconds(30));
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public AuditDatabase Database { get; }

    public EventIngest Ingest => field ??= new EventIngest(Database, CrashPoints.None, Clock);

    public EventReader Events => new(Database);

    public BinReader Bins => new(Database);

    public ClusterStore Clusters => new(Database);

    public LeaseStore Leases => new(Database, Clock);

    public RunStore Runs => new(Database, Clock);

    public CoverageReader Coverage => new(Database, Clock);

    public FilePositionReader Files => new(Database);

    public QuarantineReader Quarantine => new(Database);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TestDatabase CreateUninitialized() =>
        new(Directory.CreateTempSubdirectory("audit-storage-").FullName);

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = CreateUninitialized();
        await database.Database.InitializeAsync(Token);
        return database;
    }

    /// <summary>The same file as another process would open it.</summary>
    public AuditDatabase OpenAgain() => new(Database.Path, TimeSpan.FromSeconds(30));

    public Task<IngestResult> CommitAsync(params IngestEvent[] events) => Ingest.CommitAsync(Batch(events), Token);

    public static IngestBatch Batch(params IReadOnlyList<IngestEvent> events) =>
        new() { Cluster = "prod", RunId = 0, Lease = null, Events = events };

    /// <summary>One number by plain SQL, past all of the product's code.</summary>
    public long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long n ? n : 0;
    }

    /// <summary>The first column of each row as text, by plain SQL.</summary>
    public List<string> Texts(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Everything in the tables that events, matches, bins, coverage and positions live in, as text.</summary>
    public string Dump()
    {
        using var connection = new SqliteConnection($"Data Source={Database.Path};Pooling=False");
        connection.Open();
        var lines = new List<string>();
        foreach (var table in new[]
        {
            "event", "event_body", "event_match", "minute_count", "minute_stack", "coverage", "file_span", "file_position", "quarantine", "quarantine_match", "user_name",
            "object_name", "namespace", "address", "user_agent", "uri", "audit_id", "word", "resource", "query", "cluster",
        })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                lines.Add(table + "|" + string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i =>
                    reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        Database.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
