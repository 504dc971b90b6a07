using System.Net;
using System.Net.Sockets;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.Collection;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Collection;

/// <summary>Each sentence about what is wrong with access to AWS stands on Collection whole, with what to do, as long as AWS's own words may be.</summary>
public sealed class FailureSentenceTests : PageTestContext
{
    private const string Group = "/aws/eks/production-europe-frankfurt-payments/cluster";
    private const string User = "arn:aws:sts::111122223333:assumed-role/eksctl-production-europe-frankfurt-payments-AuditDashboardRole-1A2B3C4D5E6F7/audit-dashboard";

    private static readonly CloudWatchSourceOptions Options = new() { LogGroup = Group, Region = "eu-central-1", RoleArn = "arn:aws:iam::111122223333:role/audit" };

    [Fact]
    public async Task FailureOfEachKind_IsDrawnWholeWithWhatToDo()
    {
        var sentences = Sentences().ToList();
        var runs = Services.GetRequiredService<RunStore>();
        foreach (var sentence in sentences)
        {
            await runs.NoteProblemAsync("demo", ProblemParts.LogSource, sentence, Token);
        }

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal(sentences.Count, page.FindAll("section[aria-label=Problems] .flag.w").Count));
        Assert.Equal(sentences.Order(StringComparer.Ordinal), page.FindAll("section[aria-label=Problems] .flag.w bdi").Select(b => b.TextContent).Where(t => t != ProblemParts.LogSource).Order(StringComparer.Ordinal));
        Assert.Equal(sentences.Count, sentences.Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Sentences()
    {
        string[] actions = ["logs:StartQuery", "logs:GetQueryResults", "logs:StopQuery", "logs:FilterLogEvents", "logs:DescribeLogStreams", "kms:Decrypt"];
        Exception[] errors =
        [
            .. actions.Select(a => Answer("AccessDeniedException", $"User: {User} is not authorized to perform: {a} on resource: arn:aws:logs:eu-central-1:111122223333:log-group:{Group}:log-stream: because no identity-based policy allows the {a} action")),
            new ResourceNotFoundException("The specified log group does not exist."),
            Answer("ThrottlingException", "Rate exceeded"),
            Answer("ExpiredTokenException", "The security token included in the request is expired"),
            Answer("UnrecognizedClientException", "The security token included in the request is invalid."),
            Answer("InvalidSignatureException", "Signature expired: 20261126T100000Z is now earlier than 20261126T105500Z (20261126T110000Z - 5 min.)"),
            Answer("InvalidSignatureException", "Credential should be scoped to a valid region."),
            Answer("InvalidSignatureException", "The request signature we calculated does not match the signature you provided."),
            Answer("InternalFailure", "The request processing has failed because of an unknown error, exception or failure."),
            new AmazonClientException("Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:\n\nmany lines"),
            new HttpRequestException("Name or service not known", new SocketException((int)SocketError.HostNotFound)),
            new HttpRequestException("Connection refused (192.0.2.1:443)", new SocketException((int)SocketError.ConnectionRefused)),
            new TimeoutException(),
        ];
        return [.. errors.Select(e => ServiceTrouble.Describe(e, Options)), AuditPulse.SaySilent(Options), AuditPulse.SayNoStream(Options)];
    }

    private static AmazonServiceException Answer(string code, string message) =>
        new(message, null, ErrorType.Sender, code, "request", code == "InternalFailure" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest);
}
