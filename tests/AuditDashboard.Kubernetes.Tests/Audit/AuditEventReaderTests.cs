using System.Text;
using System.Text.Json;
using AuditDashboard.Kubernetes.Audit;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Audit;

public sealed class AuditEventReaderTests
{
    [Fact]
    public void Read_CompleteEvent_EveryMemberOfTheEnvelope()
    {
        var read = SampleEvents.Readable(SampleEvents.RoleBindingCreated);

        Assert.Equal(1_795_441_312_423_777, read.TimeMicros);
        Assert.Equal("3f0c1a52-9d0e-4a5e-8e0e-0a8b7c6d5e4f", read.AuditId);
        Assert.Equal("ResponseComplete", read.Stage);
        Assert.Equal("RequestResponse", read.Level);
        Assert.Equal("create", read.Verb);
        Assert.Equal("/apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings?fieldManager=kubectl-create&fieldValidation=Strict", read.RequestUri);
        Assert.Equal("j.okafor", read.User.Username);
        Assert.Equal("aws-iam-authenticator:111122223333:AROAEXAMPLEEXAMPLE", read.User.Uid);
        Assert.Equal(["platform", "system:authenticated"], read.User.Groups);
        Assert.Equal(["arn:aws:iam::111122223333:role/Platform"], read.User.Extra["canonicalArn"]);
        Assert.Null(read.ImpersonatedUser);
        Assert.Equal(["198.51.100.7"], read.SourceIps);
        Assert.Equal("kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46", read.UserAgent);
        Assert.Equal(new AuditObjectRef("rolebindings", null, "web", "deployers", null, "rbac.authorization.k8s.io", "v1", null), read.ObjectRef);
        Assert.Equal(201, read.Code);
        Assert.Equal("allow", read.Decision);
        Assert.Equal("RBAC: allowed by ClusterRoleBinding \"platform\" of ClusterRole \"admin\" to Group \"platform\"", read.DecisionReason);
        Assert.Equal(AuditEventFlags.None, read.Flags);
    }

    [Theory]
    [InlineData("""{"kind":"Event"}""")]
    [InlineData("""{"kind":"Event","apiVersion":"audit.k8s.io/v1beta1","verb":"get"}""")]
    [InlineData("""{"kind":"Event","apiVersion":7,"verb":"get"}""")]
    [InlineData("""{"verb":"get","user":{}}""")]
    [InlineData("""{"verb":"get","requestURI":"/healthz"}""")]
    [InlineData("""{"kind":"Something","verb":"create","objectRef":{"resource":"roles"}}""")]
    [InlineData("""{"k\u0069nd":"\u0045vent"}""")]
    [InlineData("\uFEFF{\"kind\":\"Event\",\"verb\":\"get\"}")]
    [InlineData(" \t{\"kind\" : \"Event\"}\r\n")]
    public void Read_AuditEventOfAnyVersion_IsReadable(string json) => SampleEvents.Readable(json);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"verb":"get"}""")]
    [InlineData("""{"kind":"Pod","metadata":{"name":"x"}}""")]
    [InlineData("""{"eventVersion":"1.08","eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","userIdentity":{"type":"AssumedRole"}}""")]
    [InlineData("""{"kind":"Event","apiVersion":"v1","involvedObject":{"kind":"Pod"},"reason":"Killing"}""")]
    public void Read_OtherObject_IsNotAnAuditEvent(string json) =>
        Assert.IsType<AuditReadResult.NotAnAuditEvent>(AuditEventReader.Read(SampleEvents.Bytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"kind":"Event"} {"kind":"Event"}""")]
    [InlineData("""{"kind":"Event","verb":"get",[Truncated...]""")]
    [InlineData("""{"kind":"Event","verb":7}""")]
    [InlineData("""{"kind":"Event","verb":["get"]}""")]
    [InlineData("""{"kind":"Event","user":"root"}""")]
    [InlineData("""{"kind":"Event","user":{"username":1}}""")]
    [InlineData("""{"kind":"Event","objectRef":[]}""")]
    [InlineData("""{"kind":"Event","objectRef":{"resource":1}}""")]
    [InlineData("""{"kind":"Event","objectRef":{"name":{}}}""")]
    [InlineData("""{"kind":"Event","responseStatus":200}""")]
    [InlineData("""{"kind":"Event","responseStatus":{"code":true}}""")]
    [InlineData("""{"kind":"Event","responseStatus":{"code":"forbidden"}}""")]
    [InlineData("""{"kind":"Event","responseStatus":{"code":403.5}}""")]
    [InlineData("""{"kind":"Event","responseStatus":{"code":1e400}}""")]
    public void Read_EnvelopeThatCannotBeTold_IsUnreadable(string json)
    {
        var reason = SampleEvents.Unreadable(json);

        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401", 401)]
    [InlineData("\"401\"", 401)]
    [InlineData("401.0", 401)]
    [InlineData("4.01e2", 401)]
    [InlineData("\"4\\u00301\"", 401)]
    [InlineData("0", 0)]
    public void Read_CodeInAnyNotation_SameNumber(string code, int expected)
    {
        var read = SampleEvents.Readable("""{"kind":"Event","responseStatus":{"code":CODE}}""".Replace("CODE", code, StringComparison.Ordinal));

        Assert.Equal(expected, read.Code);
    }

    [Theory]
    [InlineData("""{"kind":"Event","verb":"get","verb":"create"}""", AuditEventFlags.DuplicateEnvelopeMember)]
    [InlineData("""{"kind":"Event","verb":1,"v\u0065rb":"create"}""", AuditEventFlags.DuplicateEnvelopeMember)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"name":"a","name":"b"}}""", AuditEventFlags.DuplicateEnvelopeMember)]
    [InlineData("""{"kind":"Event","verb":"create","requestObject":{"a":1,"a":2}}""", AuditEventFlags.DuplicateBodyMember)]
    [InlineData("""{"kind":"Event","verb":"create","requestObject":{"user":{"a":1,"a":2}}}""", AuditEventFlags.DuplicateBodyMember)]
    [InlineData("""{"kind":"Event","verb":"create","annotations":{"a":"1","a":"2"}}""", AuditEventFlags.DuplicateBodyMember)]
    [InlineData("""{"kind":"Event","verb":"create","requestObject":{"x":"\ud800"}}""", AuditEventFlags.InvalidText)]
    [InlineData("""{"kind":"Event","verb":"create","requestObject":{"x":"\udc00\ud800"}}""", AuditEventFlags.InvalidText)]
    [InlineData("""{"kind":"Event","verb":"create","requestObject":{"x":"\ud83d\ude00"}}""", AuditEventFlags.None)]
    [InlineData("""{"kind":"Event","verb":"create","sourceIPs":"10.0.0.1"}""", AuditEventFlags.UnexpectedShape)]
    [InlineData("""{"kind":"Event","verb":"create","annotations":{"audit.k8s.io/truncated":"true"}}""", AuditEventFlags.Truncated)]
    public void Read_Oddity_StaysReadableAndIsFlagged(string json, AuditEventFlags flags)
    {
        var read = SampleEvents.Readable(json);

        Assert.Equal("create", read.Verb);
        Assert.Equal(flags, read.Flags);
    }

    [Fact]
    public void Read_LoneSurrogateInUsername_BecomesReplacementMark()
    {
        var read = SampleEvents.Readable("""{"kind":"Event","user":{"username":"a\ud800b"}}""");

        Assert.Equal("a\uFFFDb", read.User.Username);
        Assert.Equal(AuditEventFlags.InvalidText, read.Flags);
    }

    [Fact]
    public void Read_BytesThatAreNotUtf8_BecomeReplacementMarks()
    {
        byte[] record = [.. "{\"kind\":\"Event\",\"user\":{\"username\":\"a"u8, 0xFF, .. "b\"}}"u8];

        var read = Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(record)).Event;

        Assert.Equal("a\uFFFDb", read.User.Username);
        Assert.Equal(AuditEventFlags.InvalidText, read.Flags);
    }

    [Theory]
    [InlineData(500, AuditEventFlags.None)]
    [InlineData(600, AuditEventFlags.TooDeep)]
    [InlineData(300_000, AuditEventFlags.TooDeep)]
    public void Read_DeepBody_IsReadable(int depth, AuditEventFlags flags)
    {
        var json = "{\"kind\":\"Event\",\"verb\":\"patch\",\"requestObject\":" + new string('[', depth) + new string(']', depth) + "}";

        var read = SampleEvents.Readable(json);

        Assert.Equal("patch", read.Verb);
        Assert.Equal(flags, read.Flags);
    }

    [Theory]
    [InlineData("""{"kind":"Event","stageTimestamp":"2026-01-01T00:00:01Z","requestReceivedTimestamp":"2026-01-01T00:00:00Z"}""", 1_767_225_601_000_000)]
    [InlineData("""{"kind":"Event","stageTimestamp":"soon","requestReceivedTimestamp":"2026-01-01T00:00:00Z"}""", 1_767_225_600_000_000)]
    [InlineData("""{"kind":"Event","stageTimestamp":5,"requestReceivedTimestamp":{"a":[1]},"timestamp":"2026-01-01T00:00:00Z"}""", 1_767_225_600_000_000)]
    [InlineData("""{"kind":"Event","stageTimestamp":"2026-01-01T00:00:00Z","stageTimestamp":null,"timestamp":"2026-01-01T00:00:02Z"}""", 1_767_225_602_000_000)]
    [InlineData("""{"kind":"Event","metadata":{"creationTimestamp":"2026-01-01T00:00:00Z"}}""", null)]
    [InlineData("""{"kind":"Event","requestObject":{"stageTimestamp":"2026-01-01T00:00:00Z"}}""", null)]
    [InlineData("""{"kind":"Event","st\u0061geTimestamp":"2026-01-01T00:00:00\u005a"}""", 1_767_225_600_000_000)]
    [InlineData("""{"kind":"Event","timestamp":"0001-01-01T00:00:00Z"}""", null)]
    public void Read_Times_FirstThatCanBeRead(string json, long? expected)
    {
        Assert.Equal(expected, SampleEvents.Readable(json).TimeMicros);
        Assert.Equal(expected, AuditEventReader.ReadTimeMicros(SampleEvents.Bytes(json)));
    }

    [Fact]
    public void Read_MemberRepeatedManyTimes_LastWinsAndQuick()
    {
        var json = "{\"kind\":\"Event\"," + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"\"user\":{{\"username\":\"u{i}\"}},")) + "\"verb\":\"get\"}";

        var read = SampleEvents.Readable(json);

        Assert.Equal("u99999", read.User.Username);
        Assert.Equal(AuditEventFlags.DuplicateEnvelopeMember, read.Flags);
    }

    [Fact]
    public void Read_RecordCutAtEveryByte_NeverVanishes()
    {
        var record = SampleEvents.Bytes(SampleEvents.RoleBindingCreated);

        for (var length = 0; length < record.Length; length++)
        {
            Assert.IsType<AuditReadResult.Unreadable>(AuditEventReader.Read(record.AsSpan(0, length)));
            Assert.Null(AuditEventReader.ReadTimeMicros(record.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_MutatedBytes_NeverThrowsAndTimesAgree()
    {
        var record = SampleEvents.Bytes(SampleEvents.RoleBindingCreated);
        Property.Holds(
            Gen.Select(Gen.Int[0, record.Length - 1], Gen.Byte, Gen.Int[0, 40]).Array[1, 6],
            changes =>
            {
                var bytes = record.ToList();
                foreach (var (at, value, removed) in changes)
                {
                    var from = Math.Min(at, bytes.Count - 1);
                    bytes[from] = value;
                    bytes.RemoveRange(from, Math.Min(removed < 35 ? 0 : removed, bytes.Count - from - 1));
                }

                Agrees([.. bytes]);
            },
            count: 10_000);
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows() =>
        Property.Holds(Gen.Byte.Array[0, 200], Agrees, count: 10_000);

    [Fact]
    public void Read_RandomJsonTokens_NeverThrows() => Property.Holds(
        Gen.OneOf(
                "{", "}", "[", "]", ",", ":", "\"kind\"", "\"Event\"", "\"verb\"", "\"user\"", "\"stageTimestamp\"", "\"2026-01-01T00:00:00Z\"", "1", "null", "\"\\ud800\"", "\"\\u0076erb\"",
                "\"objectRef\"", "{\"kind\":\"Event\",", "\"verb\":\"get\",", "\"annotations\":{", "\"a\":\"b\"")
            .Array[0, 20],
        parts => Agrees(Encoding.UTF8.GetBytes(string.Concat(parts))),
        count: 10_000);

    [Fact]
    public void Read_RealKubernetesEvents_AllReadableWithTheTimeThatIsWritten()
    {
        Assert.SkipUnless(RealData.Folder is not null, RealData.Absent);
        var count = 0;

        foreach (var (file, line) in RealData.Lines(RealData.IsKubernetes))
        {
            var read = AuditEventReader.Read(line);
            Assert.True(read is AuditReadResult.Readable, $"{file}: {read}");
            var readable = ((AuditReadResult.Readable)read).Event;
            Assert.Equal(TimeByDocument(line), readable.TimeMicros);
            Assert.Equal(readable.TimeMicros, AuditEventReader.ReadTimeMicros(line));
            count++;
        }

        Assert.Equal(1636, count);
    }

    [Fact]
    public void Read_RealCloudTrail_NoneIsAnAuditEvent()
    {
        Assert.SkipUnless(RealData.Folder is not null, RealData.Absent);

        var lines = RealData.Lines(file => file.StartsWith("cloudtrail", StringComparison.Ordinal)).ToList();

        Assert.Equal(372, lines.Count);
        Assert.All(lines, line => Assert.IsType<AuditReadResult.NotAnAuditEvent>(AuditEventReader.Read(line.Line)));
    }

    private static void Agrees(byte[] record)
    {
        var read = AuditEventReader.Read(record);
        var time = AuditEventReader.ReadTimeMicros(record);
        if (read is AuditReadResult.Readable { Event: var readable })
        {
            Assert.Equal(readable.TimeMicros, time);
        }
    }

    /// <summary>The straightforward reading: the framework's document and date parser.</summary>
    private static long? TimeByDocument(byte[] line)
    {
        using var document = JsonDocument.Parse(line);
        foreach (var name in new[] { "stageTimestamp", "requestReceivedTimestamp", "timestamp" })
        {
            if (document.RootElement.TryGetProperty(name, out var text)
                && DateTimeOffset.TryParse(text.GetString()![..Math.Min(27, text.GetString()!.Length)], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time))
            {
                return (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            }
        }

        return null;
    }
}
