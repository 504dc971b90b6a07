using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Semantics;

namespace AuditDashboard.Commands;

/// <summary>What log groups answered of what AWS leaves open, in words.</summary>
internal static class SemanticsReport
{
    /// <summary>Prints a line for each question, those that differ first.</summary>
    public static void Print(CommandConsole console, SemanticReport report)
    {
        if (report.Note is { } note)
        {
            Print(console, $"{report.Cluster}: {note}");
        }

        if (report.Queries == 0)
        {
            return;
        }

        if (report.Findings.Count > 0)
        {
            Print(console, string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Cluster}: asked about {report.Events} audit events from {report.Window.From:yyyy-MM-dd HH:mm:ss} to {report.Window.To:yyyy-MM-dd HH:mm:ss} UTC"));
        }

        foreach (var finding in report.Findings.OrderByDescending(f => f.Outcome == SemanticOutcome.Differs))
        {
            Print(console, $"  {WordOf(finding.Outcome)}: {finding.Sentence}");
        }

        Print(console, string.Create(
            CultureInfo.InvariantCulture, $"{report.Cluster}: {report.Queries} queries scanned {report.Bytes} bytes for {report.Dollars:0.######} USD"));
    }

    /// <summary>Ends the command where a reading differs or could not be asked for.</summary>
    /// <exception cref="CommandFailure">One sentence each.</exception>
    public static void RequireSame(IReadOnlyList<SemanticReport> reports)
    {
        var sentences = new List<string>();
        foreach (var report in reports)
        {
            if (report.Error is { } error)
            {
                sentences.Add($"{report.Cluster}: {error}");
            }

            if (report.Findings.Count(f => f.Outcome == SemanticOutcome.Differs) is var differing and > 0)
            {
                sentences.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{report.Cluster}: {differing} of {report.Findings.Count} answers are not the embedded engine's. Please report it."));
            }
        }

        if (sentences.Count > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, [.. sentences]);
        }
    }

    private static string WordOf(SemanticOutcome outcome) => outcome switch
    {
        SemanticOutcome.Holds => "holds",
        SemanticOutcome.Differs => "differs",
        SemanticOutcome.Found => "found",
        _ => "not told",
    };

    private static void Print(CommandConsole console, string line) =>
        console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));
}
