using System.CommandLine;
using System.Text;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Backup;

namespace AuditDashboard.Commands;

/// <summary><c>restore FILE</c>: puts a backup in the database's place while nobody has it open; what was there before is kept aside.</summary>
internal sealed class RestoreCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "A file that backup made." };

    /// <summary>Makes the command.</summary>
    public RestoreCommand()
        : base("restore", "Put a backup in the database's place. The server must not run; the database that was there is kept aside.")
    {
        Add(_file);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = CommandServices.LoadSettings();
        var file = parsed.GetRequiredValue(_file);
        var backup = new DatabaseBackup(settings.DatabasePath, settings.Storage.BusyTimeout, TimeProvider.System);
        var result = await backup.RestoreAsync(Path.GetFullPath(file), new CopyProgressLine(console, TimeProvider.System).Report, cancellationToken);
        ActivityHead.Forget(settings.DatabasePath); // what was written after the backup is gone on purpose
        await CommandRecord.AddAsync(settings, console, ActivityKind.Backup, $"Restored from {Path.GetFullPath(file)}; what was recorded after that backup was made is not here.", cancellationToken);

        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape($"Restored from {file}: {CopyProgressLine.Describe(result.Content)}") + "\n"));
        if (result.ReplacedPath is { } replaced)
        {
            console.Say($"The database that was there is kept as {replaced}. Remove it once it is not needed any more.");
        }

        if (!result.HasKey)
        {
            console.Say($"There is no key {settings.DatabasePath}.key. Put the one of the installation that made the backup there before the next start, or a secret redacted from then on will not look the same as before.");
        }
    }
}
