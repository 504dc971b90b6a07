using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Writes requests in the protocol AWS JSON 1.1: one path for all, the operation in a header, the members as JSON.</summary>
internal sealed class RequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static readonly RequestMarshaller Instance = new();

    // The body is JSON for a service, never markup: letters of all scripts go as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (AmazonCloudWatchLogsRequest)input;
        return new DefaultRequest(request, "Amazon.CloudWatchLogs")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Body(request),
            Headers =
            {
                ["X-Amz-Target"] = "Logs_20140328." + request.Operation,
                ["Content-Type"] = "application/x-amz-json-1.1",
            },
        };
    }

    /// <summary>The body of a request.</summary>
    internal static byte[] Body(AmazonCloudWatchLogsRequest request)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Options))
        {
            writer.WriteStartObject();
            request.Write(writer);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
