using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Functions of JSON text and of what <c>jsonParse</c> makes of it.</summary>
internal static class JsonFunctions
{
    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("jsonParse", 1, 1, (_, a) => Parsed(a[0])),
        new("jsonStringify", 1, 1, (_, a) => a[0].IsComposite ? Value.OfText(JsonValues.Print(a[0])) : a[0]),
        new("jsonArraySize", 1, 1, (_, a) => Parsed(a[0]).List is { } list ? Value.OfNumber(list.Count) : default),
        new("jsonArrayContains", 2, 2, (_, a) => Contains(a)),
    ];

    private static Value Parsed(in Value value) => value.IsComposite ? value : value.AsText() is { } text ? JsonValues.Parse(text) : default;

    private static Value Contains(Value[] arguments)
    {
        if (Parsed(arguments[0]).List is not { } list || arguments[1].IsMissing)
        {
            return default;
        }

        var sought = arguments[1];
        return Value.OfTruth(list.Any(item => Comparisons.AreEqual(item, sought) == true));
    }
}
