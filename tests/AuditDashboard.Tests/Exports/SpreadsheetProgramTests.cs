using System.Diagnostics;
using System.Text.RegularExpressions;
using AuditDashboard.BrowserTests.Hostile;
using AuditDashboard.Tests.Api;
using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Exports;

/// <summary>Opens what leaves as CSV in LibreOffice, where that is installed, and counts what it would compute.</summary>
public sealed partial class SpreadsheetProgramTests : IDisposable
{
    // Comma, semicolon, tab: what a spreadsheet parts fields by depends on its language.
    private static readonly int[] Separators = [',', ';', '\t'];

    private readonly ProgramRun _run = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Csv_OfTheHostileCorpus_ReopensWithoutAFormula()
    {
        var program = Program();
        Assert.SkipUnless(program is not null, "LibreOffice (soffice) is not installed");
        var lines = Lines();
        await using var host = await ApiHost.StartAsync();
        await host.ImportAsync("lab", lines);
        var log = _run.Write("audit.log", string.Join('\n', lines));

        var export = await host.Client.GetStringAsync(new Uri("/api/v1/exports/events?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&format=csv", UriKind.Relative), Token);
        var queue = await host.Client.GetStringAsync(new Uri("/api/v1/exports/queue?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&format=csv", UriKind.Relative), Token);
        var users = await host.Client.GetStringAsync(new Uri("/api/v1/exports/actor?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&format=csv", UriKind.Relative), Token);
        var query = await _run.RunAsync("query", "--file", log, "--format", "csv", "--query", "fields verb, user.username, objectRef.name, userAgent, requestURI, @message | limit 10000");
        var control = "name,of\na,=1+1\nb;=2+2\nc\t=3+3\n";

        Assert.Equal(0, query.ExitCode);
        Assert.Equal(lines.Length, CsvText.Read(query.Output).Count - 1);
        Assert.Equal(lines.Length, export.Split("\r\n").Count(line => line.StartsWith("20", StringComparison.Ordinal)));
        Assert.Equal(lines.Length, queue.Split("\r\n").Count(line => line.Contains("2026-11-20T10:", StringComparison.Ordinal) && !line.StartsWith('#')));
        foreach (var separator in Separators)
        {
            // It does compute what is not defused: a test that finds nothing could be one that opens nothing.
            Assert.Single(await FormulasAsync(program, "control", control, separator));
            Assert.Empty(await FormulasAsync(program, "export", export, separator));
            Assert.Empty(await FormulasAsync(program, "queue", queue, separator));
            Assert.Empty(await FormulasAsync(program, "users", users, separator));
        }

        // What the command prints can be read back as input, so nothing is put inside a value: it holds where fields are parted by commas.
        Assert.Empty(await FormulasAsync(program, "query", query.Output, ','));
    }

    // A change with each hostile string as every name in it. Each string is JSON already, with its quotes.
    private static string[] Lines() => [.. HostileStrings.Literals.Select((text, i) =>
        $$"""
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"sheet-{{i}}","stage":"ResponseComplete","requestURI":{{text}},"verb":"update","user":{"username":{{text}},"groups":[{{text}}]},"sourceIPs":["192.0.2.1"],"userAgent":{{text}},"objectRef":{"resource":"roles","namespace":{{text}},"name":{{text}},"apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"metadata":{},"code":200,"reason":{{text}}},"stageTimestamp":"2026-11-20T10:{{i / 60:00}}:{{i % 60:00}}Z"}
        """)];

    private static string? Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "soffice")).FirstOrDefault(File.Exists);

    // The formulas of the document, converted with "evaluate formulas" on.
    private async Task<IReadOnlyList<string>> FormulasAsync(string program, string name, string csv, int separator)
    {
        var path = _run.Write($"{name}-{separator}.csv", csv);
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _run.Folder };
        string[] arguments =
        [
            $"-env:UserInstallation={new Uri(Path.Combine(_run.Folder, "profile"))}", "--headless", $"--infilter=CSV:{separator},34,76,1,,0,false,true,false,false,false,-1,true",
            "--convert-to", "fods", "--outdir", _run.Folder, path,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!; // A new process: UseShellExecute is off.
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        var document = Path.ChangeExtension(path, ".fods");
        Assert.True(File.Exists(document), string.Concat(said));
        return [.. Formula().Matches(await File.ReadAllTextAsync(document, Token)).Select(match => match.Value)];
    }

    [GeneratedRegex("table:formula=\"[^\"]*\"")]
    private static partial Regex Formula();
}
