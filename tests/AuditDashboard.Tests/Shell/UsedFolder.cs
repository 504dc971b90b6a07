using Microsoft.Data.Sqlite;

namespace AuditDashboard.Tests.Shell;

/// <summary>A folder that a server or a page used.</summary>
internal static class UsedFolder
{
    private const int MostTries = 900;

    /// <summary>Deletes it, if it is there, once nothing writes in it any more: what a page began, such as noting a run, may come to its end while the page is put away.</summary>
    /// <exception cref="IOException">Something still wrote in it after a minute and a half.</exception>
    public static async Task DeleteAsync(string path)
    {
        for (var tries = 1; Directory.Exists(path); tries++)
        {
            SqliteConnection.ClearAllPools();
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
