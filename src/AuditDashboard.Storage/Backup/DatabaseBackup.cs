using System.Globalization;
using AuditDashboard.Storage.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AuditDashboard.Storage.Backup;

/// <summary>Copies the database into a file while it is in use, and puts such a file in its place while it is not.</summary>
/// <param name="path">Absolute path of the database.</param>
/// <param name="busyTimeout">How long to wait for another's lock.</param>
/// <param name="clock">Names what a restore sets aside.</param>
public sealed class DatabaseBackup(string path, TimeSpan busyTimeout, TimeProvider clock)
{
    private const string HeldSentence = "Another program has the database open: the server, a command, or a database tool. Stop it and restore again.";

    /// <summary>Pages copied between two looks at whether to go on: 16 MiB.</summary>
    internal int StepPages { get; init; } = 2048;

    /// <summary>Copies the database as it is at this moment, checks the copy, and only then gives it its name. The server may run and harvest meanwhile.</summary>
    /// <param name="file">The file to make; one that exists is never overwritten.</param>
    /// <param name="progress">Told now and then, on another thread; null for nobody.</param>
    /// <param name="cancellationToken">Stops; nothing is left behind.</param>
    /// <exception cref="StorageException">It cannot be done; the message says why.</exception>
    public Task<CopyContent> BackUpAsync(string file, Action<CopyProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => Guard(file, () => BackUp(file, progress, cancellationToken)), cancellationToken);

    /// <summary>Puts a backup in the database's place; the file that was the database before is kept beside it under another name.</summary>
    /// <remarks>What was collected after the backup is not in it, coverage included: so it is owed again.</remarks>
    /// <param name="file">A file made by <see cref="BackUpAsync"/>; it is only read.</param>
    /// <param name="progress">Told now and then, on another thread; null for nobody.</param>
    /// <param name="cancellationToken">Stops; the database is then as it was.</param>
    /// <exception cref="StorageException">The database is in use, or the file is no backup, is damaged, or is of a newer version.</exception>
    public async Task<RestoreResult> RestoreAsync(string file, Action<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new StorageException($"There is no file {file}.");
        }

        if (Path.GetFullPath(file) == path)
        {
            throw new StorageException($"{file} is the database itself. Name a backup of it.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");

            // Whoever starts now waits for this one; whoever has the database open already lets nobody have it alone.
            await using var setup = await DatabaseLock.TakeSetupAsync(path, cancellationToken);
            await using var use = DatabaseLock.TryTakeUse(path) ?? throw new StorageException(HeldSentence);
            return await Task.Run(() => Guard(file, () => Restore(file, progress, cancellationToken)), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder of the database cannot be written: {e.Message}", e);
        }
    }

    private static T Guard<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_FULL)
        {
            throw new StorageException("The disk is full.", e);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"{file} cannot be written, or the database cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{file} cannot be used: {e.Message}", e);
        }
    }

    private static void RemoveUnfinished(string aside)
    {
        File.Delete(aside);
        File.Delete(aside + "-journal");
    }

    private CopyContent BackUp(string file, Action<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new StorageException("There is no database yet where Storage:Path says: there is nothing to back up.");
        }

        RefuseExisting(file);
        var aside = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            using var use = ShareUse();
            using (var source = DatabaseCopy.Open(path, SqliteOpenMode.ReadWrite, busyTimeout))
            {
                if (DatabaseSchema.AgeOf(source) is not (SchemaAge.Current or SchemaAge.Older) and var age)
                {
                    throw new StorageException(age switch
                    {
                        SchemaAge.Newer => DatabaseSchema.NewerSentence,
                        SchemaAge.Empty => "The database is empty: there is nothing to back up.",
                        _ => "The file that Storage:Path names is an SQLite database of another program.",
                    });
                }

                DatabaseCopy.Run(source, aside, StepPages, progress, cancellationToken);
            }

            var content = DatabaseCopy.Check(aside, cancellationToken);
            RefuseExisting(file);
            File.Move(aside, file, overwrite: false);
            return content;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new StorageException("The file that Storage:Path names is no SQLite database, or is damaged: no backup was made.", e);
        }
        finally
        {
            RemoveUnfinished(aside);
        }
    }

    private FileStream ShareUse()
    {
        try
        {
            return DatabaseLock.ShareUse(path);
        }
        catch (IOException e) when (File.Exists(path + ".use"))
        {
            throw new StorageException("A restore of the database is under way. Wait for its end.", e);
        }
    }

    private static void RefuseExisting(string file)
    {
        if (Path.Exists(file))
        {
            throw new StorageException($"{file} exists, and a backup overwrites nothing. Name another file, or remove this one first.");
        }
    }

    private RestoreResult Restore(string file, Action<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        var isReadable = FoldJournal();
        var aside = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            var content = CopyBackup(file, aside, progress, cancellationToken);

            // Past this point nothing stops any more: it is a matter of names.
            cancellationToken.ThrowIfCancellationRequested();
            return new RestoreResult(content, PutInPlace(aside, isReadable), File.Exists(path + ".key"));
        }
        finally
        {
            RemoveUnfinished(aside);
        }
    }

    private CopyContent CopyBackup(string file, string aside, Action<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using (var source = DatabaseCopy.Open(file, SqliteOpenMode.ReadOnly, busyTimeout))
            {
                var refusal = DatabaseSchema.AgeOf(source) switch
                {
                    SchemaAge.Newer => $"{file} was made by a newer version of this program. Restore it with that version.",
                    SchemaAge.Foreign => $"{file} is an SQLite database of another program.",
                    SchemaAge.Empty => $"{file} holds nothing: it is no backup.",
                    _ => null,
                };
                if (refusal is not null)
                {
                    throw new StorageException(refusal);
                }

                DatabaseCopy.Run(source, aside, StepPages, progress, cancellationToken);
            }

            return DatabaseCopy.Check(aside, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_NOTADB)
        {
            throw new StorageException($"{file} is no SQLite database.", e);
        }
        catch (Exception e) when (e is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT } || (e is StorageException && File.Exists(aside)))
        {
            throw new StorageException($"{file} is damaged. The database was left as it was.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY)
        {
            throw new StorageException($"{file} cannot be opened. Check its rights.", e);
        }
    }

    /// <summary>Brings what stands in the database's journal into its file, which needs that nobody else has it open.</summary>
    /// <returns>False if there is no database or it cannot be read any more.</returns>
    /// <exception cref="StorageException">Somebody else has it open.</exception>
    private bool FoldJournal()
    {
        // SQLite would throw the journal of such a file away: whoever wants to rescue something from the two needs both.
        if (!File.Exists(path) || !HasHeader())
        {
            return false;
        }

        try
        {
            using var connection = DatabaseCopy.Open(path, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1));
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            return command.ExecuteScalar() is "delete" ? true : throw new StorageException(HeldSentence);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            throw new StorageException(HeldSentence, e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            return false;
        }
    }

    /// <summary>True if the file begins as SQLite's do, or is empty as theirs are before the first commit.</summary>
    private bool HasHeader()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var start = new byte[16];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) is 0 or 16
            && (stream.Length == 0 || start.AsSpan().SequenceEqual("SQLite format 3\0"u8));
    }

    private string? PutInPlace(string aside, bool isReadable)
    {
        if (!File.Exists(path))
        {
            MoveJournals(path + ".orphaned");
            File.Move(aside, path);
            return null;
        }

        var replaced = NameAside();
        if (!isReadable)
        {
            // A journal left beside the new file would be played into it.
            MoveJournals(replaced);
        }

        // One renaming: killed before it, the old database is in place, killed after it, the new one is.
        File.Replace(aside, path, replaced);
        return replaced;
    }

    private void MoveJournals(string target)
    {
        foreach (var end in new[] { "-wal", "-shm", "-journal" })
        {
            if (File.Exists(path + end))
            {
                File.Move(path + end, target + end, overwrite: true);
            }
        }
    }

    private string NameAside()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.replaced-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        var free = name;
        for (var i = 2; Path.Exists(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        }

        return free;
    }
}
