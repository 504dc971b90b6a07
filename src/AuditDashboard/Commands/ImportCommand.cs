using System.CommandLine;
using System.Globalization;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Settings;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Commands;

/// <summary><c>import</c>: files into the database. Running it twice changes nothing.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Option<string> _cluster = new("--cluster") { Description = "The cluster that the events belong to; made if it is new.", HelpName = "NAME", Required = true };
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Audit files or folders, also .gz.", Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the command.</summary>
    public ImportCommand()
        : base("import", "Read audit files into the database.")
    {
        Add(_cluster);
        Add(_paths);
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

        // The runner takes them from the content root; here they are meant from where the caller stands.
        string[] paths = [.. parsed.GetRequiredValue(_paths).Select(Path.GetFullPath)];
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        await CommandRecord.AddAsync(services, console, ActivityKind.Job, $"Imported into {cluster}: {string.Join(", ", paths)}.", cancellationToken);
        var progress = new ImportProgressLine(console, TimeProvider.System);
        var summary = await services.GetRequiredService<ImportRunner>().ImportAsync(cluster, paths, progress, cancellationToken);
        console.Output.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"Imported into {cluster}: {summary.RecordsScanned} records read, {summary.EventsInserted} events new, {summary.EventsKnown} known before, {summary.Quarantined} records in quarantine, {summary.Ignored} JSON objects that are no audit events{(summary.CallsInserted > 0 ? $", of which {summary.CallsInserted} records of CloudTrail about the cluster’s access are new" : "")}.\n")));
        if (summary.OlderThanKept > 0)
        {
            var source = (await services.GetRequiredService<ClusterStore>().GetAllAsync(cancellationToken)).Single(row => row.Name == cluster).Source;
            console.Say(OlderThanKept(summary.OlderThanKept, settings.Retention.DaysOf(source), TimeProvider.System.GetUtcNow()));
        }

        HarvestReport.RequireNoErrors([summary]);
    }

    // Whoever brings in old files has a reason to: they are kept as long from then on, and it is said how long that is.
    private static string OlderThanKept(long events, int days, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{events} of the events are from before {RetentionOptions.HorizonOf(now, days):yyyy-MM-dd}, older than events are kept ({days} {(days == 1 ? "day" : "days")}). Events from files are kept by when they were read: those that are new stay until {now.AddDays(days + 1):yyyy-MM-dd} and are removed then.");
}
