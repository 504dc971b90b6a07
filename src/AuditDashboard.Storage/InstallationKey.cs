using System.Security.Cryptography;

namespace AuditDashboard.Storage;

/// <summary>The key file beside the database: 64 hex digits, mode 0600.</summary>
internal static class InstallationKey
{
    private const int KeyBytes = 32;

    /// <summary>Reads the key, or makes it. Two processes that make it at once end with the same one.</summary>
    /// <param name="path">The key file.</param>
    /// <exception cref="StorageException">The file cannot be read or made, or holds something else.</exception>
    public static byte[] ReadOrMake(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }

            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The installation's key file beside the database cannot be read or made. Check the rights of its folder.", e);
        }
    }

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");

        // Written aside and then linked into place without replacing: nobody ever reads half a key,
        // and of two processes the first one wins for both.
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(aside, options))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key counts.
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static byte[] Parse(string text)
    {
        var hex = text.Trim();
        if (hex.Length == KeyBytes * 2 && hex.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(hex);
        }

        throw new StorageException(
            "The installation's key file beside the database holds no key. Restore it from a backup; a new key would make the same secret look like another one.");
    }
}
