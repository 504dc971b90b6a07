using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Schema;

/// <summary>Makes the file and brings its schema up to date, one process at a time.</summary>
internal sealed class DatabaseSetup(AuditDatabase database)
{
    /// <summary>Runs every step. Killed anywhere, the next start repeats what is missing.</summary>
    /// <returns>Says that the database is in use until it is disposed.</returns>
    public async Task<FileStream> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database.Path) ?? ".");
            await using var held = await DatabaseLock.TakeSetupAsync(database.Path, cancellationToken);
            MakeFile();
            await Task.Run(() => SetUpAsync(cancellationToken), cancellationToken);
            return DatabaseLock.ShareUse(database.Path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT)
        {
            throw new StorageException("The file that Storage:Path names is no SQLite database, or is damaged. Move it aside or restore a backup; what it held can be collected again.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM)
        {
            throw new StorageException("The file that Storage:Path names cannot be opened for writing. Check the rights of the file and its folder.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL)
        {
            throw new StorageException("The disk that holds the database is full.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The folder of the file that Storage:Path names cannot be made or written. Check the path and its rights.", e);
        }
    }

    /// <summary>SQLite 3.7.0 to 3.51.2 can damage a WAL database when two connections checkpoint and write at once; 3.44.6 and 3.50.7 have the repair too.</summary>
    internal static bool IsSafeVersion(Version version) =>
        version >= new Version(3, 51, 3)
        || (version.Minor == 50 && version.Build >= 7)
        || (version.Minor == 44 && version.Build >= 6);

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database.Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)database.BusyTimeout.TotalSeconds),
        }.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            CheckVersion(connection);

            var age = DatabaseSchema.AgeOf(connection);
            if (age is SchemaAge.Newer or SchemaAge.Foreign)
            {
                throw new StorageException(age == SchemaAge.Newer
                    ? DatabaseSchema.NewerSentence
                    : "The file that Storage:Path names is an SQLite database of another program. Name another file.");
            }

            // The page size counts only before the first page is written; on an existing file it does nothing.
            Execute(connection, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");

            if (age != SchemaAge.Current)
            {
                // EF Core waits for this row without end, and a killed process leaves it behind (efcore#38958).
                // Our file lock is held, so no other process of ours migrates now: the row is stale.
                if (DatabaseSchema.HasTable(connection, "__EFMigrationsLock"))
                {
                    Execute(connection, "DELETE FROM \"__EFMigrationsLock\";");
                }

                await using var context = AuditDatabase.CreateContext(connection);
                await context.Database.MigrateAsync(cancellationToken);
            }
        }
    }

    private static void CheckVersion(SqliteConnection connection)
    {
        var text = connection.ServerVersion;
        if (!IsSafeVersion(Version.Parse(text)))
        {
            throw new StorageException($"SQLite {text} can damage a database in WAL mode. This program needs 3.51.3 or newer.");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void MakeFile()
    {
        if (File.Exists(database.Path))
        {
            return;
        }

        // SQLite gives its -wal and -shm files the mode of the database file.
        using var stream = new FileStream(database.Path, DatabaseLock.OwnerOnly(FileMode.CreateNew, FileShare.ReadWrite));
    }
}
