using System.CommandLine;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Storage;

namespace AuditDashboard.Commands;

/// <summary><c>generate</c>: demo audit events as NDJSON; the same arguments give the same bytes.</summary>
internal sealed class GenerateCommand : Command
{
    // One event that a canned query selects, and four of noise, as in the demo cluster's defaults.
    private const double NoiseRatio = 4;
    private const double DefaultRate = 30;
    private const string DefaultStart = "2026-01-05T00:00:00Z";

    private readonly Option<string> _events = new("--events") { Description = "How many events.", HelpName = "N", Required = true };
    private readonly Option<string> _seed = new("--seed") { Description = "The seed: another seed, another cluster's life.", HelpName = "S", Required = true };
    private readonly Option<string?> _start = new("--start") { Description = $"Time that the events begin at. Default: {DefaultStart}.", HelpName = "T" };
    private readonly Option<string?> _rate = new("--rate") { Description = "Events a minute on average, 0.5 to 3000. Default: 30.", HelpName = "R" };

    private readonly Option<string?> _out = new("--out") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public GenerateCommand()
        : base("generate", "Write demo audit events as NDJSON.")
    {
        foreach (var option in new Option[] { _events, _seed, _start, _rate, _out })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var events = NumberArgument.ParseWhole("--events", parsed.GetValue(_events), 0, long.MaxValue) ?? 0;
        var seed = NumberArgument.ParseWhole("--seed", parsed.GetValue(_seed), 0, long.MaxValue) ?? 0;
        var rate = NumberArgument.Parse("--rate", parsed.GetValue(_rate), 0.5, 3000) ?? DefaultRate;
        var startText = parsed.GetValue(_start) ?? DefaultStart;
        if (!TimeArgument.TryParse(startText, TimeProvider.System.GetUtcNow(), out var start))
        {
            throw new CommandFailure(ExitCodes.BadRequest, $"--start is '{startText}'. {TimeArgument.Hint}");
        }

        var demo = new DemoCluster(seed, rate / (1 + NoiseRatio), NoiseRatio);
        if (parsed.GetValue(_out) is not { } path)
        {
            await WriteAsync(demo, events, start, console.Output, cancellationToken);
            return;
        }

        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1024 * 1024);
            await WriteAsync(demo, events, start, file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{path} cannot be written: {exception.Message}");
        }
    }

    private static async Task WriteAsync(DemoCluster demo, long events, long startMicros, Stream output, CancellationToken cancellationToken)
    {
        var left = events;
        for (var minute = (long)Math.Floor(startMicros / (decimal)TimeWindow.MinuteMicros); left > 0; minute++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var record in demo.GetMinute(minute).Where(record => record.TimeMicros >= startMicros).Take((int)Math.Min(left, int.MaxValue)))
            {
                await output.WriteAsync(record.Message, cancellationToken);
                output.WriteByte((byte)'\n');
                left--;
            }
        }
    }
}
