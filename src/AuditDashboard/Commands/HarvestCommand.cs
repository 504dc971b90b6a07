using System.CommandLine;
using AuditDashboard.Harvest;
using AuditDashboard.Harvest.Comparing;
using AuditDashboard.Settings;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Commands;

/// <summary><c>harvest --once</c>: one harvest now. <c>harvest --compare</c>: merged and one-by-one scans of one window side by side.</summary>
internal sealed class HarvestCommand : Command
{
    private readonly Option<bool> _once = new("--once") { Description = "Harvest once and end. The schedule runs in the server." };
    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Read one window merged and query by query, and report any difference. Nothing is stored but what it cost. Default window: the last hour that the source has delivered.",
    };

    private readonly Option<string?> _cluster = new("--cluster") { Description = "This cluster only. Default: all configured ones.", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "Only this window: its first instant.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "First instant after the window. Default: now.", HelpName = "T" };

    /// <summary>Makes the command.</summary>
    public HarvestCommand()
        : base("harvest", "Harvest the configured clusters once.")
    {
        foreach (var option in new Option[] { _once, _compare, _cluster, _from, _to })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var isComparison = parsed.GetValue(_compare);
        if (parsed.GetValue(_once) == isComparison)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "Write harvest --once or harvest --compare. The schedule itself runs in the server.");
        }

        var window = ReadWindow(parsed.GetValue(_from), parsed.GetValue(_to), TimeProvider.System.GetUtcNow());
        var settings = CommandServices.LoadSettings();
        var clusters = ChooseClusters(settings, parsed.GetValue(_cluster));
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        if (isComparison)
        {
            await CompareAsync(console, services.GetRequiredService<ScanComparer>(), clusters, window, cancellationToken);
            return;
        }

        await CommandRecord.AddAsync(services, console, ActivityKind.Job, $"Harvested {string.Join(", ", clusters)}{(window is { } w ? $", {w}" : "")}.", cancellationToken);
        var runner = services.GetRequiredService<HarvestRunner>();
        var summaries = new List<HarvestSummary>();
        foreach (var cluster in clusters)
        {
            var summary = await runner.RunAsync(cluster, RunTrigger.CommandLine, window, cancellationToken);
            summaries.Add(summary);
            HarvestReport.Print(console, summary);
        }

        HarvestReport.RequireNoErrors(summaries);
    }

    private static async Task CompareAsync(CommandConsole console, ScanComparer comparer, string[] clusters, TimeWindow? window, CancellationToken cancellationToken)
    {
        var comparisons = new List<ScanComparison>();
        foreach (var cluster in clusters)
        {
            var comparison = await comparer.CompareAsync(cluster, window, cancellationToken);
            comparisons.Add(comparison);
            ComparisonReport.Print(console, comparison);
        }

        ComparisonReport.RequireNoDifference(comparisons);
    }

    /// <summary>The configured clusters, or the one that is named.</summary>
    /// <exception cref="CommandFailure">There is no such cluster.</exception>
    internal static string[] ChooseClusters(DashboardSettings settings, string? only)
    {
        string[] names = [.. settings.Clusters.Select(cluster => cluster.Name)];
        return only is null ? names
            : names.Contains(only, StringComparer.Ordinal) ? [only]
            : throw new CommandFailure(ExitCodes.BadRequest, $"There is no cluster '{only}' in the settings. Configured are {string.Join(", ", names)}.");
    }

    /// <summary>The window of <c>--from</c> and <c>--to</c>, up to now where only the first is given; null where none is.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    internal static TimeWindow? ReadWindow(string? from, string? to, DateTimeOffset now)
    {
        if (from is null && to is not null)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "--to stands without --from. Write both, or --from alone.");
        }

        var bounds = TimeBounds.Parse(from, to, now);
        return bounds.FromMicros is { } start ? new TimeWindow(start, bounds.ToMicros ?? TimeWindow.ToMicrosSinceEpoch(now)) : null;
    }
}
