using System.Net;
using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>The query cannot be compiled.</summary>
public partial class MalformedQueryException : AmazonCloudWatchLogsException
{
    /// <summary>An error without a text.</summary>
    public MalformedQueryException()
    {
    }

    /// <summary>An error with a text.</summary>
    /// <param name="message">What went wrong.</param>
    public MalformedQueryException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public MalformedQueryException(string message, Exception innerException)
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
    public MalformedQueryException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>What is wrong with it, and where; null where the service does not say.</summary>
    public QueryCompileError? QueryCompileError { get; set; }

    internal override void ReadMember(string name, ref Utf8JsonReader reader)
    {
        if (name == "queryCompileError")
        {
            QueryCompileError = reader.ReadObject(QueryCompileError.Read);
            return;
        }

        reader.Skip();
    }
}
