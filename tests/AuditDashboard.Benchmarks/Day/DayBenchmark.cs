using System.Globalization;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Benchmarks.Day;

/// <summary>A day of a log of 10 GB with late deliveries, harvested every five minutes: what is billed, and whether everything is found.</summary>
internal static class DayBenchmark
{
    private const double FactorGoal = 2.2;
    private const double EconomyFactorGoal = 1.2;
    private static readonly TimeSpan WaitGoal = TimeSpan.FromMinutes(6);

    /// <summary>Runs it with default settings and with those for economy.</summary>
    /// <returns>0 if every goal is met, 1 if one is missed.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var catalog = new MergedScan(QueryCatalog.BuiltIn.Queries);
        var isMet = true;
        foreach (var isEconomical in new[] { false, true })
        {
            var folder = Directory.CreateTempSubdirectory("audit-day-");
            try
            {
                var result = await SimulatedDay.RunAsync(
                    new SimulatedDayPlan { IsEconomical = isEconomical }, folder.FullName,
                    message => catalog.Match(new LogRecord { Message = message, LogStream = StreamFilter.StreamName }) != 0, CancellationToken.None);
                isMet &= Say(result, isEconomical);
            }
            finally
            {
                SqliteConnection.ClearAllPools();
                folder.Delete(recursive: true);
            }
        }

        await Console.Out.WriteLineAsync(isMet ? "All goals are met." : "Goals are MISSED.");
        return isMet ? 0 : 1;
    }

    private static bool Say(SimulatedDayResult result, bool isEconomical)
    {
        var goal = isEconomical ? EconomyFactorGoal : FactorGoal;
        Line($"{(isEconomical ? "Economy" : "Default settings")}: {result.Events:N0} events, {result.RealBytes / 1e6:N1} MB that stand for {result.LogBytes / 1e9:N1} GB.");
        Line($"  billed {result.BilledBytes / 1e9:N2} GB: {result.Factor:N3} of the log (goal {goal}); counted {result.CountedBytes / 1e9:N2} GB; {result.Queries:N0} queries, {result.Searches:N0} search calls");
        Line($"  found {result.Found:N0} of {result.Selected:N0} events that queries select; of those more than 20 minutes late {result.LateFound} of {result.Late}; {result.MarkedLate} marked late");
        Line($"  on screen at most {result.LongestWait.TotalMinutes:N1} minutes after it could be queried{(isEconomical ? "" : $" (goal {WaitGoal.TotalMinutes:N0})")}; {result.UnsettledSeconds:N0} s not settled at the end");
        foreach (var error in result.Errors)
        {
            Line($"  error: {error}");
        }

        return result.Factor <= goal && Math.Abs(result.CountedBytes - result.BilledBytes) < 1e6 && result.Found == result.Selected && result.LateFound == result.Late
            && result.Late > 0 && result.Errors.Count == 0 && result.UnsettledSeconds == 0 && (isEconomical || result.LongestWait <= WaitGoal);
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
