using AuditDashboard.Tests.Shell;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Jobs;

public sealed class JobBoardTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    [Fact]
    public async Task Board_Shown_HasNoButtonsAndNoConnectionString()
    {
        using var client = server.Client();
        server.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate("board-test", () => BoardJob.Run(), Cron.Never());

        var page = await client.GetStringAsync(new Uri("/jobs/recurring", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("board-test", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-url=\"/jobs/recurring/trigger\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("audit.db", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/jobs/recurring/trigger")]
    [InlineData("/jobs/recurring/remove")]
    public async Task Board_Command_IsRefusedAndChangesNothing(string path)
    {
        using var client = server.Client();
        server.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate("kept", () => BoardJob.Run(), Cron.Never());
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("jobs[]", "kept")]) };
        request.Headers.Add("Origin", server.Start());

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains("kept", await client.GetStringAsync(new Uri("/jobs/recurring", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, server.Services.GetRequiredService<JobStorage>().GetMonitoringApi().GetStatistics().Succeeded);
    }
}

/// <summary>A job that does nothing. Public, since Hangfire calls it by name.</summary>
public static class BoardJob
{
    public static void Run()
    {
    }
}
