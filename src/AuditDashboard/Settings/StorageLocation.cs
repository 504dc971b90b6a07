namespace AuditDashboard.Settings;

/// <summary>Tries whether the database can be written where the settings say.</summary>
internal static class StorageLocation
{
    /// <summary>Makes the folder if need be and tries to write there; gives what is wrong, or null.</summary>
    /// <param name="path">Absolute path of the SQLite file.</param>
    public static string? FindProblem(string path)
    {
        if (Directory.Exists(path))
        {
            return $"is '{path}', which is a folder. Write the path of a file, such as data/audit.db.";
        }

        try
        {
            var folder = Path.GetDirectoryName(path)!; // An absolute path of a file has a folder.
            Directory.CreateDirectory(folder);
            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }

            // SQLite writes its journal beside the file, so the folder must be writable too.
            var probe = Path.Combine(folder, $".write-test-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return $"is '{path}', which cannot be written ({exception.Message.TrimEnd('.')}). Write a path in a folder that this account may write to.";
        }
    }
}
