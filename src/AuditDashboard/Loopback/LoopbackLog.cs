namespace AuditDashboard.Loopback;

internal static partial class LoopbackLog
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "A request was refused by the rule {Rule}.")]
    public static partial void Refused(ILogger logger, string rule);
}
