extern alias LocalCloudWatch;

using System.Globalization;
using System.Text;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.SignIn;
using AuditDashboard.Tests.SignIn.Raw;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary>What the page Collection advises of the keys that the server itself collects with.</summary>
public sealed class AdvicePageTests : IDisposable
{
    private const string Group = "/aws/eks/prod/cluster";
    private const string Advice = "The keys hold until somebody deletes them";
    private readonly ProgramRun _program = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("AKIALONGTERM", true)]
    [InlineData("ASIASESSION", false)]
    public async Task Collection_OfKeysThatNeverExpire_AdvisesAgainstThem(string key, bool isAdvised)
    {
        await using var server = await StartServerAsync(key);
        (string, string)[] session = isAdvised ? [] : [("AWS_SESSION_TOKEN", "session")];
        using var dashboard = await ServedDashboard.StartAsync(
            _program,
            [
                ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "CloudWatch"), ("Clusters:0:LogGroup", Group), ("Clusters:0:Region", "eu-west-1"),
                ("AWS_ACCESS_KEY_ID", key), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.Url), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_CONFIG_FILE", "no-such-file"),
                ("Harvest:Backfill", "1h"), ("Harvest:Cron", "*/2 * * * * *"), .. session,
            ]);
        using var visitor = new Visitor(dashboard.Url.GetLeftPart(UriPartial.Authority));
        await dashboard.WaitForAsync(async () => (await visitor.ReadAsync("/api/v1/events")).Contains("prod-role", StringComparison.Ordinal));

        await using var circuit = await RawCircuit.OpenAsync(visitor.Origin!, visitor); // it has one
        Assert.NotNull(await circuit.StartAsync(visitor.Origin!, "/collection", RawCircuit.OperationsOf(await visitor.ReadAsync("/collection"))));
        await circuit.WaitShownAsync(isAdvised ? Advice : "the last 24 hours is collected");
        await circuit.WaitShownAsync("Quarantine"); // stands below the advice

        Assert.Equal(isAdvised, circuit.Shown.Contains(Advice, StringComparison.Ordinal));
        Assert.DoesNotContain(key, circuit.Shown, StringComparison.Ordinal);
    }

    private static async Task<LocalServer> StartServerAsync(string key)
    {
        var options = new LocalServerOptions();
        options.CallsPerSecond.Clear(); // what keys do does not depend on the pace
        options.Keys[key] = "test";
        options.SessionTokens["ASIASESSION"] = "session";
        var server = await LocalServer.StartAsync(options, Token);
        server.Logs.GetOrAdd(Group).TryAddStream("kube-apiserver-audit-1", 0);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-30);
        var line = AuditLines.Event("create", "roles", "prod-role", "alice", at.ToString("O", CultureInfo.InvariantCulture), 201);
        server.Logs.Add(Group, "kube-apiserver-audit-1", at.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(line), 0);
        return server;
    }
}
