using System.Text.Json.Nodes;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using AuditDashboard.CloudWatchLogs.Tests.Wire;

namespace AuditDashboard.CloudWatchLogs.Tests;

public sealed class RequestTests
{
    private static readonly DateTime Noon = new(2025, 11, 24, 12, 0, 0, 250, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, Func<IAmazonCloudWatchLogs, CancellationToken, Task>> Requests => new()
    {
        {
            "StartQuery",
            """{"logGroupName":"/aws/eks/demo/cluster","startTime":1764000000,"endTime":1764003600,"queryString":"fields @timestamp, @message | limit 20"}""",
            (c, t) => c.StartQueryAsync(new StartQueryRequest { LogGroupName = "/aws/eks/demo/cluster", StartTime = 1764000000, EndTime = 1764003600, QueryString = "fields @timestamp, @message | limit 20" }, t)
        },
        {
            "StartQuery",
            """{"logGroupIdentifiers":["arn:aws:logs:eu-west-1:111122223333:log-group:/a"],"queryLanguage":"CWLI","startTime":0,"endTime":1,"queryString":"filter a like \"ü<\"","limit":100000}""",
            (c, t) => c.StartQueryAsync(new StartQueryRequest { LogGroupIdentifiers = ["arn:aws:logs:eu-west-1:111122223333:log-group:/a"], QueryLanguage = QueryLanguage.CWLI, StartTime = 0, EndTime = 1, QueryString = "filter a like \"ü<\"", Limit = 100_000 }, t)
        },
        {
            "StartQuery", """{"logGroupNames":["/a","/b"],"startTime":0,"endTime":1,"queryString":"limit 1"}""",
            (c, t) => c.StartQueryAsync(new StartQueryRequest { LogGroupNames = ["/a", "/b"], StartTime = 0, EndTime = 1, QueryString = "limit 1" }, t)
        },
        {
            "GetQueryResults", """{"queryId":"q-1","nextToken":"n","maxItems":10000}""",
            (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q-1", NextToken = "n", MaxItems = 10_000 }, t)
        },
        {
            "StopQuery", """{"queryId":"q-1"}""",
            (c, t) => c.StopQueryAsync(new StopQueryRequest { QueryId = "q-1" }, t)
        },
        {
            "DescribeQueries", """{"logGroupName":"/a","status":"Running","maxResults":5,"nextToken":"n","queryLanguage":"CWLI"}""",
            (c, t) => c.DescribeQueriesAsync(new DescribeQueriesRequest { LogGroupName = "/a", Status = QueryStatus.Running, MaxResults = 5, NextToken = "n", QueryLanguage = "CWLI" }, t)
        },
        {
            "DescribeLogGroups", """{"logGroupNamePrefix":"/aws/eks/","limit":50}""",
            (c, t) => c.DescribeLogGroupsAsync(new DescribeLogGroupsRequest { LogGroupNamePrefix = "/aws/eks/", Limit = 50 }, t)
        },
        { "DescribeLogGroups", "{}", (c, t) => c.DescribeLogGroupsAsync(t) },
        {
            "DescribeLogGroups",
            """{"accountIdentifiers":["111122223333"],"includeLinkedAccounts":true,"logGroupClass":"STANDARD","logGroupNamePattern":"eks","logGroupIdentifiers":["/a"],"nextToken":"n"}""",
            (c, t) => c.DescribeLogGroupsAsync(new DescribeLogGroupsRequest { AccountIdentifiers = ["111122223333"], IncludeLinkedAccounts = true, LogGroupClass = LogGroupClass.STANDARD, LogGroupNamePattern = "eks", LogGroupIdentifiers = ["/a"], NextToken = "n" }, t)
        },
        {
            "DescribeLogStreams", """{"logGroupName":"/a","orderBy":"LastEventTime","descending":true,"limit":1,"nextToken":"n"}""",
            (c, t) => c.DescribeLogStreamsAsync(new DescribeLogStreamsRequest("/a") { OrderBy = OrderBy.LastEventTime, Descending = true, Limit = 1, NextToken = "n" }, t)
        },
        {
            "DescribeLogStreams", """{"logGroupIdentifier":"/a","logStreamNamePrefix":"kube-apiserver-audit-"}""",
            (c, t) => c.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupIdentifier = "/a", LogStreamNamePrefix = "kube-apiserver-audit-" }, t)
        },
        {
            "FilterLogEvents",
            """{"logGroupName":"/a","logStreamNames":["s"],"startTime":1764000000000,"endTime":1764000000999,"filterPattern":"{ $.verb = \"get\" }","limit":10000,"nextToken":"n","unmask":false}""",
            (c, t) => c.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "/a", LogStreamNames = ["s"], StartTime = 1764000000000, EndTime = 1764000000999, FilterPattern = "{ $.verb = \"get\" }", Limit = 10_000, NextToken = "n", Unmask = false }, t)
        },
        {
            "GetLogEvents", """{"logGroupName":"/a","logStreamName":"s","startTime":1763985600250,"endTime":1763985601250,"limit":2,"nextToken":"f/1","startFromHead":true}""",
            (c, t) => c.GetLogEventsAsync(new GetLogEventsRequest("/a", "s") { StartTime = Noon, EndTime = Noon.AddSeconds(1), Limit = 2, NextToken = "f/1", StartFromHead = true }, t)
        },
        {
            "GetLogRecord", """{"logRecordPointer":"CmEK","unmask":true}""",
            (c, t) => c.GetLogRecordAsync(new GetLogRecordRequest { LogRecordPointer = "CmEK", Unmask = true }, t)
        },
        {
            "PutLogEvents",
            """{"logGroupName":"/a","logStreamName":"s","logEvents":[{"timestamp":1763985600250,"message":"{\"kind\":\"Event\"}"},{"timestamp":1763985600250,"message":"b"}],"sequenceToken":"t","entity":{"keyAttributes":{"Type":"Service","Name":"a"}}}""",
            (c, t) => c.PutLogEventsAsync(
                new PutLogEventsRequest("/a", "s", [new InputLogEvent { Timestamp = Noon, Message = """{"kind":"Event"}""" }, new InputLogEvent { Timestamp = DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified), Message = "b" }])
                {
                    SequenceToken = "t",
                    Entity = new Entity { KeyAttributes = new() { ["Type"] = "Service", ["Name"] = "a" } },
                },
                t)
        },
        {
            "CreateLogGroup", """{"logGroupName":"/a","kmsKeyId":"arn:aws:kms:eu-west-1:111122223333:key/1","logGroupClass":"INFREQUENT_ACCESS","tags":{"team":"blue"},"deletionProtectionEnabled":true}""",
            (c, t) => c.CreateLogGroupAsync(new CreateLogGroupRequest("/a") { KmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/1", LogGroupClass = LogGroupClass.INFREQUENT_ACCESS, Tags = new() { ["team"] = "blue" }, DeletionProtectionEnabled = true }, t)
        },
        {
            "CreateLogStream", """{"logGroupName":"/a","logStreamName":"s"}""",
            (c, t) => c.CreateLogStreamAsync(new CreateLogStreamRequest("/a", "s"), t)
        },
        {
            "PutQueryDefinition",
            """{"name":"audit/roles","queryString":"limit 1","queryDefinitionId":"d","logGroupNames":["/a"],"queryLanguage":"CWLI","clientToken":"c","parameters":[{"name":"p","defaultValue":"v","description":"w"}]}""",
            (c, t) => c.PutQueryDefinitionAsync(new PutQueryDefinitionRequest { Name = "audit/roles", QueryString = "limit 1", QueryDefinitionId = "d", LogGroupNames = ["/a"], QueryLanguage = QueryLanguage.CWLI, ClientToken = "c", Parameters = [new QueryParameter { Name = "p", DefaultValue = "v", Description = "w" }] }, t)
        },
        {
            "DescribeQueryDefinitions", """{"queryDefinitionNamePrefix":"audit/","maxResults":10,"nextToken":"n","queryLanguage":"CWLI"}""",
            (c, t) => c.DescribeQueryDefinitionsAsync(new DescribeQueryDefinitionsRequest { QueryDefinitionNamePrefix = "audit/", MaxResults = 10, NextToken = "n", QueryLanguage = QueryLanguage.CWLI }, t)
        },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task Request_Operation_IsWrittenAsTheModelSays(string operation, string body, Func<IAmazonCloudWatchLogs, CancellationToken, Task> call)
    {
        await using var server = new ScriptedServer(Answer.Ok("{}"));
        using var client = server.Client();

        await call(client, Token);

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST / HTTP/1.1", request.Line);
        Assert.Equal("Logs_20140328." + operation, request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(request.Body)), request.Body);
    }

    [Fact]
    public async Task Request_Signed_HasTheSignatureOfItsBytes()
    {
        await using var server = new ScriptedServer(Answer.Ok("""{"queryId":"q"}"""));
        using var client = server.Client();

        await client.StartQueryAsync(new StartQueryRequest { LogGroupName = "/ü", StartTime = 1, EndTime = 2, QueryString = "limit 1" }, Token);

        var request = Assert.Single(server.Requests);
        Assert.Contains("/eu-west-1/logs/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(Signature.Of(request, "SECRETEXAMPLE"), Signature.In(request));
    }

    // Caught once from this client's core with the secret SECRETEXAMPLE: shows that the check above computes what AWS computes.
    [Fact]
    public void Signature_CapturedRequest_IsRecomputed()
    {
        var request = new SeenRequest(
            "POST / HTTP/1.1",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Amz-Target"] = "Logs_20140328.StartQuery",
                ["x-amz-security-token"] = "TOKENEXAMPLE",
                ["Host"] = "127.0.0.1:18009",
                ["X-Amz-Date"] = "20261123T191643Z",
                ["X-Amz-Content-SHA256"] = "de36f34b4d7ab3f0ce412bc47fec4ce3dc9772ef38ab1d47ed48abbebe9aed2d",
                ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/logs/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, Signature=c0f81d458239e71b9d2a5deecc125355d721e631703a8ba09e0623b040827d3e",
                ["Content-Type"] = "application/x-amz-json-1.1",
            },
            """{"logGroupName":"/aws/eks/demo/cluster","startTime":1764000000,"endTime":1764003600,"queryString":"fields @timestamp, @message | limit 20"}""");

        Assert.Equal("c0f81d458239e71b9d2a5deecc125355d721e631703a8ba09e0623b040827d3e", Signature.Of(request, "SECRETEXAMPLE"));
    }
}
