using System.Text;
using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.Tests.Actors;

/// <summary>What the card says of each shape of event: every hop, where it comes from and what it rests on.</summary>
public sealed class ActorCardTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cards()
    {
        using var stream = typeof(ActorCardTests).Assembly.GetManifestResourceStream("cards")
            ?? throw new InvalidOperationException("There is no case file of cards.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var (title, json, expected) = ("", "", new List<string>());
        while (true)
        {
            var line = reader.ReadLine();
            if (line is { Length: > 2 } && line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..];
            }
            else if (line is { Length: > 2 } && line.StartsWith("⇶ ", StringComparison.Ordinal))
            {
                expected.Add(line[2..]);
            }
            else if (line is { Length: > 0 })
            {
                json = line;
            }
            else if (json.Length > 0)
            {
                yield return new TheoryDataRow<string, string>(json, string.Join('\n', expected)) { TestDisplayName = title };
                (title, json, expected) = ("", "", []);
            }

            if (line is null)
            {
                yield break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Read_EventShape_CardOfTheCase(string json, string expected)
    {
        var card = Print(ActorReader.Read(SampleEvents.Readable(json)));

        Assert.Equal(expected, card);
    }

    [Fact]
    public void Read_AnythingInTheRecord_ClientChosenTextIsNeverStronger()
    {
        // Every text of the record that a client can choose is marked, and none of them may turn up in a hop that claims more.
        const string Chosen = "chosen-by-client";
        foreach (var row in Cards())
        {
            var json = row.Data.Item1;
            foreach (var (field, value) in new[] { ("sessionName", Chosen), ("arn", "arn:aws:sts::111122223333:assumed-role/Platform/" + Chosen) })
            {
                var audit = SampleEvents.Readable(json);
                var extra = audit.User.Extra.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
                extra[field] = [value];
                var actor = ActorReader.Read(audit with
                {
                    User = audit.User with { Extra = extra },
                    ImpersonatedUser = new(Chosen, Chosen, [Chosen], new Dictionary<string, IReadOnlyList<string>> { ["arn"] = ["arn:aws:iam::1:role/" + Chosen] }),
                    UserAgent = Chosen,
                    AuditId = Chosen,
                    SourceIps = [Chosen, "10.0.0.1"],
                });

                Assert.All(actor.Hops.Where(hop => hop.Value.Contains(Chosen, StringComparison.Ordinal)), hop => Assert.True(hop.Evidence >= Evidence.Client, hop.Label));
                Assert.All(actor.Addresses.Where(address => address.Text == Chosen), address => Assert.Equal(Evidence.Client, address.Evidence));
            }
        }
    }

    private static string Print(Actor actor)
    {
        var head = $"{actor.Kind} {actor.SignIn.Way} account {actor.AwsAccount ?? "-"}"
            + (actor.Impersonated is { } other ? " as " + other : "") + (actor.Pod is { } pod ? " pod " + pod.Name : "");
        return string.Join('\n', actor.Hops
            .Select(hop => string.Join(" | ", hop.Label, hop.Value, Word(hop.Evidence), hop.Source ?? "-", hop.Note ?? "-"))
            .Prepend(head));
    }

    private static string Word(Evidence evidence) => evidence switch
    {
        Evidence.ApiServer => "api",
        Evidence.Iam => "iam",
        Evidence.Client => "client",
        _ => "unknown",
    };
}
