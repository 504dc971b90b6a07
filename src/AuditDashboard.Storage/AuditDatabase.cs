using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage;

/// <summary>The SQLite file: opening, pragmas, migrations under an OS file lock. One instance a process; safe to share between threads.</summary>
public sealed class AuditDatabase
{
    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">Absolute path of the SQLite file.</param>
    /// <param name="busyTimeout">How long a connection waits for another's write.</param>
    public AuditDatabase(string path, TimeSpan busyTimeout)
    {
        Path = path;
        BusyTimeout = busyTimeout;
    }

    /// <summary>Absolute path of the SQLite file.</summary>
    public string Path { get; }

    /// <summary>How long a connection waits for another's write.</summary>
    public TimeSpan BusyTimeout { get; }

    /// <summary>Makes the folder and the file if need be (mode 0600), brings the schema up to date, checks SQLite's version and that the schema is not newer than the program.</summary>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Opens a connection for reading (query_only).</summary>
    public Task<SqliteConnection> OpenReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Opens a connection for writing: WAL, synchronous FULL, busy timeout. Transactions begin IMMEDIATE.</summary>
    public Task<SqliteConnection> OpenWriteAsync(CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>The installation's HMAC key for redaction (32 bytes), made at first use in a file of mode 0600 beside the database.</summary>
    public byte[] GetInstallationKey() => throw new NotSupportedException("contract only");
}
