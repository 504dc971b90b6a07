using System.Text.Json;
using AuditDashboard.Queries;

namespace AuditDashboard.Tests.Commands;

public sealed class CannedCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Canned_EachFormat_ListsTheCatalogInOrder()
    {
        var ids = QueryCatalog.BuiltIn.Queries.Select(query => query.Id).ToArray();

        var table = await _program.RunAsync("canned");
        var lines = await _program.RunAsync("canned", "--format", "ndjson");
        var array = await _program.RunAsync("canned", "--format", "json");
        var csv = await _program.RunAsync("canned", "--format", "csv");

        Assert.All(new[] { table, lines, array, csv }, result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
        Assert.Equal(ids, table.OutputLines[^ids.Length..].Select(line => line.Split(' ')[0]));
        Assert.Equal(ids, lines.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.Equal(ids, JsonDocument.Parse(array.OutputBytes).RootElement.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.StartsWith("id,title,purpose,selection,text,guideText,differenceFromGuide\r\nroles,", csv.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canned_Id_PrintsTheTextAlone()
    {
        Assert.True(QueryCatalog.BuiltIn.TryGet("secrets", out var query));

        var bare = await _program.RunAsync("canned", "secrets");
        var row = await _program.RunAsync("canned", "secrets", "--format", "ndjson");

        Assert.Equal((0, query.Text.TrimEnd('\n') + "\n", ""), (bare.ExitCode, bare.Output, bare.Error));
        Assert.Equal(query.GuideText, JsonDocument.Parse(Assert.Single(row.OutputLines)).RootElement.GetProperty("guideText").GetString());
    }

    [Fact]
    public async Task Canned_UsersQuery_IsListedAndRun()
    {
        var file = _program.Write("a.log", AuditLines.Role("create", "r", "2026-11-20T10:00:00Z") + "\n" + AuditLines.Role("delete", "s", "2026-11-20T10:00:00Z"));
        (string, string)[] settings = [("Queries:0:Id", "mine"), ("Queries:0:Text", "filter verb = \"delete\"")];

        var list = await _program.RunAsync([], settings, "canned", "mine");
        var run = await _program.RunAsync([], settings, "query", "--file", file, "--canned", "mine");

        Assert.Contains("filter verb = \"delete\"", list.Output, StringComparison.Ordinal);
        Assert.Contains("s-delete", Assert.Single(run.OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canned_UnknownId_ExitCode2AndTheNearest()
    {
        var result = await _program.RunAsync("canned", "secret");

        Assert.Equal((2, 0), (result.ExitCode, result.OutputBytes.Length));
        Assert.StartsWith("There is no canned query 'secret'. Did you mean secrets? Known are roles, ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canned_BadSetting_ExitCode1AndItsKey()
    {
        var result = await _program.RunAsync([], [("Queries:0:Id", "mine"), ("Queries:0:Text", "filter verb =")], "canned");

        Assert.Equal((1, 0), (result.ExitCode, result.OutputBytes.Length));
        Assert.StartsWith("Queries:0:Text: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
