namespace AuditDashboard.Explore;

internal static partial class ExploreLog
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "A query on Explore could not read a file")]
    public static partial void FileFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Error, Message = "A query on Explore failed")]
    public static partial void RunFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Warning, Message = "A run could not be written into the history of Explore")]
    public static partial void HistoryFailed(ILogger logger, Exception exception);
}
