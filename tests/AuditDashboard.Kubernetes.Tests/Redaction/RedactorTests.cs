using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Redaction;

public sealed partial class RedactorTests
{
    private const string Number = "90000111122";
    private static readonly Redactor Redactor = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static TheoryData<string, string> Planted => [.. PlantedSecrets.All().Select(planted => (planted.Name, planted.Json))];

    [Fact]
    public void Planted_Corpus_IsLargeAndEachHoldsASecret()
    {
        Assert.True(PlantedSecrets.All().Count() >= 60);
        Assert.All(PlantedSecrets.All(), planted => Assert.True(Leaks(planted.Json), planted.Name));
        Assert.All(PlantedSecrets.All(), planted => SampleEvents.Readable(planted.Json));
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void Redact_PlantedSecret_IsGone(string name, string json)
    {
        var redacted = Redact(json);

        var text = Encoding.UTF8.GetString(redacted.Json.Span);
        Assert.False(Leaks(text), name + ": " + text);
        Assert.False(Leaks(JsonSerializer.Serialize(redacted.Audit)), name);
        Assert.True(redacted.Audit.Flags.HasFlag(AuditEventFlags.Redacted));
        using var document = JsonDocument.Parse(redacted.Json);
        Assert.Equal(redacted.Json.ToArray(), Redact(text).Json.ToArray());
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void RedactUnreadable_PlantedSecretCutAnywhere_IsGone(string name, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        // Cut at the end, so that no closing bracket helps.
        var cut = Encoding.UTF8.GetString(Redactor.RedactUnreadable(bytes.AsSpan(0, bytes.Length - 1)).Bytes.Span);

        // What only structure tells (a name beside its value) cannot be known from bytes that are no JSON.
        if (name is not ("body no JSON" or "environment"))
        {
            Assert.False(Leaks(cut), name + ": " + cut);
        }
    }

    [Fact]
    public void Redact_Secret_OnlyTheValueDiffers()
    {
        const string Before = """{"kind":"Event","verb":"create","objectRef":{"resource":"secrets"},"requestObject":{ "kind":"Secret", "metadata":{"name":"db","labels":{"data":"keep"}},"data":{"a":"c2VjcmV0","b":null},"immutable":true}}""";

        var after = Encoding.UTF8.GetString(Redact(Before).Json.Span);

        var hmac = System.Security.Cryptography.HMACSHA256.HashData([.. Enumerable.Range(0, 32).Select(i => (byte)i)], "c2VjcmV0"u8);
        Assert.Equal(Before.Replace("c2VjcmV0", $"[redacted length=8 hmac={Convert.ToHexStringLower(hmac)[..16]}]", StringComparison.Ordinal), after);
    }

    [Fact]
    public void Redact_SecretInLastApplied_AnnotationStaysJson()
    {
        const string Before = """{"kind":"Event","verb":"patch","objectRef":{"resource":"secrets"},"requestObject":{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"},\"stringData\":{\"a\":\"x\\ny\",\"pin\":12}}\n"}}}}""";

        var redacted = Redact(Before);

        using var document = JsonDocument.Parse(redacted.Json);
        var applied = document.RootElement.GetProperty("requestObject").GetProperty("metadata").GetProperty("annotations").GetProperty("kubectl.kubernetes.io/last-applied-configuration").GetString()!;
        using var inner = JsonDocument.Parse(applied);
        Assert.Equal("db", inner.RootElement.GetProperty("metadata").GetProperty("name").GetString());
        Assert.StartsWith("[redacted length=3 hmac=", inner.RootElement.GetProperty("stringData").GetProperty("a").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("[redacted length=2 hmac=", inner.RootElement.GetProperty("stringData").GetProperty("pin").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_SameSecretWrittenOtherwise_SameMark()
    {
        var plain = Encoding.UTF8.GetString(Redact("""{"kind":"Event","requestObject":{"kind":"Secret","data":{"a":"abc/d"}}}""").Json.Span);
        var escaped = Encoding.UTF8.GetString(Redact("""{"kind":"Event","requestObject":{"kind":"Secret","data":{"a":"\u0061bc\/d"}}}""").Json.Span);

        Assert.Equal(plain, escaped);
    }

    [Theory]
    [InlineData(SampleEvents.RoleBindingCreated)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"},"requestObject":{"kind":"ConfigMap","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"mapRoles\":\"token: abcdef.0123456789abcdef\"}}"}},"data":{"mapRoles":"- rolearn: arn:aws:iam::111122223333:role/Bearer 0123456789abcdef0123456789\n  username: secret"}}}""")]
    [InlineData("""{"kind":"Event","verb":"list","objectRef":{"resource":"configmaps","namespace":"kube-system"},"responseObject":{"kind":"ConfigMapList","items":[{"metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{"mapRoles":"aws_secret_access_key=0123456789abcdef0123456789"}}]}}""")]
    [InlineData("""{"kind":"Event","verb":"get","objectRef":{"resource":"secrets","name":"db"},"responseStatus":{"code":403,"message":"secrets \"db\" is forbidden"}}""")]
    [InlineData("""{"kind":"Event","verb":"list","requestURI":"/api/v1/secrets?limit=500&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzNDU2fQ","objectRef":{"resource":"secrets"}}""")]
    [InlineData("""{"kind":"Event","verb":"get","user":{"extra":{"accessKeyId":["ASIAEXAMPLEEXAMPLE00"]}},"responseStatus":{"message":"Bearer token is required for authentication"}}""")]
    [InlineData("""{"kind":"Event","requestObject":{"kind":"ConfigMap","data":{"a":"plain","token":"x"}}}""")]
    [InlineData("""{"kind":"Event","requestObject":{"kind":"Role","rules":[{"resources":["secrets"],"verbs":["get"]}],"roleRef":{"kind":"Secret","name":"x"}}}""")]
    public void Redact_NothingSecret_SameBytes(string json)
    {
        var redacted = Redact(json);

        Assert.Equal(json, Encoding.UTF8.GetString(redacted.Json.Span));
        Assert.False(redacted.Audit.Flags.HasFlag(AuditEventFlags.Redacted));
    }

    [Fact]
    public void Redact_PodNamedAwsAuth_GetsNoTrust()
    {
        const string Json = """{"kind":"Event","objectRef":{"resource":"pods","namespace":"kube-system","name":"aws-auth"},"requestObject":{"kind":"Pod","metadata":{"name":"aws-auth","namespace":"kube-system"},"spec":"Bearer 0123456789abcdef"}}""";

        Assert.DoesNotContain("0123456789abcdef", Encoding.UTF8.GetString(Redact(Json).Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_SecretInTheRoomOfAwsAuth_IsGone()
    {
        const string Json = """{"kind":"Event","verb":"update","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"},"requestObject":{"kind":"Secret","data":{"a":"hidden"}}}""";

        Assert.DoesNotContain("hidden", Encoding.UTF8.GetString(Redact(Json).Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_CertificateInWebhook_Stays()
    {
        var bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes("-----BEGIN CERTIFICATE-----\nMIIDBTCCAe2gAwIBAgIIcertificate"));

        var json = """{"kind":"Event","requestObject":{"webhooks":[{"clientConfig":{"caBundle":"BUNDLE"}}]}}""".Replace("BUNDLE", bundle, StringComparison.Ordinal);

        Assert.Equal(json, Encoding.UTF8.GetString(Redact(json).Json.Span));
    }

    [Theory]
    [InlineData("""{"kind":"Event","requestObject":{"args":["kubeadm","join","--token abcdef.0123456789abcdef"]}}""", "0123456789abcdef\"")]
    [InlineData("""{"kind":"Event","requestObject":{"bootstrapToken":"abcdef.0123456789abcdef"}}""", "0123456789abcdef\"")]
    public void Redact_BootstrapToken_IsGone(string json, string secret) =>
        Assert.DoesNotContain(secret, Encoding.UTF8.GetString(Redact(json).Json.Span), StringComparison.Ordinal);

    [Fact]
    public void Redact_ByteOrderMarkAndBytesThatAreNotUtf8_AllElseStays()
    {
        byte[] head = [0xEF, 0xBB, 0xBF, .. "{\"kind\":\"Event\",\"userAgent\":\""u8, 0xFF, 0xC3, .. "\",\"requestObject\":{\"kind\":\"Secret\",\"data\":{\"a\":\""u8];
        byte[] tail = [.. "\"}}}"u8];
        byte[] record = [.. head, 0xFE, .. "secret"u8, .. tail];
        var audit = Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(record)).Event;

        var redacted = Redactor.Redact(RecordIdentity.Compute("c", record), audit, record, null).Json.ToArray();

        Assert.Equal(head, redacted[..head.Length]);
        Assert.Equal(tail, redacted[^tail.Length..]);
        Assert.StartsWith("[redacted length=7 hmac=", Encoding.ASCII.GetString(redacted[head.Length..^tail.Length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_SourceTime_Wins()
    {
        var record = SampleEvents.Bytes(SampleEvents.RoleBindingCreated);
        var audit = SampleEvents.Readable(SampleEvents.RoleBindingCreated);

        Assert.Equal(7, Redactor.Redact(RecordIdentity.Compute("c", record), audit, record, 7).TimeMicros);
        Assert.Equal(audit.TimeMicros, Redactor.Redact(RecordIdentity.Compute("c", record), audit, record, null).TimeMicros);
    }

    // Whatever is in an event: the result is JSON again, redacting it again changes nothing, and unredacted text is in the same place.
    [Fact]
    public void Redact_RandomPieces_ValidAndIdempotent() => Property.Holds(
        Gen.OneOf(
                "\"kind\":\"Secret\"", "\"data\":{\"a\":\"x\",\"b\":7}", "\"data\":[1,\"two\"]", "\"token\":\"abcdef.0123456789abcdef\"", "\"kind\":\"TokenReview\"", "\"a\":\"Bearer 0123456789\"",
                "\"path\":\"/data/x\"", "\"value\":12", "\"value\":{\"c\":[3]}", "\"name\":\"AWS_SECRET_ACCESS_KEY\"", "\"items\":[{\"data\":{\"z\":1}},5,\"s\"]",
                "\"e\":\"{\\\"kind\\\":\\\"Secret\\\",\\\"data\\\":{\\\"q\\\":5,\\\"r\\\":\\\"\\\\u0041\\\"}}\"", "\"e\":\"{\\\"data\\\":\"", "\"n\":\"[redacted length=4 hmac=\"",
                "\"-----BEGIN PRIVATE KEY-----\":\"x\"", "\"m\":\"\\ud800 eyJhbGciOi.eyJzdWIiOi.x\"", "\"o\":{\"requestObject\":{\"data\":{\"a\":3}}}", "\"t\":\"token=abcdefgh&token=[redacted\"")
            .Array[0, 8]
            .Select(Gen.OneOf("secrets", "configmaps", "tokenreviews")),
                value =>
                {
                    var (members, resource) = value;
                    var json = """{"kind":"Event","verb":"create","objectRef":{"resource":"RESOURCE"},"requestObject":{MEMBERS},"responseObject":[{MEMBERS}]}"""
                        .Replace("RESOURCE", resource, StringComparison.Ordinal).Replace("MEMBERS", string.Join(',', members), StringComparison.Ordinal);
                    var once = Redact(json).Json;
                    Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(once.Span));
                    AssertSameButForMarks(json, Encoding.UTF8.GetString(once.Span));
                    Assert.Equal(Encoding.UTF8.GetString(once.Span), Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetString(once.Span)).Json.Span));
                },
                count: 2_500);

    [Fact]
    public void RedactUnreadable_RandomBytes_NeverThrows() => Property.Holds(
        Gen.OneOf("{", "}", "\"", "\\", "\\u0022", "data\"", ":", "[", "]", "secret", "token", "=", "eyJ", ".", "abcdefgh", "0123", "Bearer ", "\\\"", "&", ",", "-----BEGIN PRIVATE KEY-----", "-----END ")
            .Array[0, 30],
        parts =>
        {
            var once = Redactor.RedactUnreadable(Encoding.UTF8.GetBytes(string.Concat(parts))).Bytes;
            Redactor.RedactUnreadable(once.Span);
        },
        count: 5_000);

    [Theory]
    [InlineData("eyJ")]
    [InlineData("eyJaaaaaaaa.")]
    [InlineData("Bearer ")]
    [InlineData("&token=")]
    [InlineData("token ")]
    [InlineData("tokentoken=abcdef.")]
    [InlineData("aws_secret_access_key=")]
    [InlineData("-----BEGIN ")]
    [InlineData("LS0tLS1CRUdJTi")]
    [InlineData("\"data\":{")]
    [InlineData("\"token\":\"")]
    [InlineData("k8s-aws-v1.")]
    [InlineData("{")]
    public void Redact_HostileRepetition_LinearTime(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var json = JsonSerializer.Serialize(new { kind = "Event", requestObject = new { kind = "Secret", a = text } });
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Redact(json);
        Redactor.RedactUnreadable(Encoding.UTF8.GetBytes(text));

        // Well under a second on an idle machine; a quadratic search would take many minutes on any.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), clock.Elapsed.ToString());
    }

    [Fact]
    public void Redact_RealEvents_NothingTokenLikeIsLeftAndTheRestIsReadable()
    {
        Assert.SkipUnless(RealData.Folder is not null, RealData.Absent);

        foreach (var (_, line) in RealData.Lines(RealData.IsKubernetes))
        {
            var redacted = Redact(Encoding.UTF8.GetString(line));
            var text = Encoding.UTF8.GetString(redacted.Json.Span);
            Assert.DoesNotMatch(@"eyJ[\w-]{8,}\.eyJ", text);
            using var document = JsonDocument.Parse(text);
        }
    }

    /// <summary>Between the marks stands what stood there before, in the same order, from the first byte to the last.</summary>
    private static void AssertSameButForMarks(string before, string after)
    {
        var kept = Mark().Split(after);
        var at = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            var next = i == 0 ? 0 : i == kept.Length - 1 ? before.Length - kept[i].Length : before.IndexOf(kept[i], at, StringComparison.Ordinal);
            Assert.True(next >= at && string.CompareOrdinal(before, next, kept[i], 0, kept[i].Length) == 0, kept[i]);
            at = next + kept[i].Length;
        }
    }

    [GeneratedRegex(@"(?:\\*"")?\[redacted length=[0-9]+ hmac=[0-9a-f]{16}\](?:\\*"")?")]
    private static partial Regex Mark();

    private static bool Leaks(string text) =>
        text.Contains(PlantedSecrets.Canary, StringComparison.Ordinal) || text.Contains(Number, StringComparison.Ordinal);

    private static RedactedEvent Redact(string json)
    {
        var record = Encoding.UTF8.GetBytes(json);
        var read = AuditEventReader.Read(record);
        var audit = Assert.IsType<AuditReadResult.Readable>(read).Event;
        return Redactor.Redact(RecordIdentity.Compute("c", record), audit, record, null);
    }
}
