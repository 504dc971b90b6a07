using System.Globalization;

namespace AuditDashboard.Storage.Activity;

/// <summary>
/// The newest entry that a process of the dashboard wrote, in a file beside the database: entries that are taken off the end of the log leave a chain
/// that holds, and only this shows that there were more.
/// </summary>
public static class ActivityHead
{
    /// <summary>Forgets it, where an older copy of the database has been put in place on purpose.</summary>
    /// <param name="databasePath">The database's file.</param>
    public static void Forget(string databasePath) => File.Delete(PathOf(databasePath));

    internal static void Write(string databasePath, long id, byte[] hash)
    {
        var path = PathOf(databasePath);
        var written = path + "." + Guid.NewGuid().ToString("N");
        try
        {
            using (var stream = new FileStream(written, Schema.DatabaseLock.OwnerOnly(FileMode.CreateNew, FileShare.None)))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id} {Convert.ToHexStringLower(hash)}\n")));
            }

            File.Move(written, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The entry is committed, and the chain holds; there is one witness less.
            File.Delete(written);
        }
    }

    internal static (long Id, byte[] Hash)? Read(string databasePath)
    {
        try
        {
            return File.ReadAllText(PathOf(databasePath)).Split(' ', '\n') is [var id, { Length: ActivitySeal.Length * 2 } hash, ..] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (number, Convert.FromHexString(hash))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static string PathOf(string databasePath) => databasePath + ".activity";
}
