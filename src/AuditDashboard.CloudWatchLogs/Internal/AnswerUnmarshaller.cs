using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Reads the answers of one operation.</summary>
/// <param name="read">Reads the answer's object; null for an operation that answers nothing.</param>
internal sealed class AnswerUnmarshaller<TResponse>(WireRead<TResponse>? read) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var body = ReadAll(input.Stream);
        if (read is null)
        {
            return new TResponse();
        }

        // An empty answer where there should be one is half an answer: taken for one, it would say that there are no events.
        var reader = new Utf8JsonReader(body, Options);
        if (!reader.Read() || !reader.BeginObject())
        {
            throw new JsonException("The answer is empty.");
        }

        var response = read(ref reader);
        if (reader.Read())
        {
            throw new JsonException("Something follows the answer.");
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ErrorReader.Read(
            ReadAll(input.Stream), input.ResponseData.GetHeaderValue("x-amzn-ErrorType"), input.ResponseData.GetHeaderValue("x-amzn-RequestId"),
            innerException, statusCode);
    }

    private static ReadOnlySpan<byte> ReadAll(Stream stream)
    {
        var body = new MemoryStream();
        stream.CopyTo(body);
        var bytes = body.GetBuffer().AsSpan(0, checked((int)body.Length));
        return bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }
}
