using System.CommandLine;
using System.Text;
using AuditDashboard.Harvest.Clusters;

namespace AuditDashboard.Commands;

/// <summary><c>check</c>: validates settings and reaches every configured source.</summary>
internal sealed class CheckCommand : Command
{
    /// <summary>Makes the command.</summary>
    public CheckCommand()
        : base("check", "Check the settings and reach every configured source, saying what is missing.") =>
        SetAction((_, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, cancellationToken)));

    private static async Task RunAsync(CommandConsole console, CancellationToken cancellationToken)
    {
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        Print(console, $"Settings: ok. Database: {settings.DatabasePath}");
        var faults = 0;
        foreach (var cluster in services.GetRequiredService<ClusterRegistry>().Clusters)
        {
            var missing = await cluster.Source.CheckAsync(cancellationToken);
            faults += missing.Count;
            Print(console, $"{cluster.Name} ({cluster.Source.Kind}): {(missing.Count == 0 ? "ok" : "cannot be read")}");
            foreach (var sentence in missing)
            {
                Print(console, $"  {sentence}");
            }
        }

        if (faults > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, "Not every source can be read.");
        }
    }

    private static void Print(CommandConsole console, string line) =>
        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));
}
