using System.Globalization;
using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.Tests.AccessEntries;

/// <summary>What is read of each shape of CloudTrail's records, and who called, each step with what it rests on.</summary>
public sealed class TrailReaderTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases()
    {
        using var stream = typeof(TrailReaderTests).Assembly.GetManifestResourceStream("trail") ?? throw new InvalidOperationException("There is no case file.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        foreach (var part in reader.ReadToEnd().Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            yield return new TheoryDataRow<string, string>(lines[1], string.Join('\n', lines.Skip(2).Select(line => line["⇶ ".Length..]))) { TestDisplayName = lines[0][2..] };
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_RecordShape_CallOfTheCase(string json, string expected)
    {
        var call = TrailReader.Read(Encoding.UTF8.GetBytes(json), out var isTrail);

        Assert.Equal(expected, call is null ? isTrail ? "a record of CloudTrail that is about something else" : "not a record of CloudTrail" : Print(call));
    }

    [Fact]
    public void Read_SessionNameAnything_NeverStrongerThanTheClientsWord()
    {
        const string Chosen = "chosen-by-client";
        foreach (var row in Cases())
        {
            var json = row.Data.Item1;
            foreach (var session in new[] { "s.roy@example.org\",\"accountId", "aws-go-sdk-1763633472000000000\",\"accountId", "AWSCloudFormation\",\"accountId", "i-0abc123def4567890\",\"accountId" })
            {
                json = json.Replace("/" + session, $"/{Chosen}\",\"accountId", StringComparison.Ordinal);
            }

            if (TrailReader.Read(Encoding.UTF8.GetBytes(json), out _) is { } call)
            {
                Assert.All(call.Caller.Hops.Where(hop => hop.Value.Contains(Chosen, StringComparison.Ordinal)), hop => Assert.True(hop.Evidence >= Evidence.Client, hop.Label));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("eventSource eventName")]
    [InlineData("""{"eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry"}""")]
    [InlineData("""{"eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","userIdentity":[]}""")]
    [InlineData("""[{"eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","userIdentity":{}}]""")]
    [InlineData("""{"eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","userIdentity":{}""")]
    public void Read_NoRecordOfCloudTrail_Nothing(string json)
    {
        var call = TrailReader.Read(Encoding.UTF8.GetBytes(json), out var isTrail);

        Assert.Null(call);
        Assert.False(isTrail);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/teams/Ops", "arn:aws:iam::111122223333:role/Ops")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Ops/ada", "arn:aws:iam::111122223333:role/Ops")]
    [InlineData(" arn:aws-cn:iam::111122223333:user/a/b/ada ", "arn:aws-cn:iam::111122223333:user/ada")]
    [InlineData("arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:iam::111122223333:role/", "arn:aws:iam::111122223333:role/")]
    [InlineData("arn:aws:eks::aws:cluster-access-policy/X", "arn:aws:eks::aws:cluster-access-policy/X")]
    [InlineData("", "")]
    public void Canonical_Arn_WithoutPathAndSession(string arn, string expected) => Assert.Equal(expected, PrincipalArns.Canonical(arn));

    [Theory]
    [InlineData("prod", null, null, null, true, true)]
    [InlineData("Prod", null, null, null, false, true)]
    [InlineData("prod", "eu-west-1", "111122223333", null, true, true)]
    [InlineData("prod", "eu-north-1", null, null, false, false)]
    [InlineData("prod", null, "444455556666", null, false, false)]
    [InlineData("prod", null, null, "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0", true, true)]
    [InlineData("prod", null, null, "oidc.eks.eu-west-1.amazonaws.com/id/OTHER", true, false)]
    public void Holds_Scope_OnlyTheClustersOwn(string cluster, string? region, string? account, string? issuer, bool change, bool workload)
    {
        var cases = Cases().ToDictionary(row => row.TestDisplayName!, row => row.Data.Item1); // every case has its title
        var entry = TrailReader.Read(Encoding.UTF8.GetBytes(cases["Created by a person through a role that Identity Center gives, in the console"]), out _);
        var token = TrailReader.Read(Encoding.UTF8.GetBytes(cases["A service account's token, taken by STS"]), out _);
        var scope = new TrailScope(cluster, region, account, issuer);

        Assert.Equal(change, scope.Holds(entry!)); // both cases are calls
        Assert.Equal(workload, scope.Holds(token!));
    }

    private static string Print(TrailCall call)
    {
        var lines = new List<string>
        {
            $"{Kind(call)} {call.Name} {call.EventId ?? "-"} {Time(call.TimeMicros)} {call.Region ?? "-"} {call.Account ?? "-"} {call.ClusterName ?? "-"} "
                + (call.IsFailed ? (call is WorkloadCall { IsDenied: true } ? "denied " : "failed ") + call.ErrorCode : "ok"),
            call switch
            {
                AccessChange { Kind: AccessChangeKind.ClusterConfig } config => $"mode {config.AuthenticationMode ?? "-"} off {string.Join(',', config.LoggingOff)} on {string.Join(',', config.LoggingOn)}",
                AccessChange change => $"principal {change.PrincipalArn ?? "-"} user {change.Username ?? "-"} groups {(change.Groups is { } groups ? string.Join(',', groups) : "-")} "
                    + $"type {change.EntryType ?? "-"} policy {change.PolicyName ?? "-"} scope {change.ScopeType ?? "-"} {(change.Namespaces.Count > 0 ? string.Join(',', change.Namespaces) : "-")}",
                WorkloadCall work => $"{work.Subject ?? "-"} took {work.RoleArn ?? "-"} as {work.SessionName ?? "-"} issuer {work.Issuer ?? "-"}",
                _ => "",
            },
            $"from {call.Address?.Text ?? "-"} {call.Address?.Kind.ToString() ?? "-"} {call.Program?.Family.ToString() ?? "-"} {(call.Caller.IsConsole ? "console" : "api")}",
            $"by {call.Caller.DisplayName} of {call.Caller.Principal ?? "-"}",
        };
        lines.AddRange(call.Caller.Hops.Select(hop => string.Join(" | ", hop.Label, hop.Value, hop.Evidence.ToString().ToLowerInvariant(), hop.Source ?? "-", hop.Note ?? "-")));
        return string.Join('\n', lines);
    }

    private static string Kind(TrailCall call) => call is AccessChange change ? change.Kind.ToString() : ((WorkloadCall)call).Kind.ToString();

    private static string Time(long? micros) => micros is { } time ? DateTimeOffset.UnixEpoch.AddTicks(time * 10).UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : "-";
}
