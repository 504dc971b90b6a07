using System.Globalization;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Turns;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage;

/// <summary>The SQLite file: opening, pragmas, migrations under an OS file lock. One instance a process; safe to share between threads.</summary>
public sealed class AuditDatabase : IDisposable
{
    /// <summary>Pages read at once stay in memory; the operating system keeps the rest of the file.</summary>
    private const int CacheKibibytes = 32 * 1024;

    private const long MappedBytes = 1L << 30;

    // Writers of this process queue here instead of sleeping in SQLite's busy handler, which is not fair.
    private readonly SemaphoreSlim _writers = new(1, 1);
    private readonly string _readString;
    private readonly string _writeString;

    // Connections of scopes have pools of their own: views that lie on one must never be met by whoever may see all.
    private readonly string _scopedReadString;
    private readonly string _scopedWriteString;

    private ActivitySeal? _activitySeal;

    // Held from the first opening on, so that nobody puts another file in this one's place meanwhile.
    private FileStream? _use;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">Absolute path of the SQLite file.</param>
    /// <param name="busyTimeout">How long a connection waits for another's write.</param>
    /// <param name="readsPerPerson">Most reads at once of one <see cref="ReadingPerson"/>; at least 1.</param>
    public AuditDatabase(string path, TimeSpan busyTimeout, int readsPerPerson = ReadTurns.DefaultMost)
    {
        Path = path;
        Turns = new ReadTurns(readsPerPerson);
        BusyTimeout = busyTimeout;
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
            ForeignKeys = true,
        };
        _writeString = builder.ConnectionString;

        // Another text makes another pool, so that a connection made query_only never serves a writer.
        builder.ForeignKeys = false;
        _readString = builder.ConnectionString;
        builder.Cache = SqliteCacheMode.Private;
        _scopedReadString = builder.ConnectionString;
        builder.ForeignKeys = true;
        _scopedWriteString = builder.ConnectionString;
    }

    /// <summary>Whose reads run, and whose wait.</summary>
    internal ReadTurns Turns { get; }

    /// <summary>Raised after each commit of this process, on the committing thread.</summary>
    internal event Action? Committed;

    /// <summary>Absolute path of the SQLite file.</summary>
    public string Path { get; }

    /// <summary>How long a connection waits for another's write.</summary>
    public TimeSpan BusyTimeout { get; }

    /// <summary>Makes the folder and the file if need be (mode 0600), brings the schema up to date, checks SQLite's version and that the schema is not newer than the program.</summary>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var use = await new DatabaseSetup(this).RunAsync(cancellationToken);
        if (Interlocked.CompareExchange(ref _use, use, null) is not null)
        {
            await use.DisposeAsync();
        }
    }

    /// <summary>Opens a connection for reading (query_only), held to the clusters of <see cref="ClusterScope.Current"/>.</summary>
    public async Task<SqliteConnection> OpenReadAsync(CancellationToken cancellationToken)
    {
        var scope = ClusterScope.Current;
        var connection = new SqliteConnection(scope.IsAll ? _readString : _scopedReadString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (!scope.IsAll)
            {
                Prepare(connection, "PRAGMA query_only = OFF;"); // views of its own are the one thing that it may make
                ScopedViews.Put(connection, scope);
            }

            Prepare(connection, "PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a connection for writing: WAL, synchronous FULL, busy timeout. Transactions begin IMMEDIATE. What it reads is held to the clusters of <see cref="ClusterScope.Current"/>.</summary>
    public async Task<SqliteConnection> OpenWriteAsync(CancellationToken cancellationToken)
    {
        var scope = ClusterScope.Current;
        var connection = new SqliteConnection(scope.IsAll ? _writeString : _scopedWriteString);
        try
        {
            await connection.OpenAsync(cancellationToken);

            // FULL: a commit survives a loss of power, so no interval vouches for rows that are gone (R04).
            Prepare(connection, "PRAGMA synchronous = FULL;");
            if (!scope.IsAll)
            {
                ScopedViews.Put(connection, scope);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The installation's HMAC key for redaction (32 bytes), made at first use in a file of mode 0600 beside the database.</summary>
    /// <exception cref="StorageException">The key file cannot be read or made, or holds something else.</exception>
    public byte[] GetInstallationKey() => InstallationKey.ReadOrMake(Path + ".key");

    /// <summary>Seals the tool's own audit, by a key made of the installation's. Reads the key's file once.</summary>
    /// <exception cref="StorageException">As of <see cref="GetInstallationKey"/>.</exception>
    internal ActivitySeal ActivitySeal => _activitySeal ??= new ActivitySeal(GetInstallationKey());

    /// <summary>Closes the pooled connections of this file.</summary>
    public void Dispose()
    {
        foreach (var text in new[] { _readString, _writeString, _scopedReadString, _scopedWriteString })
        {
            using var connection = new SqliteConnection(text);
            SqliteConnection.ClearPool(connection);
        }

        _writers.Dispose();
        _use?.Dispose();
    }

    /// <summary>Runs a read on a thread pool thread, when it is the person's turn; cancelling stops the statement that runs.</summary>
    internal Task<T> ReadAsync<T>(Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                using var turn = await Turns.TakeAsync(ReadingPerson.Current, cancellationToken);
                using var nobody = ReadingPerson.Enter(null); // what is read on the way has this turn
                await using var connection = await OpenReadAsync(cancellationToken);
                return Interruptible(connection, read, cancellationToken);
            },
            cancellationToken);

    /// <summary>Runs a write in one IMMEDIATE transaction on a thread pool thread, commits it, and tells the watchers.</summary>
    /// <param name="write">Gets the connection inside the transaction.</param>
    /// <param name="cancellationToken">Stops before the commit; a commit that has begun is finished.</param>
    /// <param name="committed">Called after the commit, before the next writer of this process begins.</param>
    internal Task<T> WriteAsync<T>(
        Func<SqliteConnection, CancellationToken, T> write, CancellationToken cancellationToken, Action<T>? committed = null) =>
        Task.Run(
            async () =>
            {
                await _writers.WaitAsync(cancellationToken);
                T result;
                try
                {
                    await using var connection = await OpenWriteAsync(cancellationToken);
                    await using var transaction = connection.BeginTransaction(deferred: false);
                    result = Interruptible(connection, write, cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    transaction.Commit();
                    committed?.Invoke(result);
                }
                finally
                {
                    _writers.Release();
                }

                Committed?.Invoke();
                return result;
            },
            cancellationToken);

    /// <summary>A context for simple reads by LINQ.</summary>
    internal static AuditDbContext CreateContext(SqliteConnection connection) =>
        new(new DbContextOptionsBuilder<AuditDbContext>()
            .UseSqlite(connection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    /// <summary>Runs a simple read by LINQ, when it is the person's turn.</summary>
    internal Task<T> QueryAsync<T>(Func<AuditDbContext, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                using var turn = await Turns.TakeAsync(ReadingPerson.Current, cancellationToken);
                using var nobody = ReadingPerson.Enter(null); // as above
                await using var connection = await OpenReadAsync(cancellationToken);
                await using var context = CreateContext(connection);
                return await query(context, cancellationToken);
            },
            cancellationToken);

    /// <summary>Runs work on a connection; cancelling stops the statement that runs.</summary>
    internal static T Interruptible<T>(SqliteConnection connection, Func<SqliteConnection, CancellationToken, T> work, CancellationToken cancellationToken)
    {
        try
        {
            // Disposing waits for a running callback, so the interrupt never hits the connection's next user.
            using var registration = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
            return work(connection, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was stopped.", e, cancellationToken);
        }
    }

    private void Prepare(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        var timeoutMs = ((long)BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {timeoutMs}; PRAGMA cache_size = -{CacheKibibytes}; PRAGMA mmap_size = {MappedBytes}; PRAGMA temp_store = MEMORY; {pragma}");
        command.ExecuteNonQuery();
    }
}
