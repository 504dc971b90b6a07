using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AuditDashboard.Tests.Commands;

public sealed class QueryCommandTests : IDisposable
{
    private const string Early = "2026-11-20T10:00:00.123456Z";
    private const string Late = "2026-11-20T10:01:30Z";
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Canned_Events_GroupedNewestFirstTiesInInputOrderUndatedLast()
    {
        string[] lines =
        [
            AuditLines.Role("create", "undated", null), AuditLines.Role("create", "early", Early), AuditLines.Role("delete", "late-1", Late),
            AuditLines.Role("get", "not-a-write", Late), AuditLines.Role("update", "late-2", Late),
            AuditLines.Event("get", "secrets", "denied", "bob", Early, 403),
        ];
        var file = _program.Write("a.log", string.Join('\n', lines) + "\n");

        var result = await _program.RunAsync("query", "--file", file, "--canned", "denied,roles");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                ("denied", "2026-11-20 10:00:00.123", lines[5]),
                ("roles", "2026-11-20 10:01:30.000", lines[2]),
                ("roles", "2026-11-20 10:01:30.000", lines[4]),
                ("roles", "2026-11-20 10:00:00.123", lines[1]),
                ("roles", (string?)null, lines[0]),
            ],
            result.OutputLines.Select(ReadRow));
        Assert.Equal((byte)'{', result.OutputBytes[0]);
        Assert.Equal(["Records are shown as they stand in the files: secrets in them are not taken out."], result.ErrorLines);
    }

    [Fact]
    public async Task Canned_Limit_CountsPerQueryAndKeepsTheNewest()
    {
        var lines = Enumerable.Range(0, 50).Select(i => AuditLines.Role("create", $"r{i * 37 % 50}", $"2026-11-20T10:{i * 37 % 50:00}:00Z"));
        var file = _program.Write("a.log", string.Join('\n', lines));

        var result = await _program.RunAsync("query", "--file", file, "--canned", "roles,denied,roles", "--limit", "3");

        Assert.Equal(["2026-11-20 10:49:00.000", "2026-11-20 10:48:00.000", "2026-11-20 10:47:00.000"], result.OutputLines.Select(line => ReadRow(line).Time));
    }

    [Fact]
    public async Task Canned_FromTo_AreHalfOpenAndLeaveUndatedOut()
    {
        string[] lines =
        [
            AuditLines.Role("create", "before", "2026-11-20T09:59:59.999999Z"), AuditLines.Role("create", "first", "2026-11-20T10:00:00Z"),
            AuditLines.Role("create", "last", "2026-11-20T10:59:59.999999Z"), AuditLines.Role("create", "after", "2026-11-20T11:00:00Z"),
            AuditLines.Role("create", "undated", null),
        ];
        var file = _program.Write("a.log", string.Join('\n', lines));

        var result = await _program.RunAsync(
            "query", "--file", file, "--canned", "roles", "--from", "2026-11-20T11:00:00+01:00", "--to", "2026-11-20T11:00:00Z");

        Assert.Equal([lines[2], lines[1]], result.OutputLines.Select(line => ReadRow(line).Message));
        Assert.Contains("1 records have no time and are in no window; without --from and --to they are among the results.", result.ErrorLines);
    }

    [Fact]
    public async Task Canned_Distinct_DropsRepeatsWhateverTheOrderOfMembers()
    {
        var line = AuditLines.Role("create", "r", Late);
        var swapped = "{" + line[(line.IndexOf("\"auditID\"", StringComparison.Ordinal))..^1] + ", \"kind\" : \"Event\",\"apiVersion\":\"audit.k8s.io/v1\"}";
        var other = AuditLines.Role("create", "r", Late, code: 409);
        var file = _program.Write("a.log", string.Join('\n', line, swapped, line, other));

        var all = await _program.RunAsync("query", "--file", file, "--canned", "roles");
        var distinct = await _program.RunAsync("query", "--file", file, "--canned", "roles", "--distinct");

        Assert.Equal([line, swapped, line, other], all.OutputLines.Select(row => ReadRow(row).Message));
        Assert.Equal([line, other], distinct.OutputLines.Select(row => ReadRow(row).Message));
        Assert.Contains("2 exact repeats were left out.", distinct.ErrorLines);
    }

    [Fact]
    public async Task Canned_Bins_CountsPerMinuteAscending()
    {
        string[] lines =
        [
            AuditLines.Role("create", "b", Late), AuditLines.Role("create", "a", Early), AuditLines.Role("create", "c", "2026-11-20T10:01:59.999Z"),
            AuditLines.Role("create", "undated", null),
        ];
        var file = _program.Write("a.log", string.Join('\n', lines));

        var result = await _program.RunAsync("query", "--file", file, "--canned", "roles,secrets", "--bins");

        Assert.Equal(
            [
                """{"@query":"roles","bin":"2026-11-20 10:00:00.000","count":1}""",
                """{"@query":"roles","bin":"2026-11-20 10:01:00.000","count":2}""",
            ],
            result.OutputLines);
        Assert.Equal(["1 selected records have no time and are in no bin."], result.ErrorLines);
    }

    [Fact]
    public async Task Canned_BrokenLines_AreReportedByFileAndLineAndNotFatal()
    {
        var good = AuditLines.Role("create", "r", Late);
        var file = _program.Write("a.log", $"{good}\nnot json roles create\n{{\"kind\":\"Event\",\"verb\":\n{good}\n");

        var result = await _program.RunAsync("query", "--file", file, "--canned", "roles");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([good, good], result.OutputLines.Select(row => ReadRow(row).Message));
        Assert.Contains(result.ErrorLines, line => line.StartsWith($"{file}:2: ", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, line => line.StartsWith($"{file}:3: ", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, line => line.Contains("could not be read and are not among the results", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Canned_StandardInputAndGzip_GiveTheSameRows()
    {
        var content = Encoding.UTF8.GetBytes(string.Join("\r\n", AuditLines.Role("create", "a", Early), AuditLines.Role("create", "b", Late)) + "\r\n");
        var plain = _program.Write("named.txt", content);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        var gz = _program.Write("a.log.gz", packed.ToArray());

        var fromFile = await _program.RunAsync("query", "--file", plain, "--canned", "all");
        var fromGzip = await _program.RunAsync("query", "--file", gz, "--canned", "all");
        var fromInput = await _program.RunAsync(content, [], "query", "--file", "-", "--canned", "all");

        Assert.Equal(2, fromFile.OutputLines.Length);
        Assert.Equal(fromFile.Output, fromGzip.Output);
        Assert.Equal(fromFile.Output, fromInput.Output);
    }

    [Fact]
    public async Task Canned_OddBytes_KeepTheRecordInCsvByteForByte()
    {
        var text = AuditLines.Role("create", "=cmd|'x'", Late).Replace("alice", "al,\\\"ice\u202e", StringComparison.Ordinal);
        var file = _program.Write("a.log", text + "\n");

        var csv = await _program.RunAsync("query", "--file", file, "--canned", "roles", "--format", "csv");
        var json = await _program.RunAsync("query", "--file", file, "--canned", "roles", "--format", "json");
        var table = await _program.RunAsync("query", "--file", file, "--canned", "roles", "--format", "table");

        Assert.Equal($"@query,@timestamp,@message\r\nroles,2026-11-20 10:01:30.000,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n", csv.Output);
        Assert.Equal(text, JsonDocument.Parse(json.OutputBytes).RootElement[0].GetProperty("@message").GetString());
        Assert.DoesNotContain("\u202e", table.Output, StringComparison.Ordinal);
        Assert.Contains("\\u202e", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_CsvOfFormulas_DefusesThemAndKeepsNumbersAndJson()
    {
        var file = _program.Write("a.json", """{"t":"=1+1"}""" + "\n" + """{"t":" @SUM(1)"}""" + "\n" + """{"t":"-5"}""" + "\n" + """{"t":"a;=b"}""" + "\n");

        var csv = await _program.RunAsync("query", "--file", file, "--query", "fields t", "--format", "csv");
        var lines = await _program.RunAsync("query", "--file", file, "--query", "fields t", "--format", "ndjson");

        Assert.Equal(["t", "\"' @SUM(1)\"", "'=1+1", "-5", "a;=b"], csv.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).OrderByDescending(row => row == "t"));
        Assert.Contains("""{"t":"=1+1"}""", lines.OutputLines);
    }

    [Fact]
    public async Task Query_TableOfHiddenCharacters_ShowsThemAsEscapes()
    {
        var file = _program.Write("a.json", "{\"t\":\"a\\u001b[2Jb\\u200bc\\ufeffd\\u009be\"}\n");

        var table = await _program.RunAsync("query", "--file", file, "--query", "fields t", "--format", "table");

        Assert.Equal("a\\u001b[2Jb\\u200bc\\ufeffd\\u009be", table.OutputLines[^1]);
    }

    [Fact]
    public async Task Query_Text_RowsHaveTheColumnsAsMembers()
    {
        var file = _program.Write("a.json", "{\"a\":1,\"t\":\"x\"}\n{\"a\":3}\n{\"a\":2,\"t\":\"z\"}\n");

        var result = await _program.RunAsync("query", "--file", file, "--query", "fields a, t | sort a desc | limit 2");
        var limited = await _program.RunAsync("query", "--file", file, "--query", "fields a, t | sort a desc | limit 2", "--limit", "3");

        Assert.Equal(["""{"a":"3","t":null}""", """{"a":"2","t":"z"}"""], result.OutputLines);
        Assert.Equal(3, limited.OutputLines.Length);
    }

    [Fact]
    public async Task Query_BadText_LineColumnMessageAndExitCode2()
    {
        var result = await _program.RunAsync("query", "--file", "-", "--query", "fields @timestamp\n| filter verb =");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.OutputBytes);
        Assert.Matches("^2:[0-9]+: .+", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public async Task Query_CatalogTextOverPlainFiles_SelectsWhatTheCannedQueryDoes()
    {
        string[] lines = [AuditLines.Role("create", "a", Early), AuditLines.Role("get", "b", Early), AuditLines.Role("delete", "c", Late)];
        var file = _program.Write("a.log", string.Join('\n', lines));
        var text = await _program.RunAsync("canned", "roles");

        var result = await _program.RunAsync(
            "query", "--file", file, "--query", string.Join('\n', text.OutputLines) + "\n| fields @message, @logStream", "--format", "json");

        Assert.Equal(0, result.ExitCode);
        var rows = JsonDocument.Parse(result.OutputBytes).RootElement.EnumerateArray().ToArray();
        Assert.Equal([lines[2], lines[0]], rows.Select(row => row.GetProperty("@message").GetString()));
        Assert.All(rows, row => Assert.Equal("kube-apiserver-audit", row.GetProperty("@logStream").GetString()));
    }

    [Fact]
    public async Task Query_StreamOfAnExport_IsKept()
    {
        var message = new { logStreamName = "authenticator-1", timestamp = 1_000, message = AuditLines.Role("create", "a", Early), eventId = "1" };
        var file = _program.Write("a.json", JsonSerializer.Serialize(new { events = new[] { message }, searchedLogStreams = Array.Empty<string>() }));

        var result = await _program.RunAsync("query", "--file", file, "--query", "filter @logStream like \"kube-apiserver-audit\"");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.OutputBytes);
    }

    [Fact]
    public async Task Query_Stats_OneLineOnStandardError()
    {
        var file = _program.Write("a.json", "{\"a\":1}\n{\"a\":2}\n");

        var result = await _program.RunAsync("query", "--file", file, "--query", "filter a = 2", "--stats");

        Assert.Matches("^1 records matched, 2 records scanned, 14 bytes scanned, [0-9.]+ seconds$", result.ErrorLines[^1]);
    }

    [Fact]
    public async Task Query_Explain_PrintsThePlanAndReadsNothing()
    {
        var result = await _program.RunAsync(
            "query", "--explain", "--query", "filter objectRef.resource = \"secrets\" and responseStatus.code = 401 | fields @timestamp, usr.name", "--file", "no-such-file", "--limit", "7");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                "runs      filter objectRef.resource = \"secrets\" and responseStatus.code = 401 | fields @timestamp, usr.name",
                "window    none: every record, also one without a time",
                "filter    on each record: objectRef.resource = \"secrets\" and responseStatus.code = 401",
                "literals  a record without these bytes is passed over unparsed: \"secrets\"",
                "reads     @timestamp, objectRef.resource, responseStatus.code, usr.name",
                "steps     keep rows for which a filter is true",
                "          keep the first 7 rows",
                "columns   @timestamp, usr.name",
                "note      1:43: 401 means not authenticated; who is known and not allowed to read secrets gets 403; write responseStatus.code in [401, 403]. (N-SECRETS-401)",
                "note      1:90: 'usr.name' is not known as a field of these records. (N-UNKNOWN-FIELD)",
            ],
            result.OutputLines);
    }

    [Fact]
    public async Task Query_Subquery_ReadsFilesTwiceAndReportsOnce()
    {
        var file = _program.Write("a.log", """
            {"u":"ann","code":403}
            {"u":"bob","code":200}
            {"u":"ann","code":200}
            not json
            """);

        var result = await _program.RunAsync("query", "--file", file, "--query", "filter u in (filter code = 403 | fields u) | stats count(*) as n", "--stats");

        Assert.Equal(["{\"n\":\"2\"}"], result.OutputLines);
        Assert.Single(result.ErrorLines, line => line.Contains("a.log:4", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, line => line.StartsWith("2 records matched, 4 records scanned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_MoreRowsThanTheDefault_SaysHowManyWereLeftOut()
    {
        var file = _program.Write("a.log", string.Join('\n', Enumerable.Range(0, 10_020).Select(i => $"{{\"n\":{i}}}")));

        var result = await _program.RunAsync("query", "--file", file, "--query", "stats count(*) by n");

        Assert.Equal(10_000, result.OutputLines.Length);
        Assert.Contains("20 more rows were left out: a query without limit gives 10000 rows. Write limit N into the query, up to 100000, or --limit N.", result.ErrorLines);
    }

    [Theory]
    [InlineData("A query inside in (...) reads its input twice", "query", "--file", "-", "--query", "filter a in (fields a)")]
    [InlineData("--explain goes with --query", "query", "--canned", "roles", "--explain")]
    [InlineData("There is no canned query 'rols'. Did you mean roles?", "query", "--file", "-", "--canned", "rols")]
    [InlineData("Write either --file", "query", "--canned", "roles")]
    [InlineData("Write either --query", "query", "--file", "-")]
    [InlineData("--limit is 'x'. Write a whole number", "query", "--file", "-", "--canned", "roles", "--limit", "x")]
    [InlineData("--from is 'yesterday'. Write a time such as", "query", "--file", "-", "--canned", "roles", "--from", "yesterday")]
    [InlineData("--to is not after --from", "query", "--file", "-", "--canned", "roles", "--from", "-1h", "--to", "-2h")]
    [InlineData("--bins goes with --canned", "query", "--file", "-", "--query", "limit 1", "--bins")]
    [InlineData("Unrecognized command or argument", "qurey")]
    [InlineData("Write harvest --once", "harvest")]
    [InlineData("--cluster is 'a b'", "import", "--cluster", "a b", "x")]
    public async Task Arguments_Bad_ExitCode2AndWhatToWrite(string expected, params string[] arguments)
    {
        var result = await _program.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.OutputBytes);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatIsNotThere_ExitCode1()
    {
        var result = await _program.RunAsync("query", "--file", Path.Combine(_program.Folder, "none.log"), "--canned", "roles");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.OutputBytes);
        Assert.Contains("none.log", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ReaderGoesAway_EndsQuietly()
    {
        var file = _program.Write("a.log", string.Join('\n', Enumerable.Repeat(AuditLines.Role("create", "r", Late), 20_000)));
        var start = _program.StartInfo([], "query", "--file", file, "--canned", "roles");
        using var process = System.Diagnostics.Process.Start(start)!; // A new process: UseShellExecute is off.
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        process.StandardOutput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await error);
    }

    private static (string Query, string? Time, string Message) ReadRow(string line)
    {
        var row = JsonDocument.Parse(line).RootElement;
        Assert.Equal(["@query", "@timestamp", "@message"], row.EnumerateObject().Select(member => member.Name));
        return (row.GetProperty("@query").GetString()!, row.GetProperty("@timestamp").GetString(), row.GetProperty("@message").GetString()!);
    }
}
