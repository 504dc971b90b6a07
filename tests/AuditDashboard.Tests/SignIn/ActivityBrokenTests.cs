using System.Net;
using System.Text.Json;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Somebody who can write the database changes what was recorded: the page, the API and the command say so.</summary>
public sealed class ActivityBrokenTests : PageTestContext
{
    private ActivityStore Store => Services.GetRequiredService<ActivityStore>();

    [Theory]
    [InlineData("UPDATE activity SET text = 'Nothing.' WHERE id = 2", "Entry 2 ")]
    [InlineData("DELETE FROM activity WHERE id = 2", "Entry 3 ")]
    [InlineData("DELETE FROM activity WHERE id = 3", "Entry 3 was written and is not there")]
    public async Task Page_OfARecordThatWasChanged_SaysWhatIsBroken(string sql, string named)
    {
        await FillAsync(Store);
        var page = Open<ActivityPage>("/activity");
        page.WaitForAssertion(() => Assert.StartsWith("3 sealed since ", page.Find("[data-testid=activity-intact]").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=activity-broken]"));

        Run(Services.GetRequiredService<AuditDatabase>().Path, sql);
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == "Look again").Click());

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("[data-testid=activity-broken] p"), sentence => sentence.TextContent.StartsWith(named, StringComparison.Ordinal)));
        Assert.Empty(page.FindAll("[data-testid=activity-intact]"));
        Assert.NotEmpty(page.FindAll("[data-testid=activity-row]")); // what is there is shown all the same
    }

    [Fact]
    public async Task Api_OfARecordThatWasChanged_SaysWhatIsBroken()
    {
        await using var server = new Shell.DashboardServer();
        using var client = server.Client();
        await FillAsync(server.Services.GetRequiredService<ActivityStore>());
        var intact = await AskAsync(client);
        var last = intact.GetProperty("sealed").GetInt64();

        Run(server.Services.GetRequiredService<AuditDatabase>().Path, $"UPDATE activity SET actor = 'eve' WHERE id = {last}");

        var broken = await AskAsync(client);
        Assert.True(intact.GetProperty("intact").GetBoolean());
        Assert.False(broken.GetProperty("intact").GetBoolean());
        Assert.StartsWith($"Entry {last} ", broken.GetProperty("broken")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_OfARecordThatWasChanged_FailsAndSaysWhatIsBroken()
    {
        using var program = new ProgramRun();
        (string, string)[] settings = [("Storage:Path", "audit.db"), ("SignIn:Mode", "Token")];
        foreach (var name in (string[])["ann", "ben"])
        {
            Assert.Equal(0, (await program.RunAsync([], settings, "access", "link", name, "--role", "viewer")).ExitCode); // recorded
        }

        var intact = await program.RunAsync([], settings, "verify", "--activity");
        Run(Path.Combine(program.Folder, "audit.db"), "UPDATE activity SET text = '\u001b[2Jhidden' WHERE id = 1");
        var broken = await program.RunAsync([], settings, "verify", "--activity");

        Assert.Equal((0, ""), (intact.ExitCode, intact.Error));
        Assert.Matches("^Intact: [0-9]+ sealed entries are as they were written, since 2[0-9-]{9}T[0-9:]{8}Z\\.$", intact.OutputLines[0]);
        Assert.Equal((1, ""), (broken.ExitCode, broken.Output));
        Assert.Equal("The record of what people did is broken.", broken.ErrorLines[0]);
        Assert.StartsWith("Entry 1 ", broken.ErrorLines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', broken.Error);
    }

    private static async Task FillAsync(ActivityStore store)
    {
        foreach (var text in (string[])["One.", "Two.", "Three."])
        {
            await store.AddAsync(ActivityKind.Query, "ann", text, "192.0.2.7", Token);
        }
    }

    private static async Task<JsonElement> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/v1/activity/verification", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
    }

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements that stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
