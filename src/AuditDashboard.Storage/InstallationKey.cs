using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Storage.Schema;

namespace AuditDashboard.Storage;

/// <summary>The key file beside the database: 64 hex digits, mode 0600.</summary>
internal static class InstallationKey
{
    private const int KeyBytes = 32;

    /// <summary>Longest wait for another process that makes the key.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Reads the key, or makes it. Two processes that make it at once end with the same one.</summary>
    /// <param name="path">The key file.</param>
    /// <exception cref="StorageException">The file cannot be read or made, or holds something else.</exception>
    public static byte[] ReadOrMake(string path)
    {
        var waiting = Stopwatch.StartNew();
        var pause = default(SpinWait);
        while (true)
        {
            try
            {
                return Parse(File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text ? text : Make(path));
            }
            catch (IOException) when (File.Exists(path) && waiting.Elapsed < LongestWait)
            {
                // Another process is making it.
                pause.SpinOnce();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StorageException("The installation's key file beside the database cannot be read or made. Check the rights of its folder.", e);
            }
        }
    }

    // Whoever has the file open alone makes the key, and nobody reads it meanwhile. A file left empty by a process that was killed has no key yet:
    // none is given out before it is on the disk.
    private static string Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        using var stream = new FileStream(path, DatabaseLock.OwnerOnly(FileMode.OpenOrCreate, FileShare.None));
        if (stream.Length > 0)
        {
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }

        var text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
        return text;
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
