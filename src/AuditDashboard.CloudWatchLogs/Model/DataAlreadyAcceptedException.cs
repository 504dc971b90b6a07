using System.Net;
using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>The events were written before; the service does not answer this any more.</summary>
public partial class DataAlreadyAcceptedException : AmazonCloudWatchLogsException
{
    /// <summary>An error without a text.</summary>
    public DataAlreadyAcceptedException()
    {
    }

    /// <summary>An error with a text.</summary>
    /// <param name="message">What went wrong.</param>
    public DataAlreadyAcceptedException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public DataAlreadyAcceptedException(string message, Exception innerException)
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
    public DataAlreadyAcceptedException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>The token that was expected.</summary>
    public string? ExpectedSequenceToken { get; set; }

    internal override void ReadMember(string name, ref Utf8JsonReader reader)
    {
        if (name == "expectedSequenceToken")
        {
            ExpectedSequenceToken = reader.ReadText();
            return;
        }

        reader.Skip();
    }
}
