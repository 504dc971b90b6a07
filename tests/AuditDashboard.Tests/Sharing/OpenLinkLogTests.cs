using System.Net;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.CloudWatch;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Hardening;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>Secrets that stand in addresses are in no line of the log, with all that can be logged and whichever formatter writes it.</summary>
public sealed class OpenLinkLogTests
{
    private static readonly (string Key, string Value)[] Everything =
    [
        ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Trace"), ("Logging:LogLevel:Hangfire", "Trace"),
        ("Logging:Console:FormatterOptions:IncludeScopes", "true"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_OpenedRefusedAndMistyped_IsInNoLineOfAnyFormatter()
    {
        var log = new FormattedLines();
        await using var two = new TwoClusters(new TokenServer([.. Everything, ("SignIn:OpenLinks", "true"), ("Logging:Console:LogLevel:Default", "None")]) { Log = log });
        await two.InitializeAsync();
        var manifest = (await two.Server.Services.GetRequiredService<SnapshotReader>().ReadAsync(two.Of[TwoClusters.Own].Snapshot, 1, Token))!.Manifest!; // there, and whole
        var path = await two.Server.Services.GetRequiredService<OpenLinkDesk>().MakeAsync(manifest, TimeSpan.FromDays(1), new Person("rita", DashboardRole.Reviewer, IsSignedIn: true), Token);
        var (good, link) = (path["/o/".Length..], await two.Server.MakeAsync(CredentialKind.SignInLink));
        var bad = good[..20] + "MistypedInTheMiddle" + good[39..];
        using var visitor = two.Server.Visit();

        Assert.Contains("data-testid=\"snapshot-row\"", await visitor.ReadAsync(path), StringComparison.Ordinal);
        foreach (var (address, status) in new[]
        {
            ("/o/" + bad, HttpStatusCode.Gone),
            ($"/O/%{(int)good[0]:X2}{good[1..]}?page=2", HttpStatusCode.OK),
            ($"/events?from={Uri.EscapeDataString(path)}", HttpStatusCode.Found),
            ($"/sign-in?link={link}", HttpStatusCode.OK),
            ($"/no-such-page/?link={link}&x=1", HttpStatusCode.Found),
        })
        {
            using var answer = await visitor.GetAsync(address);
            Assert.True(answer.StatusCode == status, $"{address}: {answer.StatusCode}");
        }

        var lines = log.In(two.Server.Services);
        Assert.Equal(["json", "line", "simple", "systemd"], lines.Keys.Order(StringComparer.Ordinal));
        Assert.All(lines, formatter =>
        {
            var (name, text) = formatter;
            Assert.True(Count(text, "/o/(secret)") > 8, $"{name} writes of links so seldom: {Count(text, "/o/(secret)")}"); // requests stand in it, more than once each
            Assert.True(Count(text, "link=(secret)") > 1, name);
            foreach (var secret in new[] { good, bad, link, good[1..], bad[..20] })
            {
                Assert.Null(text.Split('\n').FirstOrDefault(line => line.Contains(secret, StringComparison.Ordinal)));
            }
        });
    }

    /// <summary>The real program: its console uses these formatters and not the framework's own.</summary>
    [Theory]
    [InlineData("line")]
    [InlineData("json")]
    [InlineData("simple")]
    public async Task Console_OfTheProgram_LeavesSecretsOut(string formatter)
    {
        const string Secret = "0123456789-_AbCdEfGhIjKlMnOpQrStUvWxYzAbCde";
        using var program = new ProgramRun();
        using var dashboard = await ServedDashboard.StartAsync(program, [.. Everything, ("Logging:Console:FormatterName", formatter)]);
        using var client = new HttpClient { BaseAddress = dashboard.Url };
        foreach (var address in new[] { "/o/" + Secret, "/sign-in?link=" + Secret, "/_blazor?id=" + Secret, "/?marker=stands-in-the-log" })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        }

        var log = await dashboard.StopAsync();

        Assert.Contains("marker=stands-in-the-log", log, StringComparison.Ordinal);
        Assert.True(Count(log, "/o/(secret)") > 3 && Count(log, "link=(secret)") > 0 && Count(log, "id=(secret)") > 0, log);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
