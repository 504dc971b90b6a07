using System.CommandLine;
using System.Text;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Backup;

namespace AuditDashboard.Commands;

/// <summary><c>backup FILE</c>: a copy of the database as it is at this moment; the server may run meanwhile.</summary>
internal sealed class BackupCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "The file to make; one that exists is not overwritten." };

    /// <summary>Makes the command.</summary>
    public BackupCommand()
        : base("backup", "Copy the database into a file, also while the server runs.")
    {
        Add(_file);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = CommandServices.LoadSettings();
        var file = parsed.GetRequiredValue(_file);
        var backup = new DatabaseBackup(settings.DatabasePath, settings.Storage.BusyTimeout, TimeProvider.System);
        var content = await backup.BackUpAsync(Path.GetFullPath(file), new CopyProgressLine(console, TimeProvider.System).Report, cancellationToken);
        await CommandRecord.AddAsync(settings, console, ActivityKind.Backup, $"Backed up into {Path.GetFullPath(file)}.", cancellationToken);

        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape($"Backed up to {file}: {CopyProgressLine.Describe(content)}") + "\n"));
        console.Say($"Not in it is the key {settings.DatabasePath}.key, by which redacted secrets are told apart. Keep a copy of it, but not beside the backup.");
    }
}
