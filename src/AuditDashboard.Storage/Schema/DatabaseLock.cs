using System.Diagnostics;

namespace AuditDashboard.Storage.Schema;

/// <summary>Operating-system locks on two files beside the database. The system gives them back when a process ends, however it ends.</summary>
/// <remarks>The files stay: removing one would let two processes hold "the" lock, one on each file.</remarks>
internal static class DatabaseLock
{
    /// <summary>Longest wait for another process that brings the schema up to date.</summary>
    private static readonly TimeSpan SetupWait = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until no other process prepares or replaces the database, and keeps others from it until disposed.</summary>
    /// <exception cref="StorageException">Another process took longer than a minute.</exception>
    public static async Task<FileStream> TakeSetupAsync(string databasePath, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        var path = databasePath + ".lock";
        while (true)
        {
            try
            {
                return new FileStream(path, OwnerOnly(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException e) when (File.Exists(path))
            {
                if (waiting.Elapsed > SetupWait)
                {
                    throw new StorageException("Another process has been preparing or restoring the database for more than a minute. Stop it, or wait and start again.", e);
                }

                await Task.Delay(Retry, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Says until disposed that the database is in use; many may say so at once.</summary>
    /// <exception cref="IOException">Another process is replacing the database.</exception>
    public static FileStream ShareUse(string databasePath) => new(databasePath + ".use", OwnerOnly(FileMode.OpenOrCreate, FileShare.ReadWrite));

    /// <summary>Takes the database for itself until disposed; null if somebody uses it.</summary>
    public static FileStream? TryTakeUse(string databasePath)
    {
        var path = databasePath + ".use";
        try
        {
            return new FileStream(path, OwnerOnly(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Opens for reading and writing; a file that is made is its owner's alone.</summary>
    public static FileStreamOptions OwnerOnly(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
