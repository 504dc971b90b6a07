using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus in what leaves the dashboard as text: the command line, the API, files.</summary>
public sealed partial class HostileCommandTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_OnTheCommandLineAndInExports_SteersNothingAndComputesNothing()
    {
        await using var visit = await VisitAsync();
        var dashboard = visit.Dashboard;
        var token = TestContext.Current.CancellationToken;
        string[] query = ["--query", "fields verb, user.username, objectRef.name, userAgent, requestURI | filter objectRef.resource = 'secrets' | limit 10000"];

        var table = await dashboard.QueryAsync([.. query, "--format", "table"]);
        var csv = await dashboard.QueryAsync([.. query, "--format", "csv"]);
        var lines = await dashboard.QueryAsync([.. query, "--format", "ndjson"]);
        var array = await dashboard.QueryAsync([.. query, "--format", "json"]);

        Assert.All(new[] { table, csv, lines, array }, run => Assert.Equal(0, run.ExitCode));
        Assert.DoesNotContain(table.Output, c => (char.IsControl(c) && c != '\n') || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Equal(HostileCorpus.Literals.Count + 2, table.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(HostileCorpus.Literals.Count, lines.Output.TrimEnd('\n').Split('\n').Length);
        Assert.All(lines.Output.TrimEnd('\n').Split('\n'), line => JsonDocument.Parse(line).Dispose());
        Assert.Equal(HostileCorpus.Literals.Count, JsonDocument.Parse(array.Output).RootElement.GetArrayLength());
        Assert.DoesNotContain(lines.Output + array.Output, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Empty(Formulas(csv.Output));

        // The stored, redacted record comes back with each string as it was, in the API and in the file.
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var file = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=json", UriKind.Relative), token);
        using var json = JsonDocument.Parse(file);
        var texts = json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetProperty("objectRef").GetProperty("name").GetRawText()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal("", string.Join('\n', HostileCorpus.Literals.Where(literal => !texts.Contains(literal)).Take(5)));
        Assert.Equal(HostileCorpus.Literals.Count, json.RootElement.GetProperty("end").GetProperty("events").GetInt32());
        var sheet = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=csv", UriKind.Relative), token);
        Assert.Empty(Formulas(sheet));
        Assert.DoesNotContain(sheet.Replace("\r\n", "", StringComparison.Ordinal), char.IsControl);
        Assert.Equal(HostileCorpus.Literals.Count, sheet.Split("\r\n").Count(line => line.StartsWith("20", StringComparison.Ordinal)));
    }

    // Fields of RFC 4180 that a spreadsheet would compute.
    private static List<string> Formulas(string csv)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var character in csv)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && character is ',' or '\n')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        return [.. fields.Where(f => Formula().IsMatch(f) && !Number().IsMatch(f))];
    }

    [GeneratedRegex(@"^([\t\r\n\0]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?[0-9.]+(e[+-]?[0-9]+)?\r?$|^\r$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
