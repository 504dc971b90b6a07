using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A quota is used up: with <c>StartQuery</c> the number of queries that may run at once.</summary>
public partial class LimitExceededException : AmazonCloudWatchLogsException
{
    /// <summary>An error without a text.</summary>
    public LimitExceededException()
    {
    }

    /// <summary>An error with a text.</summary>
    /// <param name="message">What went wrong.</param>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error that the service answered.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause; null where there is none.</param>
    /// <param name="errorType">Whose fault it is.</param>
    /// <param name="errorCode">The service's name for it.</param>
    /// <param name="requestId">The service's id of the request.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public LimitExceededException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
