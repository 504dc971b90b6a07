using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AuditDashboard.Storage.Backup;

/// <summary>Copies a database page by page with SQLite's online backup, and checks the copy.</summary>
internal static class DatabaseCopy
{
    /// <summary>Opens a database by itself, past all pools, so that closing it closes the file.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Copies one moment of a database, whatever is written meanwhile.</summary>
    /// <param name="source">The database; nothing runs on this connection.</param>
    /// <param name="target">The file to make, mode 0600; it must not exist.</param>
    /// <param name="stepPages">Pages between two looks at <paramref name="cancellationToken"/>.</param>
    /// <param name="progress">Told after each step, on this thread.</param>
    /// <param name="cancellationToken">Stops; the file is then incomplete.</param>
    public static void Run(SqliteConnection source, string target, int stepPages, Action<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        using (new FileStream(target, DatabaseLock.OwnerOnly(FileMode.CreateNew, FileShare.ReadWrite)))
        {
        }

        // The file has its name only once it is whole, so the journal of the copy itself would save nothing.
        using var copy = Open(target, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1));
        Execute(copy, "PRAGMA synchronous = FULL; PRAGMA journal_mode = OFF;");

        // The open read keeps the copy at this moment: without it each commit of a harvest would make the backup begin again.
        Execute(source, "BEGIN");
        using (var pin = new PreparedStatement(source, "SELECT count(*) FROM sqlite_master", 0))
        {
            pin.Number();
        }

        using var pageSize = new PreparedStatement(source, "PRAGMA page_size", 0);
        var bytesPerPage = pageSize.Number() ?? 0;
        using (var backup = raw.sqlite3_backup_init(copy.Handle, "main", source.Handle, "main"))
        {
            if (backup.IsInvalid)
            {
                SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(copy.Handle), copy.Handle);
            }

            int result;
            while ((result = raw.sqlite3_backup_step(backup, stepPages)) == raw.SQLITE_OK)
            {
                var pages = raw.sqlite3_backup_pagecount(backup);
                progress?.Invoke(new CopyProgress((pages - raw.sqlite3_backup_remaining(backup)) * bytesPerPage, pages * bytesPerPage));
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, copy.Handle);
            }
        }

        Execute(source, "ROLLBACK");
    }

    /// <summary>Makes the copy one file without journals, lets go of its leases, reads every page of it, and says what it holds.</summary>
    /// <param name="path">The copy.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static CopyContent Check(string path, CancellationToken cancellationToken)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1));
        return AuditDatabase.Interruptible(
            connection,
            (_, _) =>
            {
                Execute(connection, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
                using (var check = connection.CreateCommand())
                {
                    check.CommandText = "PRAGMA integrity_check(1)";
                    if (check.ExecuteScalar() is not "ok")
                    {
                        throw new StorageException("The database is damaged.");
                    }
                }

                // Nobody holds in the copy what a process held in the original. The fencing number stays, since it must go on growing.
                Execute(connection, "UPDATE lease SET holder = '', expires = 0");
                return new CopyContent(
                    new FileInfo(path).Length,
                    Number(connection, "SELECT count(*) FROM event") ?? 0,
                    Number(connection, "SELECT count(*) FROM cluster") ?? 0,
                    Number(connection, "SELECT max(time) FROM event") is { } micros ? TimeWindow.FromMicrosSinceEpoch(micros) : null);
            },
            cancellationToken);
    }

    private static long? Number(SqliteConnection connection, string sql)
    {
        using var statement = new PreparedStatement(connection, sql, 0);
        return statement.Number();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
