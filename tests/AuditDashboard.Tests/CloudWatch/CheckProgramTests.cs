extern alias LocalCloudWatch;

using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditDashboard.Tests.Commands;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch.Faults;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary><c>check</c> of the real program: what works, what is missing, where credentials come from, and the policies to paste.</summary>
public sealed class CheckProgramTests : IAsyncDisposable
{
    private const string Group = "/aws/eks/prod/cluster";
    private const string Role = "arn:aws:iam::111122223333:role/audit";
    private static readonly (string, string)[] Cluster =
    [
        ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "CloudWatch"), ("Clusters:0:LogGroup", Group), ("Clusters:0:Region", "eu-west-1"),
    ];

    private readonly ProgramRun _program = new();
    private LocalServer? _server;

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Check_AllIsWell_SaysWhatWorksAndWhereTheCredentialsComeFrom()
    {
        var result = await CheckAsync(EnvironmentKeys);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("prod (CloudWatch): ok", result.OutputLines[1]);
        Assert.Equal("  ok: The credentials come from the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", result.OutputLines[2]);
        Assert.Equal("  ok: The log group /aws/eks/prod/cluster in region eu-west-1 is there.", result.OutputLines[3]);
        Assert.StartsWith("  ok: Audit logging is on: an audit event of ", result.OutputLines[4], StringComparison.Ordinal);
        Assert.Equal("  ok: Allowed are logs:StartQuery, logs:GetQueryResults, logs:StopQuery, logs:FilterLogEvents, logs:DescribeLogStreams.", result.OutputLines[5]);
        Assert.StartsWith("  ok: This machine's clock and AWS's agree to ", result.OutputLines[6], StringComparison.Ordinal);
        Assert.Equal(7, result.OutputLines.Length);
    }

    [Theory]
    [InlineData("StartQuery")]
    [InlineData("GetQueryResults")]
    [InlineData("StopQuery")]
    [InlineData("FilterLogEvents")]
    [InlineData("DescribeLogStreams")]
    public async Task Check_OnePermissionMissing_NamesItAndTheOthersThatAreThere(string operation)
    {
        var server = await StartAsync();
        server.Faults.Add(new FaultRule { Operation = operation, Fault = FaultKind.AccessDenied });

        var result = await CheckAsync(EnvironmentKeys);

        string[] all = ["StartQuery", "GetQueryResults", "StopQuery", "FilterLogEvents", "DescribeLogStreams"];
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("prod (CloudWatch): cannot be read as it should", result.OutputLines[1]);
        Assert.StartsWith($"  missing: AWS does not allow logs:{operation} on /aws/eks/prod/cluster in region eu-west-1: ", Assert.Single(result.OutputLines, l => l.StartsWith("  missing:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(
            all.Where(o => o != operation).Select(o => "logs:" + o).Order(),
            Assert.Single(result.OutputLines, l => l.StartsWith("  ok: Allowed are ", StringComparison.Ordinal))["  ok: Allowed are ".Length..^1].Split(", ").Order());
        Assert.Equal(["Not every source can be read as it should."], result.ErrorLines);
    }

    [Fact]
    public async Task Check_NoCredentials_SaysWhereTheyWereLookedFor()
    {
        var result = await CheckAsync([]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            ["prod (CloudWatch): cannot be read", "  missing: There are no AWS credentials for /aws/eks/prod/cluster: none in environment variables, in a profile, from a service account's role, Pod Identity or the machine's role. Give the dashboard a role, or name a profile in the cluster's Profile; README's \"Connect a cluster\" says how."],
            result.OutputLines[1..]);
    }

    [Fact]
    public async Task Check_KeysOfTheEnvironmentExpired_SaysThatNothingRenewsThem()
    {
        var server = await StartAsync();
        server.Faults.Add(new FaultRule { Fault = FaultKind.ExpiredToken });

        var result = await CheckAsync(EnvironmentKeys);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "  missing: The credentials for /aws/eks/prod/cluster have expired and were not renewed. They come from the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which nothing renews: start the dashboard with new ones, or give it a role instead.",
            result.OutputLines[2]);
    }

    /// <summary>Keys of an IAM user work, and are advised against, or refused before any call where the settings say so.</summary>
    [Theory]
    [InlineData("environment")]
    [InlineData("profile")]
    [InlineData("role")]
    public async Task Check_KeysThatNeverExpire_AreAdvisedAgainstOrRefused(string way)
    {
        var server = await StartAsync();
        server.Options.Keys["AKIALONGTERM"] = "test";
        server.Options.Roles[Role] = new LocalRole();
        var file = _program.Write("credentials", "[audit]\naws_access_key_id = AKIALONGTERM\naws_secret_access_key = test\n");
        (string, string)[] settings = way switch
        {
            "environment" => [("AWS_ACCESS_KEY_ID", "AKIALONGTERM"), ("AWS_SECRET_ACCESS_KEY", "test")],
            "profile" => [("AWS_SHARED_CREDENTIALS_FILE", file), ("Clusters:0:Profile", "audit")],
            _ => [("AWS_SHARED_CREDENTIALS_FILE", file), ("Clusters:0:Profile", "audit"), ("Clusters:0:RoleArn", Role)],
        };

        var allowed = await CheckAsync(settings);
        var calls = server.Journal.Entries.Count;
        var refused = await CheckAsync([.. settings, ("CloudWatch:AllowsLongTermKeys", "false")]);

        Assert.Equal((0, ""), (allowed.ExitCode, allowed.Error));
        Assert.StartsWith("  advice: The keys hold until somebody deletes them (their id begins with AKIA)", Assert.Single(allowed.OutputLines, line => line.StartsWith("  advice:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("  missing: ", refused.OutputLines[2], StringComparison.Ordinal);
        Assert.Contains("and CloudWatch:AllowsLongTermKeys is false", refused.OutputLines[2], StringComparison.Ordinal);
        Assert.Equal(calls, server.Journal.Entries.Count);
        Assert.DoesNotContain("AKIALONGTERM", allowed.Output + refused.Output, StringComparison.Ordinal);
    }

    /// <summary>Keys that expire are not refused, wherever they come from.</summary>
    [Fact]
    public async Task Check_KeysOfASession_AreTakenThoughLongTermOnesAreNot()
    {
        var server = await StartAsync();
        server.Options.Keys["ASIASESSION"] = "test";
        server.Options.SessionTokens["ASIASESSION"] = "session";

        var result = await CheckAsync([("AWS_ACCESS_KEY_ID", "ASIASESSION"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_SESSION_TOKEN", "session"), ("CloudWatch:AllowsLongTermKeys", "false")]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain("advice", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "the profile default of AWS's shared config files")]
    [InlineData("other", "the profile other of AWS's shared config files")]
    public async Task Check_KeysOfAProfile_AreNamed(string? profile, string source)
    {
        var file = _program.Write("credentials", $"[{profile ?? "default"}]\naws_access_key_id = test\naws_secret_access_key = test\n");
        (string, string)[] settings = [("AWS_SHARED_CREDENTIALS_FILE", file)];

        var result = await CheckAsync(profile is null ? settings : [.. settings, ("Clusters:0:Profile", profile)]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal($"  ok: The credentials come from {source}.", result.OutputLines[2]);
    }

    [Fact]
    public async Task Check_ProfileThatDoesNotExist_IsSaid()
    {
        var result = await CheckAsync([("Clusters:0:Profile", "gone")]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "  missing: No AWS credentials for /aws/eks/prod/cluster come from the profile gone: AWS's shared config files hold no profile gone with credentials. Name another in the cluster's Profile, mend it in AWS's shared config files, or sign in with aws sso login --profile gone.",
            result.OutputLines[2]);
    }

    [Fact]
    public async Task Check_RoleWithExternalId_IsAssumed()
    {
        var server = await StartAsync();
        server.Options.Roles[Role] = new LocalRole { ExternalId = "ours" };

        var result = await CheckAsync([.. EnvironmentKeys, ("Clusters:0:RoleArn", Role), ("Clusters:0:ExternalId", "ours")]);
        var refused = await CheckAsync([.. EnvironmentKeys, ("Clusters:0:RoleArn", Role)]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal($"  ok: The credentials come from the role {Role}, assumed with those from the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", result.OutputLines[2]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith($"  missing: AWS does not let the credentials from the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY assume the role {Role}.", refused.OutputLines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ServiceAccountsRole_IsGivenForItsToken()
    {
        var server = await StartAsync();
        server.Options.Roles[Role] = new LocalRole { WebIdentityToken = "a.service.account" };
        var token = _program.Write("token", "a.service.account");
        (string, string)[] settings = [("AWS_WEB_IDENTITY_TOKEN_FILE", token), ("AWS_ROLE_ARN", Role), ("AWS_REGION", "eu-west-1")];

        var result = await CheckAsync(settings);
        server.Options.Roles[Role] = new LocalRole { WebIdentityToken = "another" };
        var refused = await CheckAsync(settings);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal($"  ok: The credentials come from the service account's role {Role} (IRSA).", result.OutputLines[2]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("  missing: AWS does not give the service account's role (IRSA) to this program for /aws/eks/prod/cluster: ", refused.OutputLines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PodIdentity_IsAskedWithTheTokenThatTheFileHoldsNow()
    {
        var server = await StartAsync();
        server.Options.Keys["ASIAPOD"] = "given by the agent";
        var token = _program.Write("token", "first");
        var asked = new List<string>();
        await using var agent = await StartAgentAsync(asked, "first");
        (string, string)[] settings = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.Urls.First() + "/v1/credentials"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token)];

        var result = await CheckAsync(settings);
        var calls = server.Journal.Entries;
        _program.Write("token", "second");
        var refused = await CheckAsync(settings);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            $"  ok: The credentials come from the container credentials endpoint {new Uri(agent.Urls.First()).Authority} of AWS_CONTAINER_CREDENTIALS_FULL_URI, which is not EKS Pod Identity's own address.",
            result.OutputLines[2]);
        Assert.All(calls, c => Assert.Equal("ASIAPOD", c.AccessKey));
        Assert.Equal(["first", "second"], asked.Distinct());
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("  missing: There are no AWS credentials for /aws/eks/prod/cluster: ", refused.OutputLines[2], StringComparison.Ordinal);
        Assert.Equal(calls.Count, server.Journal.Entries.Count);
    }

    [Fact]
    public async Task Semantics_OfTheLogGroup_SaysOfEachQuestionWhichReadingHoldsAndWhatItCost()
    {
        var server = await StartAsync();
        Add(server, TimeProvider.System.GetUtcNow().AddSeconds(-30), "b");
        Add(server, TimeProvider.System.GetUtcNow().AddSeconds(-20), "c");

        var result = await RunAsync(EnvironmentKeys, "check", "--semantics", "--from", "-10m");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("prod: asked about 3 audit events from ", result.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("  holds: A filter that follows a limit is applied before it.", result.OutputLines);
        Assert.Contains("  not told: A number and a text of the same digits cannot be told: this window holds no event with the response code 200.", result.OutputLines);
        Assert.Contains("  found: Where a query's limit and the limit of StartQuery differ, that of StartQuery holds. Nothing depends on it here.", result.OutputLines);
        Assert.Matches("^prod: [0-9]+ queries scanned [0-9]+ bytes for [0-9.]+ USD$", result.OutputLines[^1]);
    }

    [Fact]
    public async Task Semantics_TooFewEvents_FailsWithASentence()
    {
        var result = await RunAsync(EnvironmentKeys, "check", "--semantics", "--from", "-10m", "--cluster", "prod");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("holds 1 audit events, which is too few to tell anything by. Choose another by --from and --to.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy and --semantics are two things", "--policy", "--semantics")]
    [InlineData("a window without --semantics", "--from", "-1h")]
    [InlineData("another cluster", "--semantics", "--cluster", "gone")]
    public async Task Check_ArgumentsThatDoNotFit_AreRefused(string why, params string[] arguments)
    {
        var result = await RunAsync(EnvironmentKeys, ["check", .. arguments]);

        Assert.True(result.ExitCode == 2 && result.ErrorLines.Length == 1, why);
    }

    [Fact]
    public async Task Policy_OfAllClusters_GrantsTheLogGroupsAndNothingElse()
    {
        (string, string)[] second =
        [
            ("Clusters:1:Name", "far"), ("Clusters:1:Source", "CloudWatch"), ("Clusters:1:LogGroup", "/aws/eks/far/cluster"), ("Clusters:1:Region", "cn-north-1"),
            ("Clusters:1:RoleArn", "arn:aws-cn:iam::444455556666:role/audit"), ("Clusters:1:ExternalId", "ours"),
        ];

        var result = await _program.RunAsync([], [.. Cluster, .. second], "check", "--policy");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var texts = result.Output.Split("# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(t => (Heading: t[..t.IndexOf('\n', StringComparison.Ordinal)], Json: JsonDocument.Parse(t[t.IndexOf('\n', StringComparison.Ordinal)..]).RootElement)).ToList();
        Assert.Equal(
            [
                "IAM policy of the dashboard's own role, for prod",
                "IAM policy of the role arn:aws-cn:iam::444455556666:role/audit, for far",
                "Trust policy of the role arn:aws-cn:iam::444455556666:role/audit, where DASHBOARD-ROLE is the role of the dashboard",
                "IAM policy of the dashboard's own role, to assume the others",
                "Trust policy of the dashboard's own role, for EKS Pod Identity",
                "Trust policy of the dashboard's own role, for a service account's role (IRSA), where OIDC-ID is the end of the cluster's OIDC issuer",
            ],
            texts.Select(t => t.Heading));
        Assert.Equal(
            ["logs:StartQuery logs:FilterLogEvents logs:DescribeLogStreams on arn:aws:logs:eu-west-1:ACCOUNT:log-group:/aws/eks/prod/cluster arn:aws:logs:eu-west-1:ACCOUNT:log-group:/aws/eks/prod/cluster:*", "logs:GetQueryResults logs:StopQuery on *"],
            Statements(texts[0].Json));
        Assert.Equal("arn:aws-cn:logs:cn-north-1:444455556666:log-group:/aws/eks/far/cluster", texts[1].Json.GetProperty("Statement")[0].GetProperty("Resource")[0].GetString());
        Assert.Equal("ours", texts[2].Json.GetProperty("Statement")[0].GetProperty("Condition").GetProperty("StringEquals").GetProperty("sts:ExternalId").GetString());
        Assert.Equal(["sts:AssumeRole on arn:aws-cn:iam::444455556666:role/audit"], Statements(texts[3].Json));
        Assert.Equal("pods.eks.amazonaws.com", texts[4].Json.GetProperty("Statement")[0].GetProperty("Principal").GetProperty("Service").GetString());
    }

    private static (string, string)[] EnvironmentKeys => [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];

    private static IEnumerable<string> Statements(JsonElement policy) => policy.GetProperty("Statement").EnumerateArray().Select(s =>
        $"{string.Join(' ', s.GetProperty("Action").EnumerateArray().Select(a => a.GetString()))} on {string.Join(' ', s.GetProperty("Resource").EnumerateArray().Select(r => r.GetString()))}");

    /// <summary>What gives a pod its credentials, as the agent of EKS Pod Identity does at its own address.</summary>
    private static async Task<WebApplication> StartAgentAsync(List<string> asked, string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var agent = builder.Build();
        agent.Urls.Add("http://127.0.0.1:0");
        agent.MapGet("/v1/credentials", (HttpContext context) =>
        {
            var given = context.Request.Headers.Authorization.ToString();
            lock (asked)
            {
                asked.Add(given);
            }

            return given == token
                ? Results.Json(new { AccessKeyId = "ASIAPOD", SecretAccessKey = "given by the agent", Token = "session", AccountId = "111122223333", Expiration = TimeProvider.System.GetUtcNow().AddHours(1) }, new JsonSerializerOptions())
                : Results.StatusCode(StatusCodes.Status401Unauthorized);
        });
        await agent.StartAsync(TestContext.Current.CancellationToken);
        return agent;
    }

    // An audit event of a minute ago.
    private async Task<LocalServer> StartAsync()
    {
        if (_server is null)
        {
            _server = await LocalServer.StartAsync(new LocalServerOptions(), TestContext.Current.CancellationToken);
            _server.Logs.GetOrAdd(Group).TryAddStream("kube-apiserver-audit-1", 0);
            Add(_server, TimeProvider.System.GetUtcNow().AddMinutes(-1), "a");
        }

        return _server;
    }

    private static void Add(LocalServer server, DateTimeOffset at, string id) => server.Logs.Add(
        Group, "kube-apiserver-audit-1", at.ToUnixTimeMilliseconds(),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"Event","auditID":"{{id}}","verb":"get","stageTimestamp":"{{at:O}}"}""")), 0);

    private Task<ProgramResult> CheckAsync((string, string)[] settings) => RunAsync(settings, "check");

    private async Task<ProgramResult> RunAsync((string, string)[] settings, params string[] arguments)
    {
        var server = await StartAsync();
        (string, string)[] common =
        [
            ("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.Url), ("AWS_ENDPOINT_URL_STS", server.Url), ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONFIG_FILE", "no-such-file"), ("AWS_SHARED_CREDENTIALS_FILE", "no-such-file"),
        ];
        return await _program.RunAsync([], [.. Cluster, .. common, .. settings], arguments);
    }
}
