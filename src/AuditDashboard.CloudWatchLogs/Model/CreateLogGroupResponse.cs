using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>CreateLogGroup</c> answers: nothing.</summary>
public partial class CreateLogGroupResponse : AmazonWebServiceResponse;
