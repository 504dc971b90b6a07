using System.CommandLine;
using System.Globalization;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Commands;

/// <summary><c>verify</c>: whether an evidence packet is as it was made. Works offline, without a database.</summary>
internal sealed class VerifyCommand : Command
{
    // Longer ones are not made.
    private const long MaxBytes = SnapshotPacketMaker.MaxBytes;

    private readonly Argument<string?> _packet = new("PACKET") { Description = "The packet: a .zip file.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _key = new("--key") { Description = "Fingerprint of the key that must have signed it: 64 hex digits, from the people who run the dashboard.", HelpName = "FINGERPRINT" };
    private readonly Option<bool> _ownKey = new("--own-key") { Description = "Print the fingerprint of this installation's key, in place of checking a packet." };

    private readonly Option<bool> _activity = new("--activity") { Description = "Check that this installation's record of what people did is as it was written, in place of checking a packet." };

    /// <summary>Makes the command.</summary>
    public VerifyCommand()
        : base("verify", "Check offline that an evidence packet is unchanged, and who signed it.")
    {
        Add(_packet);
        Add(_key);
        Add(_ownKey);
        Add(_activity);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (path, key) = (parsed.GetValue(_packet), parsed.GetValue(_key));
        if (parsed.GetValue(_activity))
        {
            if (path is not null || key is not null || parsed.GetValue(_ownKey))
            {
                throw new CommandFailure(ExitCodes.BadRequest, "--activity stands alone.");
            }

            await VerifyActivityAsync(console, cancellationToken);
            return;
        }

        if (parsed.GetValue(_ownKey))
        {
            if (path is not null || key is not null)
            {
                throw new CommandFailure(ExitCodes.BadRequest, "--own-key stands alone.");
            }

            PrintOwnKey(console);
            return;
        }

        if (string.IsNullOrEmpty(path))
        {
            throw new CommandFailure(ExitCodes.BadRequest, "Write the packet to check: verify review.zip");
        }

        var asked = key is null ? null : ReadFingerprint(key);
        var verdict = Verify(path, asked, cancellationToken);
        if (!verdict.IsIntact)
        {
            throw new CommandFailure(ExitCodes.Failure, ["The packet is broken.", .. verdict.Broken]);
        }

        Print(console, verdict);
    }

    private static async Task VerifyActivityAsync(CommandConsole console, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        var verdict = await services.GetRequiredService<ActivityStore>().VerifyAsync(cancellationToken);
        if (!verdict.IsIntact)
        {
            var more = verdict.More == 0 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"{verdict.More} more entries do not hold.") };
            throw new CommandFailure(ExitCodes.Failure, ["The record of what people did is broken.", .. verdict.Broken, .. more]);
        }

        Write(console, string.Create(
            CultureInfo.InvariantCulture,
            $"Intact: {verdict.Sealed} sealed entries are as they were written{(verdict.Since is { } since ? $", since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}{(verdict.Unsealed > 0 ? $"; {verdict.Unsealed} older ones are not sealed" : "")}."));
    }

    private static void Print(CommandConsole console, PacketVerdict verdict)
    {
        if (verdict.Manifest is { } manifest)
        {
            var (what, holds) = manifest.Snapshot is { } snapshot
                ? ($"Snapshot \"{manifest.Title}\" ({snapshot})", string.Create(CultureInfo.InvariantCulture, $"{manifest.Totals.Records} events"))
                : ($"Review \"{manifest.Title}\" ({manifest.Review}), {manifest.State}", string.Create(CultureInfo.InvariantCulture, $"{manifest.Totals.Changes} changes, {manifest.Totals.Marks} marks and comments"));
            Write(console, string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {holds}, {manifest.Totals.Files + 2} files. Made {manifest.MadeAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'} by {manifest.MadeBy}."));
        }

        Write(console, verdict.IsProven
            ? $"Intact, and proven: signed with the key {verdict.Fingerprint}."
            : $"Consistent, origin not proven: signed with the key {verdict.Fingerprint}, which may be anybody's. Check it with --key and the fingerprint that the people who run the dashboard give you.");
    }

    private static void Write(CommandConsole console, string line) => console.Output.Write(System.Text.Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));

    private static string ReadFingerprint(string text)
    {
        // As people pass it on: in groups, in capitals.
        var digits = string.Concat(text.Where(letter => letter is not (' ' or ':'))).ToLowerInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigitLower)
            ? digits
            : throw new CommandFailure(ExitCodes.BadRequest, $"--key is '{text}'. Write a fingerprint: 64 hex digits.");
    }

    private static PacketVerdict Verify(string path, string? asked, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0); // read in portions
            return file.CanSeek && file.Length <= MaxBytes
                ? PacketVerifier.Verify(file, asked, cancellationToken)
                : throw new CommandFailure(ExitCodes.Failure, string.Create(CultureInfo.InvariantCulture, $"{path} is no file of at most {MaxBytes / 1024 / 1024} MiB, and a packet is."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{path} cannot be read: {exception.Message}");
        }
    }

    private static void PrintOwnKey(CommandConsole console)
    {
        using var database = new AuditDatabase(CommandServices.LoadSettings().DatabasePath, TimeSpan.FromSeconds(30)); // tells where the key lies; not opened
        using var key = SnapshotKey.ReadOrMake(database);
        Write(console, key.Fingerprint);
    }
}
