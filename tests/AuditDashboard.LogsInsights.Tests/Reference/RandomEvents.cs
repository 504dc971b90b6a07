using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Tests.Cases;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>
/// Random records in the shape of audit events, from small vocabularies so that queries match, written in every way that JSON
/// allows; and hostile ones: repeated members, keys with dots, cut and damaged records, records that are no JSON.
/// </summary>
internal sealed class RandomEvents(Random random)
{
    /// <summary>Paths of events with the values they take; the paths are also those of queries.</summary>
    public static readonly (string Path, string[] Values)[] Vocabulary =
    [
        ("verb", ["get", "list", "create", "delete", "watch", "patch"]),
        ("user.username", ["system:anonymous", "ann", "bob", "system:node:a", "Ann", "kubernetes-admin"]),
        ("user.groups.0", ["system:masters", "system:authenticated", "g1", "g10", "g2"]),
        ("user.groups.1", ["g1", "g2"]),
        ("objectRef.resource", ["roles", "secrets", "clusterroles", "configmaps", "pods", "rol/es"]),
        ("objectRef.namespace", ["kube-system", "default", ""]),
        ("objectRef.name", ["aws-auth", "a b", "é", "日本", "😀x", "quote\"d", "back\\slash", "true", "a\u2028b"]),
        ("responseStatus.code", ["200", "201", "401", "403", "4.01e2", "401.0", "-0", "0", "500"]),
        ("ms", ["1", "2.5", "-3", "1e3", "0.1", "12345678901234567890123456789012345", "12345678901234567890123456789012346", "slow", "010", "+5", "7.", ".5", "-0.0", "1e5", " 1", "99999999999999999999"]),
        ("sourceIPs.0", ["10.1.2.3", "8.8.8.8", "fe80::1", "300.1.1.1"]),
        ("requestURI", ["/api/v1/secrets?limit=5", "/healthz", "/api/v1/namespaces/kube-system/configmaps/aws-auth"]),
        ("annotations.authorization.k8s.io/decision", ["allow", "forbid"]),
        ("text", ["user=dan, id=7; user=eve, id=8", "user=dan", "id=7; id=401", "", "  ", "=,=", "user=, id="]),
        ("json", ["{\"k\":{\"user.id\":7,\"list\":[1,\"two\",null]}}", "[1,2,\"3\"]", "[]", "{}", "{\"k\":null}", "7", "{\"k\":", "[{\"a\":1},{\"a\":2}]"]),
        ("@at", ["x", "2026-11-23"]),
        ("a.b", ["dots", "1"]),
        ("foo-bar", ["hyphen", "3"]),
        ("flag", ["true", "false"]),
    ];

    private static readonly string[] NotJson =
        ["", " ", "null", "[]", "\"text\"", "401", "not json \"roles\" \"get\"", "{", "{}", "{\"verb\":\"get\"", "{\"verb\":\"get\"}}", "{\"verb\":\"get\",}", "{'verb':'get'}", "{\"verb\":get}", "{\"verb\":\"get\"} x", "\u0000"];

    // As nearly all lines of files are: on one line, and with keys that the quick walk proves.
    private bool _isPlain;

    /// <summary>A record.</summary>
    public LogRecord Next()
    {
        _isPlain = random.Next(2) == 0;
        var bytes = Encoding.UTF8.GetBytes(random.Next(40) == 0 ? NotJson[random.Next(NotJson.Length)] : Event());
        if (bytes.Length > 0 && random.Next(25) == 0)
        {
            bytes = Damage(bytes);
        }

        return new LogRecord
        {
            Message = bytes,
            TimestampMicros = random.Next(8) == 0 ? null : Records.Midnight + (random.Next(6) * 37_000_500L),
            IngestionTimeMicros = random.Next(2) == 0 ? null : Records.Midnight + (random.Next(3) * 60_000_000L),
            LogStream = random.Next(3) switch { 0 => null, 1 => "kube-apiserver-audit-1", _ => "authenticator-2" },
            Pointer = random.Next(2) == 0 ? null : "p1",
        };
    }

    private byte[] Damage(byte[] bytes)
    {
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. "\uFEFF"u8, .. bytes];
            default:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
        }
    }

    // Members of the top level; those of user and objectRef are nested, or written flat with a dot in the key.
    private string Event()
    {
        var members = new List<string>();
        foreach (var group in Vocabulary.Where(v => random.Next(4) > 0 && !(_isPlain && v.Path.StartsWith('@'))).GroupBy(v => v.Path.Split('.')[0]))
        {
            var isFlat = random.Next(15) == 0;
            foreach (var part in isFlat ? group.Select(v => new[] { v }) : [group.ToArray()])
            {
                members.Add(isFlat ? Key(part[0].Path) + Colon() + Value(part[0]) : Key(group.Key) + Colon() + Nested(part));
            }
        }

        if (random.Next(3) == 0)
        {
            members.Add(Odd());
        }

        // Audit events have their bodies and odd things anywhere.
        if (random.Next(2) == 0)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        }

        return Blank() + "{" + Blank() + string.Join(Blank() + "," + Blank(), members) + Blank() + "}" + Blank();
    }

    private string Nested((string Path, string[] Values)[] group)
    {
        var (path, _) = group[0];
        return path.Split('.')[0] switch
        {
            "user" => Map(group.Where(v => v.Path == "user.username").Select(v => Key("username") + Colon() + Value(v))
                .Concat(group.Any(v => v.Path.StartsWith("user.groups", StringComparison.Ordinal))
                    ? [Key("groups") + Colon() + "[" + string.Join(",", group.Where(v => v.Path.StartsWith("user.groups", StringComparison.Ordinal)).Select(Value)) + "]"]
                    : [])),
            "sourceIPs" => "[" + Blank() + Value(group[0]) + Blank() + "]",
            var head when path.Length > head.Length => Map(group.Select(v => Key(v.Path[(head.Length + 1)..]) + Colon() + Value(v))),
            _ => Value(group[0]),
        };
    }

    private string Map(IEnumerable<string> members) => "{" + Blank() + string.Join(Blank() + "," + Blank(), members) + Blank() + "}";

    private string Odd() => random.Next(16) switch
    {
        0 => Pair("verb", "\"get\""),
        1 => Pair("verb", "null"),
        2 => Pair("user", "{\"username\":\"bob\"}"),
        3 => Pair("user", "null"),
        4 => Pair("objectRef", "[{\"resource\":\"roles\"}]"),
        5 => Pair("objectRef", "{}"),
        6 => Pair("objectRef", "\"roles\""),
        7 => Pair("objectRef.resource", "\"roles\""),
        8 => Pair("a", "{\"b\":\"nested\",\"b\":\"1\"}"),
        9 => Pair("requestObject", new string('[', random.Next(1, 200)) is var open ? open + "\"roles\"" + open.Replace('[', ']') : ""),
        10 => Pair("requestObject", "{\"verb\":\"get\",\"rules\":[{\"verbs\":[\"*\"]},[],{}],\"lone\":\"\\ud800\",\"amp\":\"\\u0026\\/\"}"),
        11 => Pair("responseStatus", "{\"code\":401,\"code\":\"403\"}"),
        12 => Pair("responseStatus", "{\"code\":[401]}"),
        13 => Pair("", "1"),
        14 => Pair("sourceIPs", "{\"0\":\"10.1.2.3\"}"),
        _ => Pair("text", "\"\\ud83d\\ude00 user=\\ud800, id=\\u0037\""),
    };

    private string Pair(string key, string value) => Key(key) + Colon() + value;

    // Numbers stand bare or as text; a text may carry escapes.
    private string Value((string Path, string[] Values) field)
    {
        if (random.Next(30) == 0)
        {
            return random.Next(8) switch { 0 => "null", 1 => "{}", 2 => "[]", 3 => "true", 4 => "false", 5 => "\"\"", 6 => "{\"x\":1}", _ => "[\"get\",[401]]" };
        }

        var value = field.Values[random.Next(field.Values.Length)];
        var isBare = value is "true" or "false" || (ReferenceJson.TryParse(value) is Number && value.Trim() == value);
        return isBare && random.Next(4) > 0 ? value : Quote(value, random.Next(6) == 0);
    }

    private string Key(string key) => Quote(key, !_isPlain && random.Next(40) == 0);

    private string Quote(string text, bool hasEscapes)
    {
        var output = new StringBuilder("\"");
        foreach (var c in text)
        {
            output.Append(c switch
            {
                _ when hasEscapes && random.Next(4) == 0 => string.Create(CultureInfo.InvariantCulture, $"\\u{(random.Next(2) == 0 ? $"{(int)c:x4}" : $"{(int)c:X4}")}"),
                '/' when random.Next(8) == 0 => "\\/",
                '"' => "\\\"",
                '\\' => "\\\\",
                _ => c.ToString(),
            });
        }

        return output.Append('"').ToString();
    }

    private string Colon() => Blank() + ":" + Blank();

    private string Blank() => random.Next(30) switch { 0 => " ", 1 => "\t", 2 when !_isPlain => "\r\n ", _ => "" };
}
