using System.CommandLine;
using AuditDashboard.Commands.Output;

namespace AuditDashboard.Commands;

/// <summary><c>--format</c>.</summary>
internal static class FormatOption
{
    private static readonly string[] Names = ["ndjson", "json", "csv", "table"];

    /// <summary>Makes the option.</summary>
    public static Option<string?> Create(string fallback)
    {
        var option = new Option<string?>("--format") { Description = $"ndjson, json, csv or table. Default: {fallback}.", HelpName = "FORMAT" };
        return option.AcceptOnlyFromAmong(Names);
    }

    /// <summary>Reads its value, which the option has checked.</summary>
    public static OutputFormat Read(string? value, OutputFormat fallback) =>
        value is null ? fallback : Enum.Parse<OutputFormat>(value, ignoreCase: true);
}
