using Microsoft.Extensions.Logging;

namespace AuditDashboard.Storage;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "A page could not follow a change of the database.")]
    public static partial void SubscriberFailed(ILogger logger, Exception exception);
}
