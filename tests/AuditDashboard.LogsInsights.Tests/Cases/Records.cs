using System.Globalization;
using System.Text;

namespace AuditDashboard.LogsInsights.Tests.Cases;

/// <summary>The records that case files speak of.</summary>
internal static class Records
{
    public static readonly long Midnight = Micros("2026-11-23T00:00:00Z");

    /// <summary>One record with every shape of value.</summary>
    public static LogRecord Shapes { get; } = new()
    {
        Message = Encoding.UTF8.GetBytes(
            """
            {"name":"web","code":401,"codeText":"401","point":1.0,"big":12345678901234567890123456789012345,"exp":4.01e2,"yes":true,"no":false,"none":null,"empty":"",
             "blank":"  ","object":{},"array":[],"list":["a",{"b":"c"},["d"]],"user":{"username":"system:anonymous","groups":["g0","g1"]},
             "annotations":{"authorization.k8s.io/decision":"allow"},"a.b":{"c.d":"dots"},"@x":"at","foo-bar":"hyphen","dup":"first","dup":"last",
             "gone":{"x":1},"gone":null,"json":"{\"k\":{\"user.id\":7,\"list\":[1,\"two\"]}}","items":"[1,2,\"3\"]","esc":"\u0072oles","lone":"\ud800!","pair":"\ud83d\ude00",
             "ip":"10.1.2.3","neg":-5,"1":"one","limit":"word"}
            """),
        TimestampMicros = Micros("2026-11-23T10:11:12.345678Z"),
        IngestionTimeMicros = Micros("2026-11-23T10:11:13Z"),
        LogStream = "kube-apiserver-audit-0123",
        Log = "123456789012:/aws/eks/demo/cluster",
        Pointer = "p0",
    };

    /// <summary>Six small events: n is their number in input order; the last has no time.</summary>
    public static IReadOnlyList<LogRecord> Events { get; } =
    [
        Event(0, """{"n":0,"verb":"get","user":"ann","code":200,"ms":10}"""),
        Event(30, """{"n":1,"verb":"create","user":"bob","code":201,"ms":20}"""),
        Event(60, """{"n":2,"verb":"get","user":"ann","code":401,"ms":"30"}"""),
        Event(60, """{"n":3,"verb":"list","user":"cat","code":403,"ms":"slow"}"""),
        Event(150, """{"n":4,"verb":"get","code":401,"text":"user=dan, id=7; user=eve, id=8"}"""),
        Event(null, """{"n":5,"verb":"watch","user":"bob","code":500,"ms":5.5}"""),
    ];

    /// <summary>Four records with lists, lines and JSON inside text.</summary>
    public static IReadOnlyList<LogRecord> Lines { get; } =
    [
        Event(0, """{"n":0,"items":["apple","banana","cherry"],"host":"web-01","line":"level=info msg=\"a \\\"b\\\" c\" code=200 ok"}"""),
        Event(61, """{"n":1,"items":"[1,2]","host":"web-02","csv":"ann,\"b, c\",,\"d\"\"e\""}"""),
        Event(300, """{"n":2,"items":[],"body":"{\"user\":{\"name\":\"ann\",\"groups\":[\"g0\",\"g1\"]},\"a.b\":5,\"n\":1.50}"}"""),
        Event(360, """{"n":3,"text":"plain","list":[{"k":1},{"k":2}]}"""),
    ];

    public static long Micros(string instant) =>
        (DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static LogRecord Event(int? second, string json) => new()
    {
        Message = Encoding.UTF8.GetBytes(json),
        TimestampMicros = second is { } known ? Midnight + (known * 1_000_000L) : null,
    };
}
