using System.Text.Json;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus in what leaves the dashboard as text: the command line, the API, files.</summary>
public sealed class HostileCommandTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_OnTheCommandLineAndInExports_SteersNothingAndComputesNothing()
    {
        await using var visit = await VisitAsync();
        var dashboard = visit.Dashboard;
        var token = TestContext.Current.CancellationToken;
        string[] query = ["--query", "fields verb, user.username, objectRef.name, userAgent, requestURI | filter objectRef.resource = 'secrets' and verb = 'get' | limit 10000"];

        var table = await dashboard.QueryAsync([.. query, "--format", "table"]);
        var csv = await dashboard.QueryAsync([.. query, "--format", "csv"]);
        var lines = await dashboard.QueryAsync([.. query, "--format", "ndjson"]);
        var array = await dashboard.QueryAsync([.. query, "--format", "json"]);

        Assert.All(new[] { table, csv, lines, array }, run => Assert.Equal(0, run.ExitCode));
        Assert.DoesNotContain(table.Output, c => (char.IsControl(c) && c != '\n') || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Equal(HostileStrings.Literals.Count + 2, table.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(HostileStrings.Literals.Count, lines.Output.TrimEnd('\n').Split('\n').Length);
        Assert.All(lines.Output.TrimEnd('\n').Split('\n'), line => JsonDocument.Parse(line).Dispose());
        Assert.Equal(HostileStrings.Literals.Count, JsonDocument.Parse(array.Output).RootElement.GetArrayLength());
        Assert.DoesNotContain(lines.Output + array.Output, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Empty(SheetText.Formulas(csv.Output));

        // The stored, redacted record comes back with each string as it was, in the API and in the file; but for those that a secret was taken out of.
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var file = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=json", UriKind.Relative), token);
        using var json = JsonDocument.Parse(file);
        var texts = json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetProperty("objectRef").GetProperty("name").GetRawText()).ToHashSet(StringComparer.Ordinal);
        var others = HostileStrings.Literals.Where(literal => !texts.Contains(literal)).ToList();
        Assert.True(others.Count == texts.Count(text => text.Contains("[redacted length=", StringComparison.Ordinal)), string.Join('\n', others.Take(5)));
        Assert.Equal(HostileStrings.Literals.Count, json.RootElement.GetProperty("end").GetProperty("events").GetInt32());
        var sheet = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=csv", UriKind.Relative), token);
        Assert.Empty(SheetText.Formulas(sheet));
        Assert.DoesNotContain(sheet.Replace("\r\n", "", StringComparison.Ordinal), char.IsControl);
        Assert.Equal(HostileStrings.Literals.Count, sheet.Split("\r\n").Count(line => line.StartsWith("20", StringComparison.Ordinal)));
    }
}
