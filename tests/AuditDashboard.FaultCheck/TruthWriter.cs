using System.Globalization;
using System.Text;

namespace AuditDashboard.FaultCheck;

/// <summary>Writes the records of a truth set, seeded.</summary>
public sealed class TruthWriter
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const double DuplicateShare = 0.01;
    private const double ReusedAuditIdShare = 0.02;
    private const double PoisonShare = 0.01;
    private const double UnreadableShare = 0.01;

    // What a body may hold so that readers stumble: each must leave the event stored, matched and alone.
    private static readonly string[] Poison =
    [
        "\"\\ud800 alone\"", "{\"a\":1,\"a\":2}", "1e999", "\"\\u0000\"", "\"\\u202e'; DROP TABLE event; --\"", "\"<script>alert(1)</script>\"",
        new string('[', 300) + new string(']', 300), "\"" + new string('x', 40_000) + "\"", "\"=cmd|' /C calc'!A0\"", "\"{{0}} %s \\\\ \\\" \\/ \\b\"",
    ];

    private static readonly Shape[] Shapes =
    [
        new("roles", Rbac, "ops", "create", 201, "alice"),
        new("roles", Rbac, "ops", "patch", 403, "bob"),
        new("rolebindings", Rbac, "ops", "update", 200, "alice"),
        new("clusterroles", Rbac, null, "delete", 200, "carol"),
        new("clusterrolebindings", Rbac, null, "create", 201, "carol"),
        new("clusterrolebindings", Rbac, null, "create", 201, "carol", """{"kind":"ClusterRoleBinding","subjects":[{"kind":"User","name":"system:anonymous"}]}"""),
        new("configmaps", "", "kube-system", "patch", 200, "alice", Name: "aws-auth"),
        new("secrets", "", "ops", "list", 401, "nobody"),
        new("secrets", "", "ops", "get", 403, "bob"),
        new("pods", "", "ops", "list", 403, "system:anonymous"),
        new("pods", "", "ops", "list", 200, "system:anonymous"),
        new("serviceaccounts", "", "ops", "create", 201, "alice"),
        new("pods", "", "ops", "delete", 403, "bob"),
        new("pods", "", "ops", "list", 200, "bob"),
        new("nodes", "", null, "watch", 200, "system:kubelet"),
    ];

    private static readonly Shape BurstShape = new("secrets", "", "ops", "get", 403, "system:serviceaccount:ops:job");

    private readonly TruthOptions _options;
    private readonly Random _random;
    private readonly List<TruthRecord> _records = [];
    private readonly List<string> _auditIds = [];
    private long _serial;

    private TruthWriter(TruthOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
    }

    /// <summary>Writes a set.</summary>
    public static TruthSet Write(TruthOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var writer = new TruthWriter(options);
        writer.WriteAll();
        return new TruthSet(writer._records);
    }

    /// <summary>So many anonymous requests that were refused within one second, and one binding in the midst of them.</summary>
    /// <param name="second">The second.</param>
    /// <param name="requests">How many.</param>
    public static TruthSet WriteFlood(DateTimeOffset second, int requests)
    {
        var writer = new TruthWriter(new TruthOptions { Seed = 1, From = second, Span = TimeSpan.FromSeconds(1), Records = requests + 1 });
        var start = second.ToUnixTimeMilliseconds();
        var probe = new Shape("pods", "", null, "list", 403, "system:anonymous");
        var binding = new Shape("clusterrolebindings", Rbac, null, "create", 201, "mallory");
        for (var i = 0; i <= requests; i++)
        {
            writer.Add(i == requests / 2 ? binding : probe, start + (long)i * 999 / requests, null, mayBeOdd: false);
        }

        return new TruthSet(writer._records);
    }

    private void WriteAll()
    {
        var start = _options.From.ToUnixTimeMilliseconds();
        var span = (long)_options.Span.TotalMilliseconds;
        var burst = Math.Min(_options.BurstRecords, _options.Records / Math.Max(1, _options.Bursts));
        var bursts = _options.Bursts * burst;
        for (var i = 0; i < _options.Bursts; i++)
        {
            // Spread evenly, somewhere in its part: each is met by some run.
            var second = (start + span * i / _options.Bursts + _random.NextInt64(span / _options.Bursts / 2)) / 1_000 * 1_000;
            for (var n = 0; n < burst; n++)
            {
                Add(BurstShape, second + _random.Next(8) * 142, null);
            }
        }

        for (var i = bursts; i < _options.Records; i++)
        {
            Add(Shapes[_random.Next(Shapes.Length)], start + _random.NextInt64(span), Delay());
        }
    }

    private TimeSpan? Delay() => (_random.Next(1_000) / _options.LateFactor) switch
    {
        < 5 => _options.LongestDelay * (0.5 + _random.NextDouble() / 2),
        < 25 => TimeSpan.FromMinutes(1 + _random.NextDouble() * 17),
        < 125 => TimeSpan.FromSeconds(1 + _random.NextDouble() * 60),
        _ => null,
    };

    private void Add(Shape shape, long timeMs, TimeSpan? delay, bool mayBeOdd = true)
    {
        var serial = ++_serial;
        var auditId = mayBeOdd && _auditIds.Count > 0 && _random.NextDouble() < ReusedAuditIdShare
            ? _auditIds[_random.Next(_auditIds.Count)]
            : string.Create(CultureInfo.InvariantCulture, $"{_random.NextInt64():x16}-{serial:x8}");
        _auditIds.Add(auditId);
        var extra = mayBeOdd && _random.NextDouble() < PoisonShare ? Poison[_random.Next(Poison.Length)] : shape.Body;
        var message = Message(shape, serial, auditId, timeMs, extra);
        var kind = TruthKind.Event;
        if (mayBeOdd && _random.NextDouble() < UnreadableShare)
        {
            kind = TruthKind.Unreadable;
            message = Break(message);
        }

        var queries = kind == TruthKind.Event ? Truth.Select(message) : null;
        var record = new TruthRecord
        {
            Serial = serial,
            Kind = kind == TruthKind.Event && queries is not { Count: > 0 } ? TruthKind.Noise : kind,
            Message = message,
            TimeMs = timeMs,
            VisibleAtMs = timeMs + (long)(delay?.TotalMilliseconds ?? 0),
            Stream = "kube-apiserver-audit-" + _random.Next(1, 4),
            AuditId = auditId,
            Stage = "ResponseComplete",
            Verb = shape.Verb,
            Queries = queries is null ? [] : [.. Truth.QueryIds.Where(queries.Contains)],
        };
        _records.Add(record);
        if (mayBeOdd && _random.NextDouble() < DuplicateShare)
        {
            _records.Add(record with { Stream = "kube-apiserver-audit-4", VisibleAtMs = record.VisibleAtMs + _random.Next(600_000) });
        }
    }

    /// <summary>Cut somewhere behind its number, or no JSON at all.</summary>
    private byte[] Break(byte[] message)
    {
        var begin = message.AsSpan().IndexOf("\"verb\""u8);
        return _random.Next(4) == 0
            ? [.. "panic: runtime error in "u8, .. message.AsSpan(0, begin)]
            : message[..(begin + _random.Next(message.Length - begin - 1))];
    }

    private static byte[] Message(Shape shape, long serial, string auditId, long timeMs, string? body)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(timeMs).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var place = shape.Namespace is { } space ? $"\"namespace\":\"{space}\"," : "";
        var group = shape.Group.Length > 0 ? $"\"apiGroup\":\"{shape.Group}\"," : "";
        var name = shape.Name ?? string.Create(CultureInfo.InvariantCulture, $"{shape.Resource}-{serial}");
        var request = body is null ? "" : $"\"requestObject\":{(body[0] is '{' ? body : $"{{\"odd\":{body}}}")},";
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{{auditId}}}","stage":"ResponseComplete","requestURI":"/apis/{{{shape.Resource}}}?serial={{{serial}}}&","verb":"{{{shape.Verb}}}","user":{"username":"{{{shape.User}}}","groups":["system:authenticated"]},"sourceIPs":["192.0.2.{{{serial % 250}}}"],"userAgent":"kubectl/v1.31.2","objectRef":{"resource":"{{{shape.Resource}}}",{{{place}}}"name":"{{{name}}}",{{{group}}}"apiVersion":"v1"},"responseStatus":{"metadata":{},"code":{{{shape.Code}}} },{{{request}}}"requestReceivedTimestamp":"{{{time}}}","stageTimestamp":"{{{time}}}","annotations":{"authorization.k8s.io/decision":"{{{(shape.Code < 400 ? "allow" : "forbid")}}}","authorization.k8s.io/reason":""}}
            """));
    }

    private sealed record Shape(string Resource, string Group, string? Namespace, string Verb, int Code, string User, string? Body = null, string? Name = null);
}
