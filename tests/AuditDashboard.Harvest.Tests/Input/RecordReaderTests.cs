using System.Text;
using System.Text.Json;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Tests.Input;

public sealed class RecordReaderTests
{
    private const string A = """{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","verb":"get","user":{"username":"ann <a@b>"}}""";
    private const string B = """{"kind":"Event","auditID":"b","stage":"ResponseComplete","verb":"patch","requestObject":{"data":{"log":"{\"kind\":\"Event\"}","message":{"kind":"Event"},"results":[]}}}""";

    [Fact]
    public void Lines_OfEvents_AreTheirExactBytes()
    {
        var records = RecordReading.Read($"{A}\n  {B} \r\n\n \t\r\n{A}");

        Assert.Equal([A, B, A], records.Texts());
        Assert.Equal([1L, 2, 5], records.Select(r => r.Line));
        Assert.All(records, r => Assert.Null(r.Problem));
        Assert.All(records, r => Assert.Null(r.SourceTimeMicros));
        Assert.All(records, r => Assert.Equal("-", r.File));
    }

    [Fact]
    public void ByteOrderMark_AtStart_IsStripped()
    {
        var records = RecordReading.Read("\uFEFF" + A + "\n" + B + "\n");

        Assert.Equal([A, B], records.Texts());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Utf16_IsNamed_LineByLine(bool isBigEndian, bool hasMark)
    {
        var encoding = new UnicodeEncoding(isBigEndian, hasMark);
        byte[] text = [.. encoding.GetPreamble(), .. encoding.GetBytes($"{A}\n{B}\n")];

        var records = RecordReading.Read(text);

        Assert.True(records.Count >= 2);
        Assert.All(records.Take(2), record => Assert.Contains("UTF-16", record.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void InvalidUtf8_InAString_StaysAsBytes()
    {
        byte[] line = [.. "{\"kind\":\"Event\",\"x\":\""u8, 0xff, 0xc3, 0x28, .. "\"}\n"u8];

        var record = Assert.Single(RecordReading.Read(line));

        Assert.Equal(line[..^1], record.Message.ToArray());
        Assert.Null(record.Problem);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"kind":"Event","ver""")]
    [InlineData("""{"kind":"Event",""")]
    [InlineData("""{"kind":"Event","user":""")]
    [InlineData("""{"kind":"Event","sourceIPs":[""")]
    [InlineData("""{"kind":"Event","user":{"username":"x"}""")]
    [InlineData("""{"kind":"Event"}}""")]
    [InlineData("""{"kind":"Event"} {"kind":"Event"}""")]
    [InlineData("""{"kind":"Event",}""")]
    [InlineData("""{"kind":"Event" "verb":"get"}""")]
    [InlineData("""{'kind':'Event'}""")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("}")]
    [InlineData("""{"a":1,"b":[1,2""")]
    [InlineData("2023-07-31T01:58:12.101Z not json")]
    [InlineData("2023-07-31T01:58:12.101Z")]
    [InlineData("a,b,c")]
    public void BadLine_AmongGoodOnes_IsOneProblemAndTakesNoneWithIt(string bad)
    {
        foreach (var text in new[] { $"{bad}\n{A}\n{B}\n", $"{A}\n{bad}\n{B}\n", $"{A}\n{B}\n{bad}\n", $"{A}\n{B}\n{bad}", $"{bad}\n{A}", $"{bad}\n{bad}\n{A}\n{bad}\n{B}\n" })
        {
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

            var records = RecordReading.Read(text);

            Assert.Equal(lines.Length, records.Count);
            Assert.Equal(lines.Where(l => l != bad), records.Where(r => r.Problem is null).Texts());
            Assert.All(records, r => Assert.Equal(lines[(int)r.Line - 1] == bad, r.Problem is not null));
        }
    }

    [Fact]
    public void LongLine_PastTheLimit_ComesAsItsBeginningWithAProblem()
    {
        var big = "{\"kind\":\"Event\",\"x\":\"" + new string('y', 3_000_000) + "\"}";

        var records = RecordReading.Read($"{A}\n{big}\n{B}\n", maxLineBytes: 100_000);

        Assert.Equal(3, records.Count);
        Assert.Contains("Longer than 100000 bytes", records[1].Problem, StringComparison.Ordinal);
        Assert.StartsWith("{\"kind\":\"Event\"", records[1].Text(), StringComparison.Ordinal);
        Assert.InRange(records[1].Message.Length, 1, 100_000);
        Assert.Equal([A, B], records.Where(r => r.Problem is null).Texts());
        Assert.Equal(3, records[2].Line);
    }

    [Theory]
    [InlineData(1024 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    [InlineData(2_500_000)]
    public void LongLine_AtTheEndWithoutLineEnd_IsStillTold(int length)
    {
        var records = RecordReading.Read(new string('y', length), maxLineBytes: 100_000);

        Assert.Contains("Longer than", Assert.Single(records).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void LineLimit_AtItsEdge_IsExact(int over, bool isFine)
    {
        const int Limit = 5000;
        var line = "{\"x\":\"" + new string('y', Limit - 8 + over) + "\"}";

        var record = Assert.Single(RecordReading.Read(line + "\n", Limit));

        Assert.Equal(isFine, record.Problem is null);
    }

    [Fact]
    public void Depth_OfAHundredThousand_IsStillAnEvent()
    {
        var line = "{\"kind\":\"Event\",\"requestObject\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        var record = Assert.Single(RecordReading.Read(line + "\n"));

        Assert.Null(record.Problem);
        Assert.Equal(line, record.Text());
    }

    [Fact]
    public void Depth_OfWrappers_CostsNoStack()
    {
        var line = string.Concat(Enumerable.Repeat("{\"Records\":[", 50_000)) + "{}" + string.Concat(Enumerable.Repeat("]}", 50_000));

        Assert.Single(RecordReading.Read(line + "\n"));
    }

    [Fact]
    public void BracketLines_ByTheThousand_EndSoon()
    {
        var records = RecordReading.Read(string.Concat(Enumerable.Repeat("[\n", 50_000)) + A + "\n");

        Assert.Equal(50_001, records.Count);
        Assert.Equal(A, records[^1].Text());
    }

    [Fact]
    public void Event_WithCarrierMembersOfItsOwn_StaysWhole()
    {
        string[] events =
        [
            """{"kind":"Event","log":"{\"kind\":\"Event\",\"auditID\":\"inner\"}","@message":"{}","results":[[]],"events":[{"message":"x"}],"items":[{}],"Records":[{}]}""",
            """{"log":"{\"kind\":\"Event\",\"auditID\":\"inner\"}","kind":"Other","kind":"Event"}""",
            """{"auditID":"x","message":"{\"kind\":\"Event\"}"}""",
            """{"verb":"create","user":{},"message":"{\"kind\":\"Event\"}"}""",
        ];

        var records = RecordReading.Read(string.Join('\n', events));

        Assert.Equal(events, records.Texts());
        Assert.All(records, r => Assert.Null(r.Problem));
    }

    [Fact]
    public void OtherObjects_AreRowsAsTheyStand()
    {
        string[] rows =
        [
            """{"a":1}""", "{}", """{"log":"plain text"}""", """{"message":"{\"level\":\"info\"}","p_value":1}""", """{"results":[1,2]}""",
            """{"events":[{"name":"x"}]}""", """{"Records":[]}""", """{"items":[{"kind":"Pod"}],"kind":"PodList"}""", """{"properties":{"log":"x"}}""",
        ];

        var records = RecordReading.Read(string.Join('\n', rows));

        Assert.Equal(rows, records.Texts());
        Assert.All(records, r => Assert.Null(r.Problem));
    }

    [Fact]
    public void EverythingReaders_OfOneText_AgreeWhateverTheBlockSize()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => i % 7 == 0 ? "{\"cut\":\n" : A[..^1] + ",\"n\":" + i + "}\r\n")));
        var whole = RecordReading.Read(bytes);

        var records = new List<InputRecord>();
        new RecordReader().Visit(["-"], new TrickleStream(bytes, 777), (in RecordView r) =>
        {
            records.Add(r.ToRecord());
            return true;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(whole.Texts(), records.Texts());
        Assert.Equal(whole.Select(r => r.Line), records.Select(r => r.Line));
    }

    [Fact]
    public async Task Files_FromAFolder_ComeByNameAndUnpacked()
    {
        using var folder = new TempFolder();
        folder.Write("b.log", A + "\n");
        folder.Write("a.ndjson.gz", TempFolder.Gzip(B + "\n"));
        folder.Write("sub/audit.log.3", A + "\n");
        folder.Write("sub/000000.gz", TempFolder.Gzip("2023-07-31T01:58:12.101Z " + B + "\n"));
        folder.Write("readme.txt", "not read");
        File.CreateSymbolicLink(folder["z.log"], folder["b.log"]);

        var records = new List<InputRecord>();
        await foreach (var record in new RecordReader().ReadAsync([folder.Path], null, TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        Assert.Equal(["a.ndjson.gz", "b.log", "sub/000000.gz", "sub/audit.log.3"], records.Select(r => Path.GetRelativePath(folder.Path, r.File)));
        Assert.Equal([B, A, B, A], records.Texts());
        Assert.Equal(1690768692101000, records[2].SourceTimeMicros);
    }

    [Fact]
    public void Path_ThatIsMissing_IsNamed()
    {
        var error = Assert.Throws<InputException>(() => RecordReading.ReadFiles("/nonexistent/audit.log"));

        Assert.Equal("/nonexistent/audit.log cannot be read: there is no such file or folder.", error.Message);
    }

    [Fact]
    public void Totals_OfAPass_AreCounted()
    {
        var totals = new RecordReader().Visit(["-"], new MemoryStream(TempFolder.Gzip($"{A}\nbad\n{B}\n")), (in RecordView _) => true, TestContext.Current.CancellationToken);

        Assert.Equal(new InputTotals(1, 3, 1, A.Length + B.Length + 6), totals);
    }

    [Fact]
    public void RandomMutations_NeverThrowAndLoseNoLine()
    {
        var random = new Random(20261123);
        byte[][] seeds = [Encoding.UTF8.GetBytes(A), Encoding.UTF8.GetBytes(B), "2023-07-31T01:58:12.101Z {\"a\":1}"u8.ToArray(), "{\"log\":\"{\\\"auditID\\\":1}\"}"u8.ToArray()];
        for (var round = 0; round < 300; round++)
        {
            var lines = new List<byte[]>();
            for (var i = 0; i < 20; i++)
            {
                var line = (byte[])seeds[random.Next(seeds.Length)].Clone();
                for (var n = random.Next(4); n > 0; n--)
                {
                    line[random.Next(line.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[]\",:\\0 "u8[random.Next(10)];
                }

                line = line[..random.Next(1, line.Length + 1)];
                // A brace alone may rightly go on in the next line.
                line = line.AsSpan().Trim(" \t\0{"u8).IsEmpty ? "x"u8.ToArray() : line;
                lines.Add([.. line.Where(b => b is not ((byte)'\n' or (byte)'\r')).DefaultIfEmpty((byte)'x')]);
            }

            var text = lines.SelectMany(l => l.Append((byte)'\n')).ToArray();

            var records = RecordReading.Read(text);

            var filled = lines.Where(l => !l.All(b => b is (byte)' ' or (byte)'\t')).ToList();
            Assert.Equal(filled.Count, records.Count);
            foreach (var (line, record) in filled.Zip(records))
            {
                // An independent reading: is the line (or what stands behind its time) one JSON object? What a wrapper holds may be broken all the same.
                var isBrokenInside = record.Problem is not null && line.AsSpan().StartsWith("{\"log\":\"{"u8);
                Assert.True(IsObject(line) == record.Problem is null || isBrokenInside, Encoding.Latin1.GetString(line) + " " + record.Problem);
            }
        }
    }

    private static bool IsObject(byte[] line)
    {
        var json = line.AsMemory();
        var brace = json.Span.IndexOf(" {"u8);
        if (json.Span[0] is >= (byte)'0' and <= (byte)'9' && brace >= 19 && DateTimeOffset.TryParseExact(
            Encoding.ASCII.GetString(json.Span[..brace]), "yyyy-MM-dd'T'HH:mm:ss.fffK", null, System.Globalization.DateTimeStyles.AssumeUniversal, out _))
        {
            json = json[(brace + 1)..];
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class TrickleStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, step)]);
    }
}
