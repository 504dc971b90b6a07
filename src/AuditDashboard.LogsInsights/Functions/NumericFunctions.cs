using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Functions of numbers: missing where an argument is not a number or the result is none.</summary>
internal static class NumericFunctions
{
    private const double EarthRadiusKilometres = 6_371.0088;

    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("abs", 1, 1, (_, a) => OfDecimal(a[0], Math.Abs, Math.Abs)),
        new("ceil", 1, 1, (_, a) => OfDecimal(a[0], Math.Ceiling, Math.Ceiling)),
        new("floor", 1, 1, (_, a) => OfDecimal(a[0], Math.Floor, Math.Floor)),
        new("sqrt", 1, 1, (_, a) => OfDouble(a, v => Math.Sqrt(v[0]))),
        new("log", 1, 1, (_, a) => OfDouble(a, v => v[0] > 0 ? Math.Log(v[0]) : double.NaN)),
        new("round", 1, 2, (_, a) => Round(a)),
        new("greatest", 1, ScalarFunction.Any, (_, a) => Extreme(a, 1)),
        new("least", 1, ScalarFunction.Any, (_, a) => Extreme(a, -1)),
        new("haversine", 4, 4, (_, a) => OfDouble(a, Haversine)),
        new("toNumber", 1, 1, (_, a) => OfDecimal(a[0], v => v, v => v)),
        new("toDouble", 1, 1, (_, a) => OfDecimal(a[0], v => v, v => v)),
        new("toInt", 1, 1, (_, a) => OfDecimal(a[0], Math.Truncate, Math.Truncate)),
        new("toLong", 1, 1, (_, a) => OfDecimal(a[0], Math.Truncate, Math.Truncate)),
    ];

    private static Value OfDecimal(in Value value, Func<decimal, decimal> exact, Func<double, double> real) =>
        value.TryGetDecimal(out var number) ? Value.OfNumber(exact(number))
        : value.TryGetDouble(out var other) ? Value.OfDouble(real(other))
        : default;

    private static Value OfDouble(Value[] arguments, Func<double[], double> function)
    {
        var numbers = new double[arguments.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!arguments[i].TryGetDouble(out numbers[i]))
            {
                return default;
            }
        }

        return Value.OfDouble(function(numbers));
    }

    private static Value Round(Value[] arguments)
    {
        var digits = 0m;
        if (arguments.Length == 2 && (!arguments[1].TryGetDecimal(out digits) || digits is < 0 or > 28 || digits != Math.Truncate(digits)))
        {
            return default;
        }

        return OfDecimal(
            arguments[0],
            v => Math.Round(v, (int)digits, MidpointRounding.AwayFromZero),
            v => v);
    }

    private static Value Extreme(Value[] arguments, int sign)
    {
        var best = default(Value);
        foreach (var argument in arguments)
        {
            if (!argument.IsNumeric && argument.Kind != ValueKind.Instant)
            {
                return default;
            }

            if (best.IsMissing || SortOrder.Compare(argument, best) * sign > 0)
            {
                best = argument;
            }
        }

        return best;
    }

    private static double Haversine(double[] v)
    {
        static double Radians(double degrees) => degrees * Math.PI / 180;
        var latitude = Radians(v[2] - v[0]) / 2;
        var longitude = Radians(v[3] - v[1]) / 2;
        var h = (Math.Sin(latitude) * Math.Sin(latitude))
            + (Math.Cos(Radians(v[0])) * Math.Cos(Radians(v[2])) * Math.Sin(longitude) * Math.Sin(longitude));
        return 2 * EarthRadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
