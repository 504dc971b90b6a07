using System.Net;
using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>
/// An error that CloudWatch Logs answered. Errors that the service's model does not list for an operation, such as
/// <c>ThrottlingException</c> and <c>AccessDeniedException</c>, have this type: tell them by <see cref="AmazonServiceException.ErrorCode"/>.
/// </summary>
public class AmazonCloudWatchLogsException : AmazonServiceException
{
    /// <summary>An error without a text.</summary>
    public AmazonCloudWatchLogsException()
    {
    }

    /// <summary>An error with a text.</summary>
    /// <param name="message">What went wrong.</param>
    public AmazonCloudWatchLogsException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public AmazonCloudWatchLogsException(string message, Exception innerException)
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
    public AmazonCloudWatchLogsException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Reads a member of the answer that is not common to all errors.</summary>
    internal virtual void ReadMember(string name, ref Utf8JsonReader reader) => reader.Skip();
}
