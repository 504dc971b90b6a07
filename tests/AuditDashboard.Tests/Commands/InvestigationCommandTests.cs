using System.Text.Json;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>changes</c> and <c>can</c> as processes, over a database that <c>import</c> filled.</summary>
public sealed class InvestigationCommandTests : IDisposable
{
    private static readonly string[] Grant =
    [
        Event("create", "roles", "r", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"web","uid":"u","resourceVersion":"5"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""", "10:00:00"),
        Event("update", "roles", "r", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"web","uid":"u","resourceVersion":"6"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["secrets","pods"]}]}""", "10:01:00"),
        Event("create", "rolebindings", "b", 201, """{"kind":"RoleBinding","metadata":{"name":"b","namespace":"web","uid":"v","resourceVersion":"7"},"subjects":[{"kind":"User","name":"eve\u001b[31m\u202e"}],"roleRef":{"kind":"Role","name":"r"}}""", "10:02:00"),
        Event("delete", "roles", "r", 403, """{"kind":"Status","status":"Failure"}""", "10:03:00"),
    ];

    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Changes_RoleWidenedThenHostileBindingThenRefusal_EachTold()
    {
        await ImportAsync(Grant);

        var json = await RunAsync("changes", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-21T00:00:00Z", "--format", "json");
        var table = await RunAsync("changes", "--cluster", "lab", "--from", "2026-11-20T10:01:00Z", "--to", "2026-11-20T10:03:00Z");
        var one = await RunAsync("changes", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--limit", "1");

        Assert.Equal((0, 0, 0), (json.ExitCode, table.ExitCode, one.ExitCode));
        var items = JsonDocument.Parse(json.Output).RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("Role r", "lastKnown", "none asked to delete"), ("RoleBinding b", "proven", "none created; added User eve\u001b[31m\u202e; added gives Role r"), ("Role r", "lastKnown", "added get secrets (core)"), ("Role r", "proven", "none created; added get pods (core)")],
            items.Select(item => item.GetProperty("objects")[0]).Select(thing => (
                $"{thing.GetProperty("kind").GetString()} {thing.GetProperty("name").GetString()}", thing.GetProperty("before").GetString()!,
                string.Join("; ", thing.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("side").GetString()} {i.GetProperty("text").GetString()}")))));
        Assert.Equal(["refused by RBAC", "allowed", "allowed", "allowed"], items.Select(item => item.GetProperty("outcome").GetString()));
        Assert.Contains(table.OutputLines, line => line.Contains("RoleBinding web/b", StringComparison.Ordinal) && line.Contains("+ User eve\\u001b[31m\\u202e", StringComparison.Ordinal));
        Assert.Contains(table.OutputLines, line => line.Contains("last known", StringComparison.Ordinal) && line.EndsWith("+ get secrets (core)", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', table.Output);
        Assert.DoesNotContain("asked to delete", table.Output, StringComparison.Ordinal);
        Assert.Contains("There are more changes in the window. Write a greater --limit to see them.", one.ErrorLines);
        Assert.Contains("This window holds events from files; whether they are complete is unknown.", table.ErrorLines);
    }

    [Fact]
    public async Task Changes_RefusedCreationAndUnreadableRecord_BothTold()
    {
        var refused = Event("create", "rolebindings", "mine", 403, """{"kind":"Status","status":"Failure"}""", "10:00:00").Replace(
            "\"responseObject\"",
            "\"requestObject\":{\"kind\":\"RoleBinding\",\"metadata\":{\"name\":\"mine\",\"namespace\":\"web\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"mallory\"}],\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"admin\"}},\"responseObject\"",
            StringComparison.Ordinal);
        await ImportAsync(refused, Event("update", "rolebindings", "cut", 200, "{}", "10:01:00")[..400] + "[Truncated...]");

        var table = await RunAsync("changes", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-21T00:00:00Z");

        Assert.Equal(0, table.ExitCode);
        Assert.Contains(table.OutputLines, line => line.Contains("RoleBinding web/mine", StringComparison.Ordinal) && line.EndsWith("+ User mallory; + gives ClusterRole admin", StringComparison.Ordinal));
        Assert.Contains("1 record of this cluster cannot be read and may be a change of roles, bindings or aws-auth, of whatever time: Collection shows it.", table.ErrorLines);
    }

    [Fact]
    public async Task Workloads_OfImportedCloudTrail_DeniedFirst_WithWhatVouches()
    {
        await ImportAsync(
        [
            Call("w-1", "api", "api", "2026-11-19T10:00:00Z", null), Call("w-2", "api", "api", "2026-11-20T10:00:00Z", null), Call("w-3", "jobs", "new", "2026-11-20T11:00:00Z", null),
            Call("w-4", "eve\u001b[31m", "admin", "2026-11-20T12:00:00Z", "AccessDenied"),
        ]);
        string[] question = ["workloads", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-21T00:00:00Z"];

        var json = await RunAsync([.. question, "--format", "json"]);
        var table = await RunAsync(question);
        var empty = await RunAsync("workloads", "--cluster", "lab", "--from", "2026-10-20T00:00:00Z", "--to", "2026-10-21T00:00:00Z");

        Assert.Equal((0, 0, 0), (json.ExitCode, table.ExitCode, empty.ExitCode));
        var answer = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(("files", 3), (answer.GetProperty("cloudTrail").GetString(), answer.GetProperty("calls").GetInt32()));
        Assert.Equal(
            [("web/eve\u001b[31m", "denied", true), ("web/jobs", "taken", true), ("web/api", "taken", false)],
            answer.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("serviceAccount").GetString()!, item.GetProperty("outcome").GetString()!, item.GetProperty("new").GetBoolean())));
        Assert.Contains(table.OutputLines, line => line.Contains("denied", StringComparison.Ordinal) && line.Contains("web/eve\\u001b[31m", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', table.Output);
        Assert.Contains("CloudTrail is from files: whether they hold all of it is not known.", table.ErrorLines);
        Assert.Contains(empty.ErrorLines, line => line.StartsWith("No file of CloudTrail that was read holds records of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Can_EachTime_HasItsWaysAndSaysAtLeast()
    {
        await ImportAsync(Grant);
        string[] question = ["can", "get", "secrets", "--cluster", "lab", "--namespace", "web"];

        var after = await RunAsync([.. question, "--at", "2026-11-20T11:00:00Z", "--format", "json"]);
        var before = await RunAsync([.. question, "--at", "2026-11-20T10:00:30Z"]);
        var unknown = await RunAsync([.. question, "--at", "2026-11-20T09:00:00Z"]);
        var mallory = await RunAsync([.. question, "--at", "2026-11-20T11:00:00Z", "--as", "mallory"]);

        Assert.Equal((0, 0, 0, 0), (after.ExitCode, before.ExitCode, unknown.ExitCode, mallory.ExitCode));
        var answer = JsonDocument.Parse(after.Output).RootElement;
        Assert.Equal("get secrets in namespace web", answer.GetProperty("question").GetString());
        Assert.True(answer.GetProperty("atLeast").GetBoolean());
        Assert.Equal("2026-11-20T10:00:00Z", answer.GetProperty("knownSince").GetString());
        Assert.Equal("2026-11-20T10:02:00Z", answer.GetProperty("changeBefore").GetString());
        Assert.Equal(
            [("system:masters", null, null), ("eve\u001b[31m\u202e", "RoleBinding web/b", "get secrets, pods (core)")],
            answer.GetProperty("ways").EnumerateArray().Select(way => (way.GetProperty("principal").GetString(), way.GetProperty("binding").GetString(), way.GetProperty("rule").GetString())));
        Assert.DoesNotContain("RoleBinding", before.Output, StringComparison.Ordinal);
        Assert.Contains("At least these: the state is not complete.", before.ErrorLines);
        Assert.Contains("Unknown before 2026-11-20T10:00:00Z: no write to a role, a binding or aws-auth is stored from before.", unknown.ErrorLines);
        Assert.Contains("None as far as is known: the state is not complete.", mallory.ErrorLines);
    }

    [Theory]
    [InlineData(2, "A URL lies in no namespace and has no name", "can", "get", "/metrics", "--cluster", "lab", "--namespace", "web")]
    [InlineData(2, "--at is 'yesterday'.", "can", "get", "secrets", "--cluster", "lab", "--at", "yesterday")]
    [InlineData(1, "The database has no cluster 'none'. It has no cluster yet.", "can", "get", "secrets", "--cluster", "none")]
    [InlineData(1, "The database has no cluster 'none'. It has no cluster yet.", "changes", "--cluster", "none")]
    [InlineData(2, "--cluster", "changes")]
    [InlineData(2, "--from is 'later'.", "changes", "--cluster", "lab", "--from", "later")]
    [InlineData(2, "--limit is '0'.", "changes", "--cluster", "lab", "--limit", "0")]
    [InlineData(2, "'csv'", "can", "get", "secrets", "--cluster", "lab", "--format", "csv")]
    public async Task Investigation_WrongArguments_OneSentenceAndExitCode(int exitCode, string sentence, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static string Call(string id, string account, string role, string time, string? error) =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","eventTime":"{{{time}}}",{{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}}"userIdentity":{"type":"WebIdentityUser","userName":{{{JsonSerializer.Serialize("system:serviceaccount:web:" + account)}}},"identityProvider":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/{{{role}}}"} }""";

    /// <summary>An event of alice in the namespace web, on 20 November 2026.</summary>
    internal static string Event(string verb, string resource, string name, int code, string response, string time) =>
        $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{time}}","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/web/{{resource}}","verb":"{{verb}}","user":{"username":"alice"},"sourceIPs":["192.0.2.1"],"objectRef":{"resource":"{{resource}}","namespace":"web","name":"{{name}}","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"metadata":{},"code":{{code}}},"responseObject":{{response}},"stageTimestamp":"2026-11-20T{{time}}Z"}""";

    private Task<ProgramResult> RunAsync(params string[] arguments) => _program.RunAsync([], [("Storage:Path", "audit.db")], arguments);

    private async Task ImportAsync(params IEnumerable<string> lines) =>
        Assert.Equal(0, (await RunAsync("import", "--cluster", "lab", _program.Write("a.log", string.Join('\n', lines)))).ExitCode);
}
