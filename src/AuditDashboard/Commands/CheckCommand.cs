using System.CommandLine;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;

namespace AuditDashboard.Commands;

/// <summary><c>check</c>: validates settings and reaches every configured source.</summary>
internal sealed class CheckCommand : Command
{
    /// <summary>Makes the command.</summary>
    public CheckCommand()
        : base("check", "Check the settings and reach every configured source, saying what works and what is missing.")
    {
        var policy = new Option<bool>("--policy") { Description = "Print the IAM policies that the configured log groups need, to paste, and reach nothing." };
        Options.Add(policy);
        SetAction((result, cancellationToken) => CommandLine.RunAsync(
            console => result.GetValue(policy) ? PrintPolicies(console) : RunAsync(console, cancellationToken)));
    }

    private static async Task RunAsync(CommandConsole console, CancellationToken cancellationToken)
    {
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        Print(console, $"Settings: ok. Database: {settings.DatabasePath}");
        var (faults, unread) = (0, 0);
        foreach (var cluster in services.GetRequiredService<ClusterRegistry>().Clusters)
        {
            await ExamineAsync($"{cluster.Name} ({cluster.Source.Kind})", cluster.Source);
            if (cluster.Trail is { } trail)
            {
                await ExamineAsync($"{cluster.Name} (CloudTrail)", trail);
            }
        }

        if (faults > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, unread > 0 ? "Not every source can be read." : "Not every source can be read as it should.");
        }

        async Task ExamineAsync(string name, ILogSource source)
        {
            var findings = await source.ExamineAsync(cancellationToken);
            var missing = findings.Count(f => f.IsMissing);
            var isUnread = missing > 0 && missing == findings.Count;
            (faults, unread) = (faults + missing, unread + (isUnread ? 1 : 0));
            Print(console, $"{name}: {(isUnread ? "cannot be read" : missing > 0 ? "cannot be read as it should" : "ok")}");
            foreach (var finding in findings.OrderByDescending(f => f.IsMissing))
            {
                Print(console, $"  {(finding.IsMissing ? "missing" : "ok")}: {finding.Sentence}");
            }
        }
    }

    private static Task PrintPolicies(CommandConsole console)
    {
        var policies = IamPolicies.For(CommandServices.LoadSettings().Clusters);
        if (policies.Count == 0)
        {
            throw new CommandFailure(ExitCodes.Failure, "No cluster of the source CloudWatch is configured, so no policy is needed.");
        }

        foreach (var (heading, json) in policies)
        {
            Print(console, $"# {heading}");
            foreach (var line in json.Split('\n'))
            {
                Print(console, line.TrimEnd('\r'));
            }

            Print(console, "");
        }

        return Task.CompletedTask;
    }

    private static void Print(CommandConsole console, string line) =>
        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));
}
