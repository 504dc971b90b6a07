using System.CommandLine;
using System.Globalization;
using AuditDashboard.Commands.Output;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Commands;

/// <summary><c>workloads</c>: which service accounts took which IAM roles, from the stored calls of CloudTrail.</summary>
internal sealed class WorkloadsCommand : Command
{
    private readonly Option<string> _cluster = new("--cluster") { Description = "Name of the cluster.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "First instant of the window. Default: 24 hours before its end.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "First instant after the window. Default: now.", HelpName = "T" };
    private readonly Option<string?> _format = new Option<string?>("--format") { Description = "json or table. Default: table.", HelpName = "FORMAT" }.AcceptOnlyFromAmong("json", "table");

    /// <summary>Makes the command.</summary>
    public WorkloadsCommand()
        : base("workloads", "List the IAM roles that service accounts took or tried to take (IRSA and Pod Identity), the denied and the never seen before first.")
    {
        foreach (var option in new Option[] { _cluster, _from, _to, _format })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var cluster = parsed.GetValue(_cluster) ?? ""; // required
        var window = TimeBounds.Parse(parsed.GetValue(_from), parsed.GetValue(_to), now).LastDay(now);
        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        await KnownCluster.RequireAsync(services.GetRequiredService<ClusterStore>(), cluster, cancellationToken);
        var answer = WorkloadAnswer.Of(cluster, await services.GetRequiredService<WorkloadReader>().ReadAsync(cluster, window, new WorkloadState(), cancellationToken));
        if (parsed.GetValue(_format) == "json")
        {
            AnswerJson.Write(console, answer);
        }
        else
        {
            PrintTable(console, answer);
        }

        Explain(console, answer);
    }

    private static void PrintTable(CommandConsole console, WorkloadAnswer answer)
    {
        using var writer = RowWriter.Create(OutputFormat.Table, console.Output, ["last", "outcome", "service account", "role", "first seen", "new", "calls"]);
        foreach (var item in answer.Items)
        {
            writer.Write(
            [
                Cell.Of(Time(item.Last)), Cell.Of(item.Outcome), Cell.Of(item.ServiceAccount ?? "(not in the record)"), Cell.Of(item.Role ?? "(not in the record)"), Cell.Of(Time(item.FirstSeen)),
                Cell.Of(item.New ? "new" : null), Cell.Of(item.Calls.ToString(CultureInfo.InvariantCulture)),
            ]);
        }

        writer.Complete();
    }

    private static void Explain(CommandConsole console, WorkloadAnswer answer)
    {
        if (answer.Items.Count == 0)
        {
            console.Say($"No role taken by a workload is stored between {Time(answer.From)} and {Time(answer.To)}.");
        }

        if (answer.Missing is { } missing)
        {
            console.Say(missing);
        }
        else if (answer.CloudTrail == "files")
        {
            console.Say("CloudTrail is from files: whether they hold all of it is not known.");
        }

        if (answer.More)
        {
            console.Say("There are more combinations; denied ones are kept first. Choose a shorter window for the others.");
        }

        if (answer.Undated > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{answer.Undated} calls have no time and are in no window."));
        }
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
