using System.Globalization;
using System.Text;

namespace AuditDashboard.Tests.Commands.Scanning;

/// <summary>Files of random lines: events in all spellings that JSON allows, wrapped and bare, among lines that are broken in every way.</summary>
internal sealed class HostileLines(int seed)
{
    private static readonly string[] Verbs = ["create", "update", "patch", "delete", "get", "list", "watch", "deletecollection"];
    private static readonly string[] Resources = ["roles", "rolebindings", "clusterroles", "clusterrolebindings", "secrets", "configmaps", "pods", "serviceaccounts"];
    private static readonly string[] Users = ["alice", "system:anonymous", "system:node:ip-10-0-0-1", "b\\\"ob", "Ünal", "x\\u0061y"];
    private static readonly string[] Names = ["aws-auth", "a", "b\\/c", "d\\ne", "system:unauthenticated", "\\ud83c\\udf89", "\\ud800", "roles"];
    private static readonly string[] Codes = ["200", "401", "403", "\"403\"", "4.01e2", "403.0", "-0", "0403", "1e999", "404404404404404404404", "null", "true", "{}"];
    private static readonly byte[] Telling = "{}[]:,\"\\ \t\r\n01-.eEtrufalsn\0\u001f\u007f@p_/"u8.ToArray();
    private readonly Random _random = new(seed);
    private int _number;

    /// <summary>Makes a file.</summary>
    /// <param name="lines">How many lines, about.</param>
    public byte[] Next(int lines)
    {
        var file = new List<byte>();
        if (_random.Next(8) == 0)
        {
            file.AddRange("\uFEFF"u8);
        }

        var ending = _random.Next(4) == 0 ? "\r\n" : "\n";
        for (var i = 0; i < lines; i++)
        {
            file.AddRange(Line());
            file.AddRange(Encoding.UTF8.GetBytes(_random.Next(40) == 0 ? "\n \t\n" : _random.Next(60) == 0 ? "  \r\n" : ending));
        }

        if (_random.Next(3) == 0)
        {
            file.AddRange(Line());
        }

        return [.. file];
    }

    private byte[] Line() => _random.Next(12) switch
    {
        0 => Spoil(Encoding.UTF8.GetBytes(Event())),
        1 => Encoding.UTF8.GetBytes(Wrapped(Event())),
        2 => Spoil(Encoding.UTF8.GetBytes(Wrapped(Event()))),
        3 => WithBadBytes(Encoding.UTF8.GetBytes(Event())),
        4 => Encoding.UTF8.GetBytes(Oddity()),
        _ => Encoding.UTF8.GetBytes(Event()),
    };

    private string Event()
    {
        var members = new List<string>
        {
            Member("kind", Text(Chance(9) ? "Event" : "Pod")),
            Member("apiVersion", Text("audit.k8s.io/v1")),
            Member("auditID", Chance(30) ? Text($"id-{_number++}") : "7"),
            Member("stage", Text("ResponseComplete")),
            Member("verb", Chance(40) ? Text(Pick(Verbs)) : "[\"get\"]"),
            Member("user", Chance(20) ? Object(Member("username", Text(Pick(Users))), Member("groups", "[" + Text("system:masters") + "]")) : Pick("null", "\"x\"", "{}", "[{\"username\":\"a\"}]")),
            Member("objectRef", Chance(20)
                ? Object(Member("resource", Text(Pick(Resources))), Member("namespace", Text(Pick("kube-system", "default"))), Member("name", Text(Pick(Names))), Member("apiGroup", Text("rbac.authorization.k8s.io")))
                : Pick("null", "{\"resource\":5}", "\"roles\"", "{}")),
            Member("responseStatus", Object(Member("metadata", "{}"), Member("code", Chance(3) ? Pick(Codes) : Pick("200", "401", "403")))),
        };
        if (Chance(6))
        {
            var minute = _random.Next(60).ToString("00", CultureInfo.InvariantCulture);
            members.Add(Member("stageTimestamp", Chance(15) ? Text($"2026-01-05T10:{minute}:{_random.Next(60):00}.{_random.Next(1_000_000):000000}Z") : Pick("\"yesterday\"", "5", "null")));
        }

        if (Chance(2))
        {
            members.Add(Member("requestReceivedTimestamp", Text("2026-01-05T09:59:59.5Z")));
        }

        if (Chance(2))
        {
            members.Add(Member("requestObject", Body(_random.Next(Chance(12) ? 6 : 150))));
        }

        if (_random.Next(10) == 0)
        {
            members.Add(Pick(Member("verb", Text(Pick(Verbs))), Member("objectRef", "{\"resource\":\"secrets\"}"), Member("objectRef.resource", Text("roles")), Member("p_log_type", Text("x")), Member("@timestamp", Text("2026-01-05 10:00:00.000")), Member("annotations", "{\"a\\u002fb\":\"\\u0041\"}")));
        }

        if (_random.Next(4) == 0)
        {
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        }

        return Object([.. members]);
    }

    private string Wrapped(string json)
    {
        var text = Quote(json);
        return _random.Next(14) switch
        {
            0 => "{\"@timestamp\":\"2026-01-05 10:10:00.000\",\"@message\":" + text + ",\"@logStream\":\"kube-apiserver-audit-1\"}",
            1 => "{\"@message\":" + json + "}",
            2 => "{\"log\":" + text + ",\"stream\":\"stdout\"}",
            3 => "2026-01-05T10:11:12.101Z " + json,
            4 => "[" + json + "," + json + "]",
            5 => "{\"Records\":[{\"eventVersion\":\"1.08\",\"eventName\":\"X\"}]}",
            6 => "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[" + json + "]}",
            7 => "{\"events\":[{\"timestamp\":1767607872101,\"message\":" + text + ",\"ingestionTime\":1767607873000}]}",
            8 => "{\"results\":[[{\"field\":\"@timestamp\",\"value\":\"2026-01-05 10:10:00.000\"},{\"field\":\"@message\",\"value\":" + text + "}]]}",
            9 => "{\"time\":\"2026-01-05T10:00:00Z\",\"category\":\"kube-audit\",\"properties\":{\"log\":" + text + "}}",
            10 => "[\n" + json + ",\n" + json + "\n]",
            11 => "{\n  \"kind\": \"EventList\",\n  \"items\": [\n" + json + "\n]\n}",
            12 => json + json,
            _ => "{\"message\":" + text + ",\"kubernetes\":{\"pod\":\"x\"}}",
        };
    }

    private string Oddity() => Pick(
        "", "   ", "null", "42", "\"text\"", "[]", "{}", "{", "}", "{\"a\":", "not JSON at all", "@timestamp,@message", "{\"verb\":\"get\",\"auditID\":\"x\"",
        "{\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\"},\"auditID\":\"cut", "{\"verb\":\"get\",\"auditID\":\"x\"},", "{\"verb\":\"get\",\"auditID\":\"x\"} {", "\u2028{}",
        "{\"verb\":\"get\",\"auditID\":\"" + new string('x', _random.Next(3_000)) + "\"}", "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"Root\"}}",
        new string('[', _random.Next(200)) + new string(']', _random.Next(200)));

    private string Body(int depth)
    {
        var open = new StringBuilder();
        var close = new Stack<string>();
        for (var i = 0; i < depth; i++)
        {
            var isList = _random.Next(3) == 0;
            open.Append(isList ? "[1," : "{\"metadata\":{},\"k\\n\":\"" + Pick(Names) + "\",\"verb\":");
            close.Push(isList ? "]" : "}");
        }

        return open + Pick("0", "-1.5E+3", "\"system:anonymous\"", "true", "{}", "[]") + string.Concat(close);
    }

    private string Member(string name, string value) => Gap() + Quote(name) + Gap() + ":" + Gap() + value + Gap();

    private static string Object(params string[] members) => "{" + string.Join(",", members) + "}";

    private string Text(string escaped) => "\"" + (_random.Next(25) == 0 ? EscapeOne(escaped) : escaped) + "\"";

    private string Quote(string text)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(text, Relaxed);
        return _random.Next(60) == 0 ? "\"" + EscapeOne(quoted[1..^1]) + "\"" : quoted;
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A letter in the other way to write it, as \u0061.
    private string EscapeOne(string text)
    {
        var at = text.Length == 0 || text.Contains('\\', StringComparison.Ordinal) ? -1 : _random.Next(text.Length);
        return at < 0 ? text : text[..at] + $"\\u{(int)text[at]:x4}" + text[(at + 1)..];
    }

    private string Gap() => _random.Next(200) switch { 0 => " ", 1 => "  ", 2 => "\t", _ => "" };

    private byte[] Spoil(byte[] text)
    {
        var at = _random.Next(text.Length);
        var spoilt = (byte[])text.Clone();
        switch (_random.Next(4))
        {
            case 0:
                return text[..at];
            case 1:
                return [.. text[..at], .. text[(at + 1)..]];
            case 2:
                return [.. text[..at], Telling[_random.Next(Telling.Length)], .. text[at..]];
            default:
                spoilt[at] = Telling[_random.Next(Telling.Length)];
                return spoilt;
        }
    }

    private byte[] WithBadBytes(byte[] text)
    {
        var at = _random.Next(text.Length);
        return [.. text[..at], .. Pick<byte[]>([0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f]), .. text[at..]];
    }

    private bool Chance(int of) => _random.Next(of) != 0;

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
