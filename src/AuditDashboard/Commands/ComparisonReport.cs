using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Comparing;

namespace AuditDashboard.Commands;

/// <summary>What comparisons of scans found, in words.</summary>
internal static class ComparisonReport
{
    private const string Unreadable = "(no query can read)";

    /// <summary>Prints a table of the queries, what was billed, and the records that differ.</summary>
    public static void Print(CommandConsole console, ScanComparison comparison)
    {
        if (comparison.Note is { } note)
        {
            console.Output.Write(Encoding.UTF8.GetBytes($"{comparison.Cluster}: {note}\n"));
        }

        if (comparison.Queries.Count == 0)
        {
            return;
        }

        var width = comparison.Queries.Max(q => NameOf(q).Length);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{comparison.Cluster}: {comparison.Window.From:yyyy-MM-dd HH:mm:ss} to {comparison.Window.To:yyyy-MM-dd HH:mm:ss} UTC\n");
        text.Append(CultureInfo.InvariantCulture, $"  {"query".PadRight(width)} {"merged",10} {"one by one",10}  difference\n");
        foreach (var query in comparison.Queries)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(query).PadRight(width)} {query.Merged,10} {query.Alone,10}  {DifferenceOf(query)}\n");
            foreach (var record in query.Examples)
            {
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {(record.IsMerged ? "merged only" : "one by one only")}: {record.Time:yyyy-MM-dd HH:mm:ss.ffffff} {record.AuditId ?? "without a readable auditID"}");
                text.Append(ControlCharacters.Escape(line)).Append('\n');
            }
        }

        if (comparison.AloneBytes > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  scanned merged: {comparison.MergedBytes} bytes for {comparison.MergedDollars:0.######} USD; one by one: {comparison.AloneBytes} bytes for {comparison.AloneDollars:0.######} USD\n");
        }

        console.Output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Ends the command where anything differs or could not be compared.</summary>
    /// <exception cref="CommandFailure">One sentence each.</exception>
    public static void RequireNoDifference(IReadOnlyList<ScanComparison> comparisons)
    {
        string[] sentences =
        [
            .. comparisons.SelectMany(c => c.Errors.Select(error => $"{c.Cluster}: {error}")),
            .. comparisons.Where(c => c.HasDifference).Select(c =>
                $"{c.Cluster}: merged and one by one differ for {string.Join(", ", c.Queries.Where(q => q.HasDifference).Select(NameOf))}. That is a defect: please report it."),
        ];
        if (sentences.Length > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, sentences);
        }
    }

    private static string NameOf(QueryComparison query) => query.QueryId ?? Unreadable;

    private static string DifferenceOf(QueryComparison query) => query.HasDifference
        ? string.Create(CultureInfo.InvariantCulture, $"{query.OnlyMerged} merged only, {query.OnlyAlone} one by one only")
        : "none";
}
