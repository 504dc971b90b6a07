using System.Diagnostics.CodeAnalysis;
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

    private static readonly InsightsQuery[] Filters = [.. Selections.Select(FilterOf)];

    /// <summary>The targets by name.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["query"] = Query,
        ["selection"] = Select,
        ["input"] = Read,
        ["event"] = Event,
    };

    /// <summary>A text as a query and as a selection: refused with a place inside the text, or run; its canonical print means the same.</summary>
    private static void Query(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (InsightsQuery.TryCompile(text, Options, out var query, out var error))
        {
            var run = query.Start();
            try
            {
                foreach (var record in Records)
                {
                    run.Add(record);
                }

                foreach (var row in run.Complete().Rows)
                {
                    Require(row.Cells.Count == query.Columns.Count, "A row has another number of cells than the query has columns.");
                }
            }
            catch (QueryLimitException)
            {
                // A limit, said as such, is an answer.
            }

            Require(InsightsQuery.TryCompile(query.EffectiveText, Options, out _, out _), "The rewritten text is no query.");
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
    }

    /// <summary>Bytes as a file: the same records whether they come at once or a few at a time, none longer than the limit, all of JSON objects sound.</summary>
    private static void Read(byte[] input)
    {
        var whole = ReadAll(new MemoryStream(input));
        var trickled = ReadAll(new TrickleStream(input));
        Require(whole.SequenceEqual(trickled), "Records depend on how many bytes come at once.");

        static List<(string, long, string?, long?)> ReadAll(Stream stream)
        {
            var records = new List<(string, long, string?, long?)>();
            new RecordReader(512).Visit(["-"], stream, (in RecordView view) =>
            {
                Require(view.Line >= 1, "A record has no line.");
                if (view.Problem is null)
                {
                    Require(IsObject(view.Message), "A record without a problem is no JSON object.");
                }

                records.Add((Convert.ToHexString(view.Message.Span), view.Line, view.Problem, view.SourceTimeMicros));
                return true;
            }, CancellationToken.None);
            return records;
        }
    }

    /// <summary>Bytes as an audit event: read, identified and redacted without a fault; redacting again changes nothing.</summary>
    private static void Event(byte[] input)
    {
        var id = RecordIdentity.Compute("cluster", input);
        Require(id == RecordIdentity.Compute("cluster", input), "The identity is not stable.");
        Redactor.RedactUnreadable(Redactor.RedactUnreadable(input).Bytes.Span);
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
