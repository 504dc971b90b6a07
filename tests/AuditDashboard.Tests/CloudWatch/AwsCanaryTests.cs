extern alias LocalCloudWatch;

using System.Globalization;
using System.Text;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Hardening;
using AuditDashboard.Tests.SignIn;
using AuditDashboard.Tests.SignIn.Raw;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch.Tokens;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary>
/// The keys that sign calls to AWS, from each place that settings allow, with all that can be logged: they are used, and stand in nothing that the program
/// writes, shows or stores, whether AWS takes them or not.
/// </summary>
public sealed class AwsCanaryTests : IAsyncDisposable
{
    // Each secret holds letters and digits in a row that every way of writing it keeps.
    private const string SessionKey = "ASIACANARYSESSION001";
    private const string ProfileKey = "AKIACANARYPROFILE002";
    private const string RoleArn = "arn:aws:iam::111122223333:role/audit";
    private static readonly (string Name, string Value, string Core)[] Secrets =
    [
        ("secret key of the environment", "a1+of/the+env/CanarySecretOfEnvironment0001+z", "CanarySecretOfEnvironment0001"),
        ("session token of the environment", "IQoJb3Jp//CanaryTokenOfEnvironment0002//+fedcba9876543210==", "CanaryTokenOfEnvironment0002"),
        ("secret key of a profile", "b2+of/the+profile/CanarySecretOfProfile0003+z", "CanarySecretOfProfile0003"),
        ("secret key of a role", "c3+of/the+role/CanarySecretOfRole0004+z", "CanarySecretOfRole0004"),
        ("session token of a role", "IQoJb3Jp//CanaryTokenOfRole0005//+0123456789abcdef==", "CanaryTokenOfRole0005"),
    ];

    private static readonly string[] Clusters = ["shown-environment", "shown-profile", "shown-role"];
    private static readonly string[] Pages = ["/", "/changes", "/events", "/collection", "/queries", "/activity", "/explore", "/aws-auth", "/access"];
    private static readonly string[] Apis = ["/api/v1/clusters", "/api/v1/events", "/api/v1/coverage", "/api/v1/changes", "/api/v1/activity", "/healthz/ready"];

    private readonly ProgramRun _program = new();
    private readonly ProgramRun _keys = new(); // a folder apart, since it holds the secrets
    private readonly Haystack _found = new();
    private LocalServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        _keys.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Keys_ThatAwsTakesOrRefuses_AreWrittenShownAndStoredNowhere()
    {
        _server = await StartServerAsync();
        var settings = Settings(_server.Url);
        using var dashboard = await ServedDashboard.StartAsync(_program, settings);
        using var visitor = new Visitor(dashboard.Url.GetLeftPart(UriPartial.Authority));

        // Collected by each cluster's own keys: they were taken, and what is searched is the log of that.
        await dashboard.WaitForAsync(async () =>
        {
            var events = await visitor.ReadAsync("/api/v1/events");
            return Clusters.All(cluster => events.Contains(cluster + "-role", StringComparison.Ordinal));
        });
        var taken = _server.Journal.Entries.Where(e => e.Status == 200 && e.AccessKey is not null).Select(e => e.AccessKey!).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(3, taken.Count);
        Assert.Superset(new HashSet<string>([SessionKey, ProfileKey]), taken.ToHashSet());
        var check = await _program.RunAsync([], settings, "check");
        var harvest = await _program.RunAsync([], settings, "harvest", "--once");
        Assert.Equal((0, 0), (check.ExitCode, harvest.ExitCode));
        await LookAsync(visitor, "/events?range=7d", "shown-profile-role");

        // Then AWS refuses them, which is told in sentences.
        foreach (var key in _server.Options.Keys.Keys.ToList())
        {
            _server.Options.Keys[key] = "another";
        }

        // Twice: when a cluster asks again, what it says of the first refusal is written.
        bool RefusedAgain(string cluster) => _server.Journal.Entries.Count(e => e.Error is not null && e.Request.Contains(GroupOf(cluster), StringComparison.Ordinal)) >= 2;
        await dashboard.WaitForAsync(() => Task.FromResult(Clusters[..2].All(RefusedAgain)));
        var refusedCheck = await _program.RunAsync([], settings, "check");
        var refusedHarvest = await _program.RunAsync([], settings, "harvest", "--once");
        Assert.Equal((1, 1), (refusedCheck.ExitCode, refusedHarvest.ExitCode));
        Assert.Contains("does not belong to the access key", refusedCheck.Output, StringComparison.Ordinal);
        await LookAsync(visitor, "/collection", "does not belong to the access key");

        var files = _found.AddFiles("files", Path.Combine(_program.Folder, "data"));
        _found.Add("log", await dashboard.StopAsync());
        foreach (var run in new[] { check, refusedCheck })
        {
            _found.Add("check", run.Output + run.Error);
        }

        foreach (var run in new[] { harvest, refusedHarvest })
        {
            _found.Add("harvest", run.Output + run.Error);
        }

        Assert.Superset(new HashSet<string>(["audit.db", "audit.db-wal"]), files.ToHashSet());
        Assert.All(Clusters, cluster => Assert.Equal(["answers", "check", "circuits", "files", "harvest", "log"], _found.PlacesOf(cluster)));
        Assert.Equal(["log"], _found.PlacesOf("Microsoft.AspNetCore.Hosting.Diagnostics[1]")); // it is the whole log: requests stand in it
        Assert.All(Secrets, secret => Assert.Empty(_found.PlacesOf(secret.Value)));
        Assert.All(Secrets, secret => Assert.Empty(_found.PlacesOf(secret.Core)));
        Assert.All(taken, key => Assert.Empty(_found.PlacesOf(key)));
    }

    private static string Secret(int index) => Secrets[index].Value;

    // What answers hold, and what a page shows once it is alive.
    private async Task LookAsync(Visitor visitor, string page, string shown)
    {
        foreach (var path in Pages.Concat(Apis))
        {
            using var answer = await visitor.GetAsync(path);
            _found.Add("answers", await answer.Content.ReadAsStringAsync(Token));
        }

        await using var circuit = await RawCircuit.OpenAsync(visitor.Origin!, visitor); // it has one
        Assert.NotNull(await circuit.StartAsync(visitor.Origin!, page, RawCircuit.OperationsOf(await visitor.ReadAsync(page))));
        await circuit.WaitShownAsync(shown);
        foreach (var other in Pages)
        {
            await circuit.CallAsync("OnLocationChanged", visitor.Origin + other, null, false);
        }

        _found.Add("circuits", circuit.Shown);
    }

    private static async Task<LocalServer> StartServerAsync()
    {
        var options = new LocalServerOptions();
        options.CallsPerSecond.Clear(); // what keys do does not depend on the pace
        options.Keys[SessionKey] = Secret(0);
        options.SessionTokens[SessionKey] = Secret(1);
        options.Keys[ProfileKey] = Secret(2);
        options.Roles[RoleArn] = new LocalRole { ExternalId = "ours", Secret = Secret(3), SessionToken = Secret(4) };
        var server = await LocalServer.StartAsync(options, Token);
        foreach (var cluster in Clusters)
        {
            server.Logs.GetOrAdd(GroupOf(cluster)).TryAddStream("kube-apiserver-audit-1", 0);
            var at = TimeProvider.System.GetUtcNow().AddMinutes(-30);
            var line = AuditLines.Event("create", "roles", cluster + "-role", "alice", at.ToString("O", CultureInfo.InvariantCulture), 201);
            server.Logs.Add(GroupOf(cluster), "kube-apiserver-audit-1", at.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(line), 0);
        }

        return server;
    }

    private static string GroupOf(string cluster) => $"/aws/eks/{cluster}/cluster";

    private (string, string)[] Settings(string url)
    {
        var file = _keys.Write("credentials", $"[audit]\naws_access_key_id = {ProfileKey}\naws_secret_access_key = {Secret(2)}\n");
        return
        [
            .. Clusters.SelectMany((cluster, i) => new (string, string)[]
            {
                ($"Clusters:{i}:Name", cluster), ($"Clusters:{i}:Source", "CloudWatch"), ($"Clusters:{i}:LogGroup", GroupOf(cluster)), ($"Clusters:{i}:Region", $"eu-west-{i + 1}"), // calls are paced by region
            }),
            ("Clusters:1:Profile", "audit"), ("Clusters:2:Profile", "audit"), ("Clusters:2:RoleArn", RoleArn), ("Clusters:2:ExternalId", "ours"),
            ("AWS_ACCESS_KEY_ID", SessionKey), ("AWS_SECRET_ACCESS_KEY", Secret(0)), ("AWS_SESSION_TOKEN", Secret(1)), ("AWS_SHARED_CREDENTIALS_FILE", file),
            ("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", url), ("AWS_ENDPOINT_URL_STS", url), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_CONFIG_FILE", "no-such-file"),
            ("Harvest:Backfill", "1h"), ("Harvest:Cron", "*/2 * * * * *"), ("CloudWatch:CallsPerSecond", "9.9"),
            ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Trace"), ("Logging:LogLevel:Hangfire", "Trace"),
        ];
    }
}
