using System.Globalization;

namespace AuditDashboard.Commands;

/// <summary>Numbers on the command line, with messages that say what to write.</summary>
internal static class NumberArgument
{
    /// <summary>Reads a whole number; null where the option is absent.</summary>
    /// <exception cref="CommandFailure">It is no whole number within the bounds.</exception>
    public static long? ParseWhole(string option, string? text, long min, long max) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw new CommandFailure(ExitCodes.BadRequest, string.Create(CultureInfo.InvariantCulture, $"{option} is '{text}'. Write a whole number from {min} to {max}."));

    /// <summary>Reads a number; null where the option is absent.</summary>
    /// <exception cref="CommandFailure">It is no number within the bounds.</exception>
    public static double? Parse(string option, string? text, double min, double max) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw new CommandFailure(ExitCodes.BadRequest, string.Create(CultureInfo.InvariantCulture, $"{option} is '{text}'. Write a number from {min} to {max}."));
}
