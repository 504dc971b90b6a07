namespace AuditDashboard.Explore.Results;

/// <summary>An axis of values from a round number to a round number, always with 0.</summary>
/// <param name="Min">Where it begins: 0, or a round number at or below the least value.</param>
/// <param name="Max">Where it ends: a round number at or above the greatest value.</param>
/// <param name="Step">Distance of its marks.</param>
public sealed record ValueAxis(double Min, double Max, double Step)
{
    /// <summary>The axis for some values.</summary>
    public static ValueAxis Of(IEnumerable<double> values)
    {
        var (least, most) = (0d, 0d);
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        var step = RoundStep((most - least) / 4);
        return new ValueAxis(Math.Floor(least / step) * step, Math.Max(Math.Ceiling(most / step), 1) * step, step);
    }

    /// <summary>Where a value lies, 0 to 1.</summary>
    public double At(double value) => (value - Min) / (Max - Min);

    /// <summary>The marks, from the start to the end.</summary>
    public IEnumerable<double> Marks()
    {
        for (var i = 0; Min + (i * Step) <= Max + (Step / 2); i++)
        {
            yield return Min + (i * Step);
        }
    }

    private static double RoundStep(double rough)
    {
        if (rough <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
