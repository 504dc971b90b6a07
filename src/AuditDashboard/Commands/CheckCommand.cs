using System.CommandLine;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Semantics;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;

namespace AuditDashboard.Commands;

/// <summary><c>check</c>: validates settings and reaches every configured source.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Option<bool> _policy = new("--policy") { Description = "Print the IAM policies that the configured log groups need, to paste, and reach nothing." };
    private readonly Option<bool> _semantics = new("--semantics")
    {
        Description = "Ask the log groups what AWS leaves open of the query language, and say which reading holds. Each question is a query over ten minutes of the log, and billed.",
    };

    private readonly Option<string?> _cluster = new("--cluster") { Description = "With --semantics: this cluster only. Default: all configured ones.", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "With --semantics: the window's first instant. Default: the last ten minutes that hold collected events.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "With --semantics: first instant after the window. Default: now.", HelpName = "T" };

    /// <summary>Makes the command.</summary>
    public CheckCommand()
        : base("check", "Check the settings and reach every configured source, saying what works and what is missing.")
    {
        foreach (var option in new Option[] { _policy, _semantics, _cluster, _from, _to })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => ChooseAsync(console, parsed, cancellationToken)));
    }

    private Task ChooseAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (isPolicy, isSemantics) = (parsed.GetValue(_policy), parsed.GetValue(_semantics));
        if (isPolicy && isSemantics)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "Write check --policy or check --semantics, not both.");
        }

        if (!isSemantics && (parsed.GetValue(_cluster) ?? parsed.GetValue(_from) ?? parsed.GetValue(_to)) is not null)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "--cluster, --from and --to stand with --semantics alone.");
        }

        return isPolicy ? PrintPolicies(console) : isSemantics ? AskAsync(console, parsed, cancellationToken) : RunAsync(console, cancellationToken);
    }

    private async Task AskAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var window = HarvestCommand.ReadWindow(parsed.GetValue(_from), parsed.GetValue(_to), TimeProvider.System.GetUtcNow());
        var settings = CommandServices.LoadSettings();
        var clusters = HarvestCommand.ChooseClusters(settings, parsed.GetValue(_cluster));
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        var checker = services.GetRequiredService<SemanticsChecker>();
        var reports = new List<SemanticReport>();
        foreach (var cluster in clusters)
        {
            var report = await checker.CheckAsync(cluster, window, cancellationToken);
            reports.Add(report);
            SemanticsReport.Print(console, report);
        }

        SemanticsReport.RequireSame(reports);
    }

    private static async Task RunAsync(CommandConsole console, CancellationToken cancellationToken)
    {
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        Print(console, $"Settings: ok. Database: {settings.DatabasePath}");
        var sources = new List<(string Name, ILogSource Source)>();
        foreach (var cluster in services.GetRequiredService<ClusterRegistry>().Clusters)
        {
            sources.Add(($"{cluster.Name} ({cluster.Source.Kind})", cluster.Source));
            if (cluster.Trail is { IsBilled: true } trail) // that of the demo is computed, too
            {
                sources.Add(($"{cluster.Name} (CloudTrail)", trail));
            }
        }

        // All at once: a service that does not answer is waited for once, and not for each cluster.
        var findings = await Task.WhenAll(sources.Select(s => s.Source.ExamineAsync(cancellationToken)));
        var (faults, unread) = (0, 0);
        for (var i = 0; i < sources.Count; i++)
        {
            var missing = findings[i].Count(f => f.IsMissing);
            var isUnread = missing > 0 && missing == findings[i].Count;
            (faults, unread) = (faults + missing, unread + (isUnread ? 1 : 0));
            Print(console, $"{sources[i].Name}: {(isUnread ? "cannot be read" : missing > 0 ? "cannot be read as it should" : "ok")}");
            foreach (var finding in findings[i].OrderByDescending(f => f.IsMissing))
            {
                Print(console, $"  {(finding.IsMissing ? "missing" : finding.IsAdvice ? "advice" : "ok")}: {finding.Sentence}");
            }
        }

        if (faults > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, unread > 0 ? "Not every source can be read." : "Not every source can be read as it should.");
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
