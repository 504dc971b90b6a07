using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>A scalar function: its name as AWS writes it, how many arguments it takes and what it does.</summary>
/// <param name="Name">Name in the case AWS writes it.</param>
/// <param name="MinimumArguments">Fewest arguments.</param>
/// <param name="MaximumArguments">Most arguments.</param>
/// <param name="Apply">Computes the value; must not throw.</param>
internal sealed record ScalarFunction(string Name, int MinimumArguments, int MaximumArguments, Func<Frame, Value[], Value> Apply)
{
    /// <summary>Most arguments of functions that take any number.</summary>
    public const int Any = 1_000;

    /// <summary>True if the value depends on the time or window of the run.</summary>
    public bool DependsOnRun { get; init; }

    /// <summary>True if AWS does not document it.</summary>
    public bool IsExtension { get; init; }
}

/// <summary>All scalar functions by name, whatever its case. <c>bin</c>, the date roundings and <c>regexReplace</c> are bound by the planner.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, ScalarFunction> Table = BuildTable();

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Table.Values.Select(f => f.Name).Concat(Special);

    /// <summary>Functions that take a period or a regular expression.</summary>
    public static readonly string[] Special = ["datefloor", "dateceil", "regexReplace", "regex_replace"];

    /// <summary>Finds a function.</summary>
    public static ScalarFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static Dictionary<string, ScalarFunction> BuildTable()
    {
        var table = new Dictionary<string, ScalarFunction>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in GeneralFunctions.All
            .Concat(NumericFunctions.All).Concat(StringFunctions.All).Concat(EncodingFunctions.All)
            .Concat(DateFunctions.All).Concat(DateTextFunctions.All).Concat(JsonFunctions.All).Concat(AddressFunctions.All))
        {
            table.Add(function.Name, function);
        }

        return table;
    }
}
