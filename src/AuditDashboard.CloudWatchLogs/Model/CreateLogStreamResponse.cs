using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>CreateLogStream</c> answers: nothing.</summary>
public partial class CreateLogStreamResponse : AmazonWebServiceResponse;
