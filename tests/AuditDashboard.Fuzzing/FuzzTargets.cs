using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Fuzzing;

/// <summary>What is fuzzed. Each target takes any bytes and throws only where the product breaks a promise.</summary>
public static class FuzzTargets
{
    private static readonly Redactor Redactor = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private static readonly QueryOptions Options = new() { Clock = new StoppedClock(), MemoryLimitBytes = 16 * 1024 * 1024 };

    private static readonly LogRecord[] Records =
    [
        Record("""{"kind":"Event","verb":"create","user":{"username":"ann","groups":["g0","g1"]},"objectRef":{"resource":"roles","name":"a"},"responseStatus":{"code":201},"ms":1.5,"json":"{\"k\":[1,{\"a\":2}]}"}""", 1_795_392_000_000_000),
        Record("""{"verb":"get","user":{"username":"system:anonymous"},"objectRef":{"resource":"secrets"},"responseStatus":{"code":"401"},"ms":"slow","a.b":"x=1, y=2"}""", 1_795_392_060_000_000),
        Record("""{"verb":"\u0067et","verb":"list","ms":-4.01e2,"x":null,"y":[],"z":{"q":"\ud800"}}""", null),
        Record("not json at all: verb=get, 10.1.2.3", long.MaxValue),
    ];

    private static readonly Selection[] Selections =
    [
        Compile("""objectRef.resource = "roles" and verb in ["create", "update", "patch", "delete"]"""),
        Compile("""user.username = "system:anonymous" and responseStatus.code in [401, 403]"""),
        Compile("""verb != "get" and not ispresent(nope)"""),
        Compile("""requestURI like "/api" or @message like "a" """),
        Compile("""responseStatus.code >= 400 or ms < 1.5"""),
        Compile("""user.groups.1 =~ /^g\d$/ or strlen(objectRef.name) = 1"""),
        Compile("""requestObject.rules.0.verbs.0 = "*" or `a.b` = "true" """),
        Compile("""not (kind = "Event" and stage like "Response")"""),
    ];

    private static readonly SelectionSet Fast = new(Selections);

    private static readonly SelectionSet Plain = new(Selections, usesLiterals: false);

    private static readonly PlainEvents Lines = new(Fast.Start(PlainEvents.Members).Fields, isEnvelopeRead: false);

    private static readonly PlainEvents Envelopes = new(Fast.Start(PlainEvents.Members).Fields, isEnvelopeRead: true);

    private static readonly InsightsQuery[] Filters = [.. Selections.Select(FilterOf)];

    /// <summary>The targets by name.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["query"] = Query,
        ["selection"] = Select,
        ["pair"] = Pair,
        ["input"] = Read,
        ["event"] = Event,
    };

    /// <summary>A text as a query and as a selection: refused with a place inside the text, or run; its canonical print means the same.</summary>
    private static void Query(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (InsightsQuery.TryCompile(text, Options, out var query, out var error))
        {
            Require(query.Explain().Length > 0, "A query has no explanation.");
            var rows = RunOver(query, Records, isWalked: false);
            Require(rows == RunOver(query, Records, isWalked: true), "Records read in one walk give other rows.");
            Require(InsightsQuery.TryCompile(query.EffectiveText, Options, out _, out _), "The rewritten text is no query.");
            if (query.CanonicalText is { Length: < 10_000 } canonical)
            {
                Require(InsightsQuery.TryCompile(canonical, Options, out var again, out _), "The canonical print is no query.");
                Require(again.CanonicalText == canonical, "The canonical print of a query prints otherwise.");
            }
        }
        else
        {
            Require(error.Start >= 0 && error.Length >= 0 && error.Start + error.Length <= text.Length && error.Line >= 1, "The error lies outside the text.");
        }

        if (Selection.TryCompile(text, out var selection, out _) && selection.CanonicalText.Length < 10_000)
        {
            Require(Selection.TryCompile(selection.CanonicalText, out var again, out _), "The canonical print is no selection.");
            Require(again.CanonicalText == selection.CanonicalText, "The canonical print prints otherwise.");
            foreach (var record in Records)
            {
                Require(again.Matches(record) == selection.Matches(record), "The canonical print selects otherwise.");
            }
        }
    }

    /// <summary>Bytes as a record: literals searched or not, one selection or several, a selection or a query, all agree.</summary>
    private static void Select(byte[] input)
    {
        var record = new LogRecord { Message = input };
        var fast = Fast.Match(record);
        var plain = Plain.Match(record);
        Require(fast == plain, "The search for literals changes the answer.");
        for (var i = 0; i < Selections.Length; i++)
        {
            var isMatch = (plain >> i & 1) == 1;
            Require(Selections[i].Matches(record) == isMatch, "A selection alone answers otherwise than in a set.");
            if (isMatch)
            {
                Require(Selections[i].MayMatchUnreadable(input), "A record that matches is said not to be able to.");
            }

            var run = Filters[i].Start();
            run.Add(record);
            Require(run.Complete().Rows.Count == (isMatch ? 1 : 0), "A query answers otherwise than its filter.");
        }

        var scan = Fast.Start(PlainEvents.Members);
        if (scan.Fields.Read(input) is var length and >= 0)
        {
            RequireSound(input, length, scan.Fields.LineEnd);
            var line = new LogRecord { Message = input.AsMemory(0, length) };
            Require(scan.Match(line) == Plain.Match(line), "A record read in one walk is selected otherwise.");
        }
    }

    /// <summary>A line of a query or condition, then a record: read in one walk or in full, with or without literals, the answers are the same.</summary>
    private static void Pair(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        if (end is < 0 or > 2_000)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(input, 0, end);
        var record = new LogRecord { Message = input.AsMemory(end + 1), TimestampMicros = 1_795_392_000_000_000 };
        if (InsightsQuery.TryCompile(text, Options, out var query, out _))
        {
            Require(RunOver(query, [record], isWalked: false) == RunOver(query, [record], isWalked: true), "A record read in one walk gives other rows.");
        }

        if (Selection.TryCompile(text, out var selection, out _))
        {
            var isMatch = new SelectionSet([selection], usesLiterals: false).Match(record) != 0;
            Require(selection.Matches(record) == isMatch, "The search for literals changes the answer.");
            Require(!isMatch || selection.MayMatchUnreadable(record.Message.Span), "A record that matches is said not to be able to.");
            var scan = new SelectionSet([selection]).Start([]);
            if (scan.Fields.Read(record.Message.Span) is var length and >= 0)
            {
                RequireSound(record.Message, length, scan.Fields.LineEnd);
                var line = record with { Message = record.Message[..length] };
                Require((scan.Match(line) != 0) == selection.Matches(line), "A record read in one walk is selected otherwise.");
            }
        }
    }

    /// <summary>
    /// Bytes as a file: the same records whether they come at once or a few at a time, compressed or not, plain events told or not; none longer
    /// than the limit, all of JSON objects sound.
    /// </summary>
    private static void Read(byte[] input)
    {
        var whole = ReadAll(new MemoryStream(input), null);
        Require(whole.SequenceEqual(ReadAll(new TrickleStream(input), null)), "Records depend on how many bytes come at once.");
        Require(whole.SequenceEqual(ReadAll(new MemoryStream(input), Lines)), "Plain events read otherwise in one walk.");
        Require(whole.SequenceEqual(ReadAll(new MemoryStream(input), Envelopes)), "Plain events with sound envelopes read otherwise in one walk.");
        Require(whole.SequenceEqual(ReadAll(new TrickleStream(input), Envelopes)), "Plain events read otherwise in one walk when few bytes come at once.");
        if (!input.AsSpan().StartsWith(GzipMagic))
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(input);
            }

            packed.Position = 0;
            Require(whole.SequenceEqual(ReadAll(packed, Lines)), "Records of a compressed file are others.");
        }

        static List<(string, long, string?, long?, long?, string?, string?, string?)> ReadAll(Stream stream, PlainEvents? plain)
        {
            var records = new List<(string, long, string?, long?, long?, string?, string?, string?)>();
            new RecordReader(512).Visit(["-"], stream, (in RecordView view) =>
            {
                Require(view.Line >= 1, "A record has no line.");
                if (view.Problem is null)
                {
                    Require(IsObject(view.Message), "A record without a problem is no JSON object.");
                }

                if (view.IsPlain)
                {
                    Require(ReferenceEquals(plain, Envelopes) is false || AuditEventReader.Read(view.Message.Span) is AuditReadResult.Readable, "A plain event cannot be read.");
                    Require(plain!.TimeOf(view.Message.Span) == AuditEventReader.ReadTimeMicros(view.Message.Span), "A plain event has two times.");
                }

                records.Add((Convert.ToHexString(view.Message.Span), view.Line, view.Problem, view.SourceTimeMicros, view.IngestionTimeMicros, view.LogStream, view.Log, view.Pointer));
                return true;
            }, plain, CancellationToken.None);
            return records;
        }
    }

    /// <summary>Bytes as an audit event: read, identified and redacted without a fault; redacting again changes nothing.</summary>
    private static void Event(byte[] input)
    {
        var id = RecordIdentity.Compute("cluster", input);
        Require(id == RecordIdentity.Compute("cluster", input), "The identity is not stable.");
        Redactor.RedactUnreadable(Redactor.RedactUnreadable(input).Bytes.Span);
        PlantSecret(input, id);
        if (AuditEventReader.Read(input) is not AuditReadResult.Readable { Event: var audit })
        {
            return;
        }

        Require(AuditEventReader.ReadTimeMicros(input) == audit.TimeMicros, "Two readings give two times.");
        var redacted = Redactor.Redact(id, audit, input, null);
        Require(AuditEventReader.Read(redacted.Json.Span) is AuditReadResult.Readable, "A redacted event cannot be read.");
        var again = Redactor.Redact(id, redacted.Audit, redacted.Json.Span, null);
        Require(again.Json.Span.SequenceEqual(redacted.Json.Span), "Redacting again changes the event.");
    }

    /// <summary>An object's members beside those of a secret: whatever they are, what was planted does not survive.</summary>
    private static void PlantSecret(byte[] input, RecordId id)
    {
        if (!IsJsonObject(input))
        {
            return;
        }

        var text = Encoding.UTF8.GetString(input);
        var members = text[(text.IndexOf('{', StringComparison.Ordinal) + 1)..text.LastIndexOf('}')];
        if (text.Contains("lanted", StringComparison.OrdinalIgnoreCase) || !IsJsonObject(Encoding.UTF8.GetBytes(text)))
        {
            return;
        }

        var comma = string.IsNullOrWhiteSpace(members) ? "" : ",";
        foreach (var body in new[]
        {
            $$$"""{"kind":"Secret","apiVersion":"v1"{{{comma}}}{{{members}}},"data":{"p":"UGxhbnRlZA-planted"},"stringData":{"q":"planted"}}""",
            $$$"""{"data":{"p":"planted"},"stringData":{"planted-1":"planted"}{{{comma}}}{{{members}}} }""",
            $$$"""{"kind":"SecretList","items":[{"data":{"p":"planted"}{{{comma}}}{{{members}}} },{{{text}}}]}""",
        })
        {
            var planted = Encoding.UTF8.GetBytes(
                $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"a","stage":"ResponseComplete","verb":"patch","objectRef":{"resource":"secrets","namespace":"n","name":"s","apiVersion":"v1"},"requestObject":{{{body}}},"responseObject":{{{body}}} }""");
            if (AuditEventReader.Read(planted) is AuditReadResult.Readable { Event: var audit })
            {
                var redacted = Encoding.UTF8.GetString(Redactor.Redact(id, audit, planted, null).Json.Span);
                Require(!redacted.Contains("\"planted\"", StringComparison.Ordinal) && !redacted.Contains("UGxhbnRlZA", StringComparison.Ordinal), "A secret survives redaction.");
            }

            Require(
                !Encoding.UTF8.GetString(Redactor.RedactUnreadable(planted).Bytes.Span).Contains("\"planted\"", StringComparison.Ordinal),
                "A secret survives the redaction of what cannot be read.");
        }
    }

    private static bool IsJsonObject(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Rows as text, or the limit that was passed; those are answers too.
    private static string RunOver(InsightsQuery query, IReadOnlyList<LogRecord> records, bool isWalked)
    {
        try
        {
            QueryRun run;
            if (query.HasSubqueries)
            {
                var pass = query.StartSubqueries();
                foreach (var record in records)
                {
                    pass.Add(record);
                }

                run = pass.Complete();
            }
            else
            {
                run = query.Start();
            }

            foreach (var record in records)
            {
                var length = run.Fields.Read(record.Message.Span);
                if (length == record.Message.Length && isWalked)
                {
                    RequireSound(record.Message, length, run.Fields.LineEnd);
                    run.AddRead(record);
                }
                else
                {
                    run.Add(record);
                }
            }

            var result = run.Complete();
            var rows = new StringBuilder();
            foreach (var row in result.Rows)
            {
                Require(row.Cells.Count == query.Columns.Count, "A row has another number of cells than the query has columns.");
                rows.AppendJoin('|', row.Cells.Select(c => c ?? "\0")).Append('\n');
            }

            return $"{result.RowsLeftOut} {run.RecordsMatched}\n{rows}";
        }
        catch (QueryLimitException limit)
        {
            return limit.Message;
        }
    }

    private static void RequireSound(ReadOnlyMemory<byte> text, int length, int lineEnd)
    {
        Require(IsObject(text[..length]) && text.Span[0] == (byte)'{', "The walk takes what is no sound object.");
        Require(lineEnd >= length && (lineEnd == text.Length || text.Span[lineEnd] == (byte)'\n'), "The walk ends a line elsewhere than at its end.");
        Require(text.Span[length..lineEnd].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0, "The walk passes over more than blanks.");
    }

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    private static bool IsObject(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span.StartsWith("\uFEFF"u8) ? message[3..] : message;
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static LogRecord Record(string text, long? micros) => new() { Message = Encoding.UTF8.GetBytes(text), TimestampMicros = micros, LogStream = "kube-apiserver-audit-1" };

    private static Selection Compile(string text) =>
        Selection.TryCompile(text, out var selection, out var error) ? selection : throw new InvalidOperationException(error.ToString());

    private static InsightsQuery FilterOf(Selection selection) =>
        InsightsQuery.TryCompile($"filter {selection.Text} | fields @message, verb, user.username", Options, out var query, out var error)
            ? query
            : throw new InvalidOperationException(error.ToString());

    private static void Require([DoesNotReturnIf(false)] bool holds, string sentence)
    {
        if (!holds)
        {
            throw new InvalidOperationException(sentence);
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(56);
    }

    /// <summary>Gives seven bytes at a time, and can't go back.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(7, count));
    }
}
