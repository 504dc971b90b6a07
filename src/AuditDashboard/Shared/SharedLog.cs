namespace AuditDashboard.Shared;

internal static partial class SharedLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Component} could not load its data.")]
    public static partial void LoadFailed(ILogger logger, Exception exception, string component);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "A panel could not be shown.")]
    public static partial void PanelFailed(ILogger logger, Exception exception);
}
