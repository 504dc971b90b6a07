using Amazon;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.CloudWatchLogs.Tests.Wire;

namespace AuditDashboard.CloudWatchLogs.Tests;

/// <summary>All in one class, so that no two run at once: some change the environment of the process.</summary>
public sealed class EndpointTests
{
    private const string Variable = "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eu-west-1", false, false, "https://logs.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://logs.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", false, false, "https://logs.us-gov-west-1.amazonaws.com")]
    [InlineData("us-iso-east-1", false, false, "https://logs.us-iso-east-1.c2s.ic.gov")]
    [InlineData("eusc-de-east-1", false, false, "https://logs.eusc-de-east-1.amazonaws.eu")]
    [InlineData("us-east-1", true, false, "https://logs-fips.us-east-1.amazonaws.com")]
    [InlineData("us-gov-east-1", true, false, "https://logs.us-gov-east-1.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://logs.eu-west-1.api.aws")]
    [InlineData("cn-north-1", false, true, "https://logs.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("us-east-2", true, true, "https://logs-fips.us-east-2.api.aws")]
    public void Endpoint_RegionAndKind_GivesTheHost(string region, bool isFips, bool isDualStack, string expected)
    {
        using var client = Client(new AmazonCloudWatchLogsConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = isFips,
            UseDualstackEndpoint = isDualStack,
        });

        var endpoint = client.DetermineServiceOperationEndpoint(new StartQueryRequest());

        Assert.Equal(expected, endpoint.URL.TrimEnd('/'));
    }

    [Fact]
    public void Endpoint_OwnAddressWithFips_IsRefused()
    {
        using var client = Client(new AmazonCloudWatchLogsConfig { ServiceURL = "http://127.0.0.1:9", UseFIPSEndpoint = true });

        Assert.Throws<AmazonClientException>(() => client.DetermineServiceOperationEndpoint(new StartQueryRequest()));
    }

    [Fact]
    public async Task Endpoint_EnvironmentVariable_IsAskedAndTheConfiguredRegionSignedFor()
    {
        await using var server = new ScriptedServer(Answer.Ok("""{"queryId":"q"}"""));
        Environment.SetEnvironmentVariable(Variable, server.Url);
        try
        {
            using var client = Client(new AmazonCloudWatchLogsConfig { RegionEndpoint = RegionEndpoint.EUCentral1, AuthenticationRegion = "eu-central-1" });

            await client.StartQueryAsync(new StartQueryRequest { LogGroupName = "/a" }, Token);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }

        Assert.Contains("/eu-central-1/logs/aws4_request", Assert.Single(server.Requests).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWSSDK.SecurityToken")]
    [InlineData("AWSSDK.SSO")]
    [InlineData("AWSSDK.SSOOIDC")]
    public void CredentialChain_PartsLoadedByName_AreThere(string assembly)
    {
        var loaded = System.Reflection.Assembly.Load(assembly);

        Assert.Equal(assembly, loaded.GetName().Name);
    }

    private static AmazonCloudWatchLogsClient Client(AmazonCloudWatchLogsConfig config) => new(new BasicAWSCredentials("AKIDEXAMPLE", "SECRETEXAMPLE"), config);
}
