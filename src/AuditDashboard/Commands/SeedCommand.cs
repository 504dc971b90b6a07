using System.CommandLine;
using System.Globalization;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Settings;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Commands;

/// <summary><c>seed</c>: what a cluster's roles and bindings were at one time, from a listing that kubectl made.</summary>
internal sealed class SeedCommand : Command
{
    /// <summary>A listing is held in memory as a whole, in bytes.</summary>
    private const long MaxBytes = 1L << 30;

    private readonly Option<string> _cluster = new("--cluster") { Description = "The cluster that was listed; made if it is new.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _at = new("--at") { Description = "When kubectl ran; the listing does not tell. Default for standard input: now.", HelpName = "T" };
    private readonly Argument<string> _path = new("PATH") { Description = "The output of kubectl; - is standard input." };

    /// <summary>Makes the command.</summary>
    public SeedCommand()
        : base("seed", $"Read a cluster's roles and bindings from a listing, so that who may do what is known as a whole from then on. Make it with: {ListingReader.Command}")
    {
        Add(_path);
        Add(_cluster);
        Add(_at);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var cluster = parsed.GetRequiredValue(_cluster);
        if (!ClusterSettings.IsName(cluster))
        {
            throw new CommandFailure(
                ExitCodes.BadRequest,
                $"--cluster is '{cluster}'. Write 1 to 100 letters, digits, dots, underscores or hyphens that begin with a letter or digit.");
        }

        var path = parsed.GetRequiredValue(_path);
        var bytes = await ReadAsync(path, cancellationToken);
        var time = Time(parsed.GetValue(_at), path == "-");
        if (!ListingReader.TryRead(bytes, time, out var listing, out var problem) || listing is null)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{(path == "-" ? "Standard input" : path)} is not taken in. {problem}");
        }

        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        var source = path == "-" ? "standard input" : Path.GetFileName(path);
        var isNew = await services.GetRequiredService<ListingStore>().AddAsync(cluster, services.GetRequiredService<Redactor>().Redact(listing), source, cancellationToken);
        console.Output.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isNew ? "Seeded" : "Known before; nothing changed in")} {cluster} as of {TimeWindow.FromMicrosSinceEpoch(time):yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'}: {listing.Objects.Count} objects, {listing.Others} of other kinds left out.\n")));
        foreach (var kind in new[] { TrackedKind.AwsAuth, TrackedKind.ServiceAccount }.Where(kind => !listing.CompleteKinds.Contains(kind)))
        {
            console.Say(kind == TrackedKind.AwsAuth
                ? "It lists no ConfigMaps of kube-system, so whether aws-auth was there is not known by it."
                : "It lists no service accounts, so which there were is not known by it.");
        }
    }

    private static long Time(string? text, bool isInput)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (text is null)
        {
            return isInput ? TimeWindow.ToMicrosSinceEpoch(now)
                : throw new CommandFailure(ExitCodes.BadRequest, $"Write --at with the time at which kubectl ran: the file does not tell. {TimeArgument.Hint}");
        }

        return !TimeArgument.TryParse(text, now, out var micros) ? throw new CommandFailure(ExitCodes.BadRequest, $"--at is '{text}'. {TimeArgument.Hint}")
            : micros > TimeWindow.ToMicrosSinceEpoch(now) ? throw new CommandFailure(ExitCodes.BadRequest, $"--at is '{text}', which is yet to come. Write the time at which kubectl ran.")
            : micros;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var buffer = new MemoryStream();
            var part = new byte[81_920];
            for (int read; (read = await stream.ReadAsync(part, cancellationToken)) > 0;)
            {
                if (buffer.Length + read > MaxBytes)
                {
                    throw new CommandFailure(ExitCodes.Failure, $"{path} is larger than 1 GiB.");
                }

                buffer.Write(part, 0, read);
            }

            return buffer.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{path} cannot be read: {exception.Message}");
        }
    }
}
