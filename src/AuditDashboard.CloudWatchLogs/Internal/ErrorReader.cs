using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Reads answers that are errors.</summary>
/// <remarks>
/// <c>{"__type":"com.amazonaws.logs#MalformedQueryException","message":"…"}</c>; the name may stand in the header <c>x-amzn-ErrorType</c> as
/// <c>Name:http://…</c>, the text in <c>Message</c>; whatever stands between may answer a page of HTML or nothing.
/// </remarks>
internal static class ErrorReader
{
    /// <summary>The exception for an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="typeHeader">The header <c>x-amzn-ErrorType</c>; null or empty without it.</param>
    /// <param name="requestId">The header <c>x-amzn-RequestId</c>; null or empty without it.</param>
    /// <param name="cause">What the client met when it sent the request.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public static AmazonCloudWatchLogsException Read(
        ReadOnlySpan<byte> body, string? typeHeader, string? requestId, Exception? cause, HttpStatusCode statusCode)
    {
        string? type = null;
        string? message = null;
        TryReadMembers(body, (string name, ref Utf8JsonReader reader) =>
        {
            switch (name)
            {
                case "__type":
                    type = reader.ReadText();
                    break;
                case "code" or "Code" when type is null:
                    type = reader.ReadText();
                    break;
                case "message" or "Message" or "errorMessage":
                    message = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        var code = NameOf(string.IsNullOrEmpty(typeHeader) ? type : typeHeader)
            ?? string.Create(CultureInfo.InvariantCulture, $"HttpStatus{(int)statusCode}");
        var error = Make(
            code, message ?? string.Create(CultureInfo.InvariantCulture, $"CloudWatch Logs answered {(int)statusCode} without saying why."), cause,
            (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver, requestId ?? "", statusCode);
        TryReadMembers(body, error.ReadMember);
        return error;
    }

    private delegate void MemberRead(string name, ref Utf8JsonReader reader);

    private static void TryReadMembers(ReadOnlySpan<byte> body, MemberRead read)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return;
            }

            while (reader.NextMember(out var name))
            {
                read(name, ref reader);
            }
        }
        catch (JsonException)
        {
            // Not the service's own words; the status says enough.
        }
    }

    // "com.amazonaws.logs#ThrottlingException:http://internal.amazon.com/…" → "ThrottlingException"
    private static string? NameOf(string? type)
    {
        if (type is null)
        {
            return null;
        }

        var colon = type.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? type : type[..colon];
        name = name[(name.LastIndexOf('#') + 1)..].Trim();
        return name.Length == 0 ? null : name;
    }

    private static AmazonCloudWatchLogsException Make(
        string code, string message, Exception? cause, ErrorType type, string requestId, HttpStatusCode status) => code switch
        {
            nameof(DataAlreadyAcceptedException) => new DataAlreadyAcceptedException(message, cause, type, code, requestId, status),
            nameof(InvalidParameterException) => new InvalidParameterException(message, cause, type, code, requestId, status),
            nameof(InvalidSequenceTokenException) => new InvalidSequenceTokenException(message, cause, type, code, requestId, status),
            nameof(LimitExceededException) => new LimitExceededException(message, cause, type, code, requestId, status),
            nameof(MalformedQueryException) => new MalformedQueryException(message, cause, type, code, requestId, status),
            nameof(OperationAbortedException) => new OperationAbortedException(message, cause, type, code, requestId, status),
            nameof(ResourceAlreadyExistsException) => new ResourceAlreadyExistsException(message, cause, type, code, requestId, status),
            nameof(ResourceNotFoundException) => new ResourceNotFoundException(message, cause, type, code, requestId, status),
            nameof(ServiceUnavailableException) => new ServiceUnavailableException(message, cause, type, code, requestId, status),
            nameof(UnrecognizedClientException) => new UnrecognizedClientException(message, cause, type, code, requestId, status),
            _ => new AmazonCloudWatchLogsException(message, cause, type, code, requestId, status),
        };
}
