using Cronos;

namespace AuditDashboard.Settings;

/// <summary>Schedules as cron text in UTC, with five fields, or six with seconds first.</summary>
internal static class CronText
{
    /// <summary>Reads a schedule; gives what is wrong with it, or null.</summary>
    public static string? FindProblem(string text)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6))
        {
            return $"is '{text}'. Write five cron fields, or six with seconds first, such as */5 * * * *.";
        }

        try
        {
            var cron = CronExpression.Parse(text, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
            return cron.GetNextOccurrence(DateTime.UnixEpoch, TimeZoneInfo.Utc) is null
                ? $"is '{text}', which never comes. Write five cron fields, or six with seconds first, such as */5 * * * *."
                : null;
        }
        catch (CronFormatException exception)
        {
            return $"is '{text}': {exception.Message.TrimEnd('.')}. Write five cron fields, or six with seconds first, such as */5 * * * *.";
        }
    }
}
