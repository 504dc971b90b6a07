using System.Text;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Presence, choice and size.</summary>
internal static class GeneralFunctions
{
    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("ispresent", 1, 1, (_, a) => Value.OfTruth(!a[0].IsMissing)),
        new("coalesce", 1, ScalarFunction.Any, (_, a) => a.FirstOrDefault(v => !v.IsMissing)),
        new("if", 3, 3, (_, a) => a[0].Truth == true ? a[1] : a[2]),
        new("case", 2, 21, (_, a) => Case(a)),
        new("isNumeric", 1, 1, (_, a) => a[0].IsMissing ? default : Value.OfTruth(a[0].IsNumeric)),
        new("messageSize", 1, 1, (_, a) => a[0].AsText() is { } text ? Value.OfNumber(Encoding.UTF8.GetByteCount(text)) : default),
    ];

    private static Value Case(Value[] arguments)
    {
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i].Truth == true)
            {
                return arguments[i + 1];
            }
        }

        return arguments.Length % 2 == 1 ? arguments[^1] : default;
    }
}
