using System.Text;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Execution.Scanning;

namespace AuditDashboard.LogsInsights.Tests.Scanning;

public sealed class JsonWalkTests
{
    private static readonly string[] Names =
    [
        "verb", "user", "user.username", "user.groups.0", "user.groups.1", "objectRef.resource", "objectRef.namespace", "responseStatus.code", "code",
        "annotations.authorization.k8s.io/decision", "list.0.x", "list.1", "list.2.0.1", "stageTimestamp", "a.b.c", "", "a..b", "requestReceivedTimestamp",
    ];

    /// <summary>Sound objects of all sorts, each of which the walk must prove: it may leave only oddities to the slow reader.</summary>
    public static readonly string[] Sound =
    [
        """{}""",
        """{ }""",
        """{"verb":"get"}""",
        """ { "verb" : "get" , "user" : { "username" : "x" , "groups" : [ "a" , "b" ] } } """.Trim(),
        """{"list":[{"x":1},true,[0,[1,2]]],"code":-0.5e+10,"a":{"b":{"c":null}}}""",
        """{"list":[],"user":{},"a":{"b":[]},"":"empty","a.":{"b":"x"}}""",
        """{"annotations":{"authorization.k8s.io/decision":"allow","authorization":{"k8s":{"io/decision":"deny"}}},"verb":"say \"hi\" \\ \/ \u0041"}""",
        """{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"0ae70bda-0a7d-438e-af83-f50a67c62cf4","stage":"ResponseComplete","requestURI":"/api/v1/nodes?a=b\u0026c=d","verb":"patch","user":{"username":"system:node:ip-10-0-32-21","uid":"7749441c","groups":["system:nodes","system:authenticated"],"extra":{"a/b":["c"]}},"sourceIPs":["10.0.32.21"],"userAgent":"kubelet/v1.31.2 (linux/amd64)","objectRef":{"resource":"nodes","name":"ip","apiVersion":"v1","subresource":"status"},"responseStatus":{"metadata":{},"code":200},"requestObject":{"status":{"conditions":[{"type":"Ready","status":"True","ok":true,"n":[[[]],[{}],[{"x":[]}]]}]},"f:metadata":{".":{},"f:annotations":{".":{},"f:x":{}}}},"requestReceivedTimestamp":"2026-01-05T00:00:01.018794Z","stageTimestamp":"2026-01-05T00:00:01.024314Z","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: \"system:kube-scheduler\""}}""",
        """{"text":"Grüße, 世界 🎉","verb":"é","user":{"username":"ü"}}""",
        "{\t\"verb\"\t:\t\"get\"\r,\"code\" : 401 }",
    ];

    public static TheoryData<int> Widths => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Read_SoundObject_ProvedWithTheSameFields(int width)
    {
        var readers = new Readers((BlockWidth)width);

        foreach (var text in Sound)
        {
            // Whatever stands in front within the object, places relative to a block differ.
            for (var shift = 0; shift < 130; shift++)
            {
                var shifted = text.Length > 3 ? text.Insert(1, $"\"z{new string('x', shift)}\":0,") : text;
                Assert.True(readers.Check(Encoding.UTF8.GetBytes(shifted)), shifted);
            }
        }
    }

    [Theory]
    [InlineData("""{"verb":"get","verb":"list"}""")]
    [InlineData("""{"ver\u0062":"get"}""")]
    [InlineData("""{"@message":"x"}""")]
    [InlineData("""{"user":{"username":"x"},"user":null}""")]
    [InlineData("""{"verb":"get"},"x" """)]
    public void Read_Oddity_LeftToTheSlowReader(string text)
    {
        var readers = new Readers(BlockWidths.Best);

        Assert.False(readers.Check(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Read_Depth_ProvedUpToTheLimit(int depth, bool isProved)
    {
        var readers = new Readers(BlockWidths.Best);
        var text = string.Concat(Enumerable.Repeat("""{"a":""", depth - 1)) + "{}" + new string('}', depth - 1);

        Assert.Equal(isProved, readers.Check(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Read_MutatedObject_NeverProvesWhatTheSlowReaderRefuses(int width)
    {
        var readers = new Readers((BlockWidth)width);
        var random = new Random(20_260_105 + width);
        var proved = 0;

        for (var round = 0; round < 60_000; round++)
        {
            proved += readers.Check(Mutations.Mutate(Encoding.UTF8.GetBytes(Sound[random.Next(Sound.Length)]), random)) ? 1 : 0;
        }

        // Mutations inside strings leave an object sound: the test would prove nothing if none did.
        Assert.InRange(proved, 5_000, 55_000);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Read_RandomTokens_NeverProvesWhatTheSlowReaderRefuses(int width)
    {
        string[] tokens = ["{", "}", "[", "]", ":", ",", "\"a\"", "\"verb\"", "\"user\"", "\"list\"", "1", "true", "null", " ", "\"\\\"\"", "-", "\"\"", "0"];
        var readers = new Readers((BlockWidth)width);
        var random = new Random(7 + width);
        var proved = 0;

        for (var round = 0; round < 200_000; round++)
        {
            var text = new StringBuilder("{");
            for (var count = random.Next(12); count > 0; count--)
            {
                text.Append(tokens[random.Next(tokens.Length)]);
            }

            text.Append('}');
            proved += readers.Check(Encoding.UTF8.GetBytes(text.ToString())) ? 1 : 0;
        }

        Assert.InRange(proved, 100, 199_000);
    }

    [Fact]
    public void Read_EveryRowOfTokens_ProvedIfAndOnlyIfTheSlowReaderAcceptsIt()
    {
        // All rows of up to seven tokens behind the first brace: what stands next to what, and in what, is gone through completely.
        byte[][] tokens = [.. new[] { "{", "}", "[", "]", ":", ",", "\"a\"", "1" }.Select(Encoding.UTF8.GetBytes)];
        var walk = new JsonWalk(new FieldPaths([]));
        var slow = new JsonFields(new FieldPaths([]));
        var proved = 0;

        for (var length = 1; length <= 7; length++)
        {
            for (var row = 0; row < 1 << (3 * length); row++)
            {
                List<byte> text = [(byte)'{'];
                for (var i = 0; i < length; i++)
                {
                    text.AddRange(tokens[row >> (3 * i) & 7]);
                }

                byte[] bytes = [.. text];
                var isProved = walk.Read(bytes) == bytes.Length;
                Assert.True(isProved == slow.ReadSlowly(bytes), Encoding.UTF8.GetString(bytes));
                proved += isProved ? 1 : 0;
            }
        }

        Assert.InRange(proved, 10, 1_000);
    }

    /// <summary>The walk and the slow reader side by side.</summary>
    private sealed class Readers(BlockWidth width)
    {
        private readonly FieldPaths _paths = new(Names);
        private readonly JsonWalk _walk = new(new FieldPaths(Names), width);
        private readonly JsonWalk _bare = new(new FieldPaths([]), width);

        /// <summary>True if the walk proves the text; what it proves the slow reader must accept, with the same fields.</summary>
        public bool Check(byte[] text)
        {
            var slow = new JsonFields(_paths);
            var isSound = slow.ReadSlowly(text);
            var length = _walk.Read(text);
            Assert.True(length < 0 || text.AsSpan(length, _walk.LineEnd - length).IndexOfAnyExcept(" \t\r"u8) < 0, Encoding.UTF8.GetString(text));
            var isProved = length >= 0 && text.AsSpan(length).IndexOfAnyExcept(" \t\r\n"u8) < 0;
            if (isProved)
            {
                Assert.True(isSound, Encoding.UTF8.GetString(text));
                Assert.True(slow.Fields.SequenceEqual(_walk.Fields), Encoding.UTF8.GetString(text));
            }

            // Without any field to find, the grammar alone decides.
            var bare = _bare.Read(text);
            Assert.True(!isProved || bare == length, Encoding.UTF8.GetString(text));
            Assert.True(bare < 0 || text.AsSpan(bare).IndexOfAnyExcept(" \t\r\n"u8) >= 0 || isSound, Encoding.UTF8.GetString(text));
            return isProved;
        }
    }
}
