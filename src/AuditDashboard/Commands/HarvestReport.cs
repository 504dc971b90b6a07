using System.Globalization;
using System.Text;
using AuditDashboard.Harvest;

namespace AuditDashboard.Commands;

/// <summary>What harvests did, in words.</summary>
internal static class HarvestReport
{
    /// <summary>Prints one line a cluster.</summary>
    public static void Print(CommandConsole console, HarvestSummary summary) => console.Output.Write(Encoding.UTF8.GetBytes(
        summary.IsSkipped
            ? $"{summary.Cluster}: skipped, another process harvests it now.\n"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Cluster}: {summary.Windows} windows, {summary.RecordsScanned} records and {summary.BytesScanned} bytes scanned, {summary.EventsInserted} events new, {summary.EventsKnown} known before, {summary.Quarantined} records in quarantine.\n")));

    /// <summary>Ends the command where any part failed.</summary>
    /// <exception cref="CommandFailure">A part failed; one sentence each.</exception>
    public static void RequireNoErrors(IEnumerable<HarvestSummary> summaries)
    {
        string[] errors = [.. summaries.SelectMany(summary => summary.Errors.Select(error => $"{summary.Cluster}: {error}"))];
        if (errors.Length > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, errors);
        }
    }
}
