using System.Globalization;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;

namespace AuditDashboard.Settings;

/// <summary>
/// Records in the tool's own audit with which settings the server starts, where they are others than at the start before. Those are kept in a file
/// beside the database, which its owner alone can read.
/// </summary>
internal sealed class SettingJournal(ActivityLog activity, string databasePath)
{
    private const int LongestText = 1_500;

    /// <summary>The file.</summary>
    public string Path { get; } = databasePath + ".settings";

    /// <summary>Records the settings of this server.</summary>
    public static Task RecordAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        new SettingJournal(services.GetRequiredService<ActivityLog>(), services.GetRequiredService<DashboardSettings>().DatabasePath)
            .RecordAsync(services.GetRequiredService<IConfiguration>(), cancellationToken);

    /// <summary>Records what is other than at the start before, and keeps what is for the next.</summary>
    /// <exception cref="StorageException">The settings cannot be kept, so that the next start could not tell what changed.</exception>
    public async Task RecordAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var isThere = File.Exists(Path);
        var before = isThere ? SettingValues.Read(ReadFile()) : null;
        var now = SettingValues.Of(configuration, before?.Salt);
        if (before is null)
        {
            var count = now.Values.Count.ToString(CultureInfo.InvariantCulture);
            await AddAsync(
                isThere ? $"What the settings were before cannot be told: {Path} cannot be read. Kept for the next start: {count} settings." : $"First start whose settings are kept: {count} settings. Later starts record what changed.",
                cancellationToken);
        }
        else
        {
            foreach (var text in Texts([.. now.ChangesSince(before)]))
            {
                await AddAsync(text, cancellationToken);
            }
        }

        // Last: what could not be recorded is recorded by the next start.
        Write(now.ToJson());
    }

    private Task AddAsync(string text, CancellationToken cancellationToken) => activity.AddAsync(ActivityKind.Settings, ActivityLog.Program, text, address: null, cancellationToken);

    // As many entries as it takes: none of the changes is left out.
    private static IEnumerable<string> Texts(IReadOnlyList<string> changes)
    {
        const string Start = "Started with other settings than before. ";
        var text = Start;
        foreach (var change in changes)
        {
            if (text.Length > Start.Length && text.Length + change.Length > LongestText)
            {
                yield return text.TrimEnd();
                text = Start;
            }

            text += change + "; ";
        }

        if (text.Length > Start.Length)
        {
            yield return text.TrimEnd(' ', ';') + ".";
        }
    }

    private byte[] ReadFile()
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Write(byte[] json)
    {
        var written = Path + "." + Guid.NewGuid().ToString("N");
        try
        {
            using (var stream = new FileStream(written, OwnerOnly()))
            {
                stream.Write(json);
            }

            File.Move(written, Path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(written);
            throw new StorageException($"The settings of this start cannot be kept in {Path}, so that the next could not tell what changed. Make the file writable. {exception.Message}");
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
