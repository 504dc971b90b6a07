using System.CommandLine;
using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Forgetting;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;

namespace AuditDashboard.Commands;

/// <summary><c>forget --cluster NAME --yes</c>: removes all that is stored of a cluster; without <c>--yes</c> it says what that is.</summary>
internal sealed class ForgetCommand : Command
{
    private const long ProgressEvery = 50_000;

    private readonly Option<string> _cluster = new("--cluster") { Description = "The cluster to forget.", HelpName = "NAME", Required = true };
    private readonly Option<bool> _yes = new("--yes") { Description = "Really remove it. It cannot be taken back, save from a backup." };

    /// <summary>Makes the command.</summary>
    public ForgetCommand()
        : base("forget", "Remove all that is stored of a cluster.")
    {
        Add(_cluster);
        Add(_yes);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var cluster = parsed.GetRequiredValue(_cluster);
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        if (await services.GetRequiredService<ForgetStore>().GetHoldingsAsync(cluster, cancellationToken) is not { } holdings)
        {
            var known = await services.GetRequiredService<ClusterStore>().GetAllAsync(cancellationToken);
            throw new CommandFailure(
                ExitCodes.BadRequest,
                $"Nothing is stored of a cluster '{cluster}'. Stored are {(known.Count == 0 ? "none" : string.Join(", ", known.Select(row => row.Name)))}.");
        }

        if (!parsed.GetValue(_yes))
        {
            throw new CommandFailure(ExitCodes.BadRequest, $"This would remove of {cluster}: {Describe(holdings)}. Write --yes to do it; only a backup brings it back.");
        }

        if (await RemoveAsync(console, services, cluster, cancellationToken) is not { } removed)
        {
            throw new CommandFailure(ExitCodes.Failure, $"A harvest or an import of {cluster} is under way, so nothing was removed. Wait for its end, or stop it, and try again.");
        }

        Print(console, string.Create(CultureInfo.InvariantCulture, $"Forgot {cluster}: {Count(removed, "event or unreadable record", "events and unreadable records")} removed, with what was known of its coverage, its runs and its cost."));
        if (settings.Clusters.Any(configured => configured.Name == cluster))
        {
            console.Say($"{cluster} is still in the settings: the next harvest collects it anew. Take it out of Clusters if it is to stay forgotten.");
        }
    }

    private static async Task<long?> RemoveAsync(CommandConsole console, ServiceProvider services, string cluster, CancellationToken cancellationToken)
    {
        var said = 0L;
        try
        {
            return await services.GetRequiredService<ForgetRunner>().RunAsync(
                cluster,
                ActivityLog.CommandLine,
                removed =>
                {
                    if (removed - said >= ProgressEvery)
                    {
                        said = removed;
                        console.Say(string.Create(CultureInfo.InvariantCulture, $"{removed} events and unreadable records removed"));
                    }
                },
                cancellationToken);
        }
        catch (LeaseLostException)
        {
            throw new CommandFailure(ExitCodes.Failure, $"Another process took {cluster} over, so part of it is still there. Write the same again.");
        }
    }

    private static string Describe(ClusterHoldings holdings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count(holdings.Events, "event", "events")}{(holdings is { FirstEvent: { } first, LastEvent: { } last } ? $" from {first:yyyy-MM-dd'T'HH:mm:ss'Z'} to {last:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}, {Count(holdings.Quarantined, "unreadable record", "unreadable records")}, {Count(holdings.Runs, "run record", "run records")}, its listings, and what is known of its coverage and its cost");

    private static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static void Print(CommandConsole console, string line) => console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));
}
