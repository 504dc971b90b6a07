using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Tests.Input;

public sealed class CarrierTests
{
    private const long Time = 1690768692101000;
    private const string Event = """{"kind":"Event","auditID":"1","verb":"get","requestURI":"/a?b=\u0026c","user":{"username":"Zoë \"x\" \\ \ud83d\ude00 , \u202e"},"requestObject":{"data":{"k":"line1\nline2\t\u0000"}}}""";
    private const string Other = """{"kind":"Event","auditID":"2","verb":"list"}""";

    public static TheoryData<string, string> StringCarriers => new()
    {
        { "insights", $$$"""{"results":[[{"field":"@timestamp","value":"2023-07-31 01:58:12.101"},{"field":"@message","value":{{{Quote(Event)}}}},{"field":"@ptr","value":"p"}],[{"field":"@message","value":{{{Quote(Other)}}}}]],"statistics":{"recordsMatched":2.0},"status":"Complete"}""" },
        { "insights rows alone", $$$"""[[{"field":"@timestamp","value":"2023-07-31 01:58:12.101"},{"field":"@message","value":{{{Quote(Event)}}}}],[{"field":"@message","value":{{{Quote(Other)}}}}]]""" },
        { "filter-log-events", $$$"""{"events":[{"logStreamName":"s","timestamp":1690768692101,"message":{{{Quote(Event)}}},"ingestionTime":1690768695000,"eventId":"1"},{"timestamp":1690768692101,"message":{{{Quote(Other + "\n")}}}}],"searchedLogStreams":[]}""" },
        { "subscription", $$$"""{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"/g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1690768692101,"message":{{{Quote(Event)}}}},{"id":"2","timestamp":1690768692101,"message":{{{Quote(Other)}}}}]}""" },
        { "console rows", $$$"""[{"@timestamp":"2023-07-31 01:58:12.101","@message":{{{Quote(Event)}}}},{"@timestamp":"2023-07-31 01:58:12.101","@message":{{{Quote(Other)}}}}]""" },
        { "azure hub", $$$"""{"records":[{"time":"2020-01-01T00:00:00Z","properties":{"log":{{{Quote(Event + "\n")}}}}},{"properties":{"log":{{{Quote(Other)}}}}}]}""" },
    };

    [Theory]
    [MemberData(nameof(StringCarriers))]
    public void StringCarrier_OnOneLineOrPretty_GivesTheExactText(string name, string json)
    {
        var compact = JsonNode.Parse(json)!.ToJsonString();
        var pretty = JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 4 });

        foreach (var text in new[] { json, compact + "\n", pretty, pretty.ReplaceLineEndings("\r\n") + "\r\n", $"{Other}\n{pretty}\n{Other}\n", pretty + "\n" + pretty })
        {
            var records = RecordReading.Read(text);

            Assert.True(records.All(r => r.Problem is null), name);
            Assert.Equal(text.StartsWith(Other, StringComparison.Ordinal) ? [Other, Event, Other, Other] : text.Length > 2 * pretty.Length ? [Event, Other, Event, Other] : [Event, Other], records.Texts());
        }
    }

    [Fact]
    public void Insights_Answer_BringsItsGeneratedFields()
    {
        var record = Assert.Single(RecordReading.Read(
            $$$"""{"results":[[{"field":"@timestamp","value":"2023-07-31 01:58:12.101"},{"field":"@ingestionTime","value":"2023-07-31 01:58:13.000"},{"field":"@message","value":{{{Quote(Event)}}}},{"field":"@logStream","value":"kube-apiserver-audit-1"},{"field":"@log","value":"1:/g"},{"field":"@ptr","value":"P=="}]]}"""));

        Assert.Equal((Time, Time + 899000, "kube-apiserver-audit-1", "1:/g", "P=="), (record.SourceTimeMicros, record.IngestionTimeMicros, record.LogStream, record.Log, record.Pointer));
    }

    [Fact]
    public void Insights_PrettyAnswer_SaysTheLineOfEachRow()
    {
        var pretty = JsonNode.Parse(StringCarriers.First().Data.Item2)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        var starts = pretty.Split('\n').Index().Where(l => l.Item.Trim() == "[").Select(l => l.Index + 1L);

        Assert.Equal(starts, RecordReading.Read(pretty).Select(r => r.Line));
    }

    [Fact]
    public void Insights_EmptyAnswer_HasNoRecords()
    {
        Assert.Empty(RecordReading.Read("""{"results":[],"statistics":{"recordsMatched":0.0},"status":"Complete"}"""));
    }

    [Fact]
    public void Insights_RowWithoutMessage_IsAProblem()
    {
        var record = Assert.Single(RecordReading.Read("""{"results":[[{"field":"count","value":"3"}]],"status":"Complete"}"""));

        Assert.Equal("A row of a query's answer without @message, so without an event.", record.Problem);
    }

    [Fact]
    public void Subscription_Message_NamesStreamAndGroup()
    {
        var records = RecordReading.Read(StringCarriers.Single(c => c.Data.Item1 == "subscription").Data.Item2);

        Assert.All(records, r => Assert.Equal((Time, "s", "111122223333:/g"), (r.SourceTimeMicros, r.LogStream, r.Log)));
    }

    [Fact]
    public void Subscription_MessagesWithoutLineEnds_AreAllRead()
    {
        var one = StringCarriers.Single(c => c.Data.Item1 == "subscription").Data.Item2;

        Assert.Equal([Event, Other, Event, Other, Event, Other], RecordReading.Read(one + one + one).Texts());
    }

    [Fact]
    public void FilterLogEvents_Event_BringsItsTimes()
    {
        var record = RecordReading.Read(StringCarriers.Single(c => c.Data.Item1 == "filter-log-events").Data.Item2)[0];

        Assert.Equal((Time, 1690768695000000, "s"), (record.SourceTimeMicros, record.IngestionTimeMicros, record.LogStream));
    }

    [Fact]
    public void Message_CarriedButCut_IsAProblemWithItsText()
    {
        var cut = Event[..100] + "[Truncated...]";

        foreach (var line in new[]
        {
            $$$"""{"events":[{"timestamp":1690768692101,"message":{{{Quote(cut)}}}}]}""", $$$"""{"log":{{{Quote(cut)}}}}""",
            $$$"""{"properties":{"log":{{{Quote(cut)}}}}}""", $"2023-07-31T01:58:12.101Z {cut}",
        })
        {
            var record = Assert.Single(RecordReading.Read(line));
            Assert.NotNull(record.Problem);
            Assert.Equal(cut, record.Text());
        }
    }

    [Fact]
    public void FluentBitAndVector_StringOrObject_GiveTheEvent()
    {
        Assert.Equal(Event, Assert.Single(RecordReading.Read($$$"""{"log":{{{Quote(Event + "\n")}}},"stream":"stdout","kubernetes":{"pod_name":"x"}}""")).Text());
        Assert.Equal(Event, Assert.Single(RecordReading.Read($$$"""{"message":{{{Event}}},"timestamp":"2020-01-01T00:00:00Z"}""")).Text());
        var timed = Assert.Single(RecordReading.Read($$$"""{"@timestamp":"2023-07-31T01:58:12.101Z","log":{{{Event}}}}"""));
        Assert.Equal((Event, Time), (timed.Text(), timed.SourceTimeMicros));
        Assert.Null(Assert.Single(RecordReading.Read($$$"""{"timestamp":"2020-01-01T00:00:00Z","message":{{{Quote(Event)}}}}""")).SourceTimeMicros);
    }

    [Theory]
    [InlineData("""{"p_a":1,"kind":"Event","p_b":{"x":[1,2]},"verb":"get","p_c":3}""", """{"kind":"Event","verb":"get"}""")]
    [InlineData("""{"kind":"Event","verb":"get","p_c":"}"}""", """{"kind":"Event","verb":"get"}""")]
    [InlineData("""{ "p_a":1, "kind" : "Event", "p_b":2 , "verb":"get" }""", """{ "kind" : "Event" , "verb":"get" }""")]
    [InlineData("""{"p_log_type":"x","p_b":2}""", "{}")]
    [InlineData("""{"p_log_type":"AWS.CloudTrail","eventName":"X"}""", """{"eventName":"X"}""")]
    [InlineData("""{"p_value":1,"q":2}""", """{"p_value":1,"q":2}""")]
    [InlineData("""{"kind":"Event","requestObject":{"p_x":1}}""", """{"kind":"Event","requestObject":{"p_x":1}}""")]
    public void Panther_Members_AreSplicedOut(string line, string expected)
    {
        var record = Assert.Single(RecordReading.Read(line));

        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), record.Text().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(record.Text())!.ToJsonString());
        Assert.Null(record.Problem);
    }

    [Fact]
    public void EventList_AndRecords_GiveEachItemsOwnBytes()
    {
        Assert.Equal([Event, Other], RecordReading.Read($$$"""{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{{{Event}}},{{{Other}}}]}""").Texts());
        Assert.Equal(["""{"eventName" : "A"}""", """{"eventName":"B"}"""], RecordReading.Read("""{"Records":[{"eventName" : "A"}, {"eventName":"B"}]}""").Texts());
        Assert.Equal([Event, Other], RecordReading.Read($"[\n{Event},\n{Other}\n]\n").Texts());
        Assert.Equal([2L, 3L], RecordReading.Read($"[\n{Event},\n{Other}\n]\n").Select(r => r.Line));
    }

    [Fact]
    public void List_OnOneLineLongerThanARecord_IsRead()
    {
        var many = "{\"Records\":[" + string.Join(',', Enumerable.Repeat(Event, 500)) + "]}";

        Assert.Equal(Enumerable.Repeat(Event, 500), RecordReading.Read(many, maxLineBytes: 1000).Texts());
    }

    [Fact]
    public void Csv_Export_GivesTheExactText()
    {
        var csv = $"@timestamp,@message,@logStream\r\n2023-07-31 01:58:12.101,{Csv(Event)},s1\r\n\"2023-07-31 01:58:12.101\",{Csv("{\n  \"kind\": \"Event\",\r\n  \"auditID\": \"x\"\n}")},s2\r\n2023-07-31 01:58:12.101,plain,s3\r\nonly one\r\n2023-07-31 01:58:12.101,{Csv(Other)},s4";

        var records = RecordReading.Read(csv);

        Assert.Equal([Event, "{\n  \"kind\": \"Event\",\r\n  \"auditID\": \"x\"\n}", "plain", "only one", Other], records.Texts());
        Assert.Equal([2L, 3, 7, 8, 9], records.Select(r => r.Line));
        Assert.Equal([true, true, false, false, true], records.Select(r => r.Problem is null));
        Assert.Equal((Time, "s1"), (records[0].SourceTimeMicros, records[0].LogStream));
    }

    [Fact]
    public void Csv_QuoteThatNeverCloses_LosesItsLineAlone()
    {
        var records = RecordReading.Read($"timestamp,message\n1690768692101,\"{{\n1690768692101,{Csv(Event)}\n");

        Assert.Equal([false, true], records.Select(r => r.Problem is null));
        Assert.Equal((Event, Time), (records[1].Text(), records[1].SourceTimeMicros));
    }

    [Theory]
    [InlineData("2023-07-31 01:58:12.101", Time)]
    [InlineData("2023-07-31T01:58:12.101Z", Time)]
    [InlineData("2023-07-31T03:58:12.101+02:00", Time)]
    [InlineData("2023-07-31T01:58:12.1010009Z", Time)]
    [InlineData("2023-07-31T01:58:12Z", Time - 101000)]
    [InlineData("2023-02-29T01:58:12Z", null)]
    [InlineData("2023-07-31T24:58:12Z", null)]
    [InlineData("yesterday", null)]
    public void CarrierTime_OfAText_IsMicroseconds(string text, long? expected)
    {
        Assert.Equal(expected, CarrierTime.TryParse(Encoding.UTF8.GetBytes(text), out var micros) ? micros : null);
    }

    [Fact]
    public void Unescape_OfLoneSurrogates_WritesReplacements()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        JsonText.Unescape("""\ud800a\udc00\ud83d\ude00\ud83dx"""u8, output);

        Assert.Equal("\uFFFDa\uFFFD\U0001F600\uFFFDx", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Csv(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
