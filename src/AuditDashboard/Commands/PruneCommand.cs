using System.CommandLine;
using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;

namespace AuditDashboard.Commands;

/// <summary><c>prune --cluster NAME --yes</c>: removes now what the schedule would remove for its age; without <c>--yes</c> it says what that is.</summary>
internal sealed class PruneCommand : Command
{
    private const long ProgressEvery = 50_000;

    private readonly Option<string> _cluster = new("--cluster") { Description = "The cluster.", HelpName = "NAME", Required = true };
    private readonly Option<bool> _yes = new("--yes") { Description = "Really remove it. It cannot be taken back, save from a backup." };

    /// <summary>Makes the command.</summary>
    public PruneCommand()
        : base("prune", "Remove now what a cluster has that is older than the setting Retention keeps it.")
    {
        Add(_cluster);
        Add(_yes);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var cluster = parsed.GetRequiredValue(_cluster);
        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        var clusters = services.GetRequiredService<ClusterStore>();
        await KnownCluster.RequireAsync(clusters, cluster, cancellationToken);
        var runner = services.GetRequiredService<RetentionRunner>();
        var source = (await clusters.GetAllAsync(cancellationToken)).Single(row => row.Name == cluster).Source;
        var horizon = runner.HorizonOf(source);
        if (!parsed.GetValue(_yes))
        {
            var preview = await services.GetRequiredService<ExpiryStore>().PreviewAsync(cluster, horizon, cancellationToken);
            throw new CommandFailure(
                ExitCodes.BadRequest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This would remove of {cluster}: {Count(preview?.Events ?? 0, "event", "events")}, {Count(preview?.Quarantined ?? 0, "unreadable record", "unreadable records")} and {Count(preview?.Calls ?? 0, "call", "calls")} out of CloudTrail from before {horizon:yyyy-MM-dd}. Write --yes to do it; only a backup brings it back."));
        }

        var outcome = await RemoveAsync(console, runner, cluster, horizon, cancellationToken);
        if (outcome.Skipped is { } why)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{why} So nothing was removed. Wait for its end, or stop it, and try again.");
        }

        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"{cluster}: {Count(outcome.Removed, "record", "records")} from before {horizon:yyyy-MM-dd} removed.")) + "\n"));
    }

    private static async Task<RetentionOutcome> RemoveAsync(
        CommandConsole console, RetentionRunner runner, string cluster, DateTimeOffset horizon, CancellationToken cancellationToken)
    {
        var said = 0L;
        try
        {
            return await runner.RemoveAsync(
                cluster,
                horizon,
                ActivityLog.CommandLine,
                removed =>
                {
                    if (removed - said >= ProgressEvery)
                    {
                        said = removed;
                        console.Say(string.Create(CultureInfo.InvariantCulture, $"{removed} records removed"));
                    }
                },
                cancellationToken);
        }
        catch (LeaseLostException)
        {
            throw new CommandFailure(ExitCodes.Failure, $"Another process took {cluster} over, so part of it is still there. Write the same again.");
        }
    }

    private static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
