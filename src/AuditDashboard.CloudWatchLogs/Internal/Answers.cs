using Amazon.CloudWatchLogs.Model;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>What reads the answers of each operation.</summary>
internal static class Answers
{
    public static readonly AnswerUnmarshaller<CreateLogGroupResponse> CreateLogGroup = new(null);

    public static readonly AnswerUnmarshaller<CreateLogStreamResponse> CreateLogStream = new(null);

    public static readonly AnswerUnmarshaller<DescribeLogGroupsResponse> DescribeLogGroups = new(DescribeLogGroupsResponse.Read);

    public static readonly AnswerUnmarshaller<DescribeLogStreamsResponse> DescribeLogStreams = new(DescribeLogStreamsResponse.Read);

    public static readonly AnswerUnmarshaller<DescribeQueriesResponse> DescribeQueries = new(DescribeQueriesResponse.Read);

    public static readonly AnswerUnmarshaller<DescribeQueryDefinitionsResponse> DescribeQueryDefinitions = new(DescribeQueryDefinitionsResponse.Read);

    public static readonly AnswerUnmarshaller<FilterLogEventsResponse> FilterLogEvents = new(FilterLogEventsResponse.Read);

    public static readonly AnswerUnmarshaller<GetLogEventsResponse> GetLogEvents = new(GetLogEventsResponse.Read);

    public static readonly AnswerUnmarshaller<GetLogRecordResponse> GetLogRecord = new(GetLogRecordResponse.Read);

    public static readonly AnswerUnmarshaller<GetQueryResultsResponse> GetQueryResults = new(GetQueryResultsResponse.Read);

    public static readonly AnswerUnmarshaller<PutLogEventsResponse> PutLogEvents = new(PutLogEventsResponse.Read);

    public static readonly AnswerUnmarshaller<PutQueryDefinitionResponse> PutQueryDefinition = new(PutQueryDefinitionResponse.Read);

    public static readonly AnswerUnmarshaller<StartQueryResponse> StartQuery = new(StartQueryResponse.Read);

    public static readonly AnswerUnmarshaller<StopQueryResponse> StopQuery = new(StopQueryResponse.Read);
}
