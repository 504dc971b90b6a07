using System.Text.Json;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>seed</c> as a process, and what the answers make of it.</summary>
public sealed class SeedCommandTests : IDisposable
{
    /// <summary>A whole listing: the group audit may get secrets everywhere.</summary>
    internal const string Listing =
        """
        {"kind":"List","apiVersion":"v1","items":[
        {"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"reader","uid":"c","resourceVersion":"1"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["secrets"]}]},
        {"kind":"ClusterRoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"readers","uid":"b","resourceVersion":"2"},"subjects":[{"kind":"Group","name":"audit"}],"roleRef":{"kind":"ClusterRole","name":"reader"}},
        {"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"s","namespace":"kube-system","uid":"s","resourceVersion":"3"},"rules":[]},
        {"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"p","namespace":"kube-public","uid":"p","resourceVersion":"3"},"rules":[]},
        {"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"s","namespace":"kube-system","uid":"sb","resourceVersion":"4"},"subjects":[],"roleRef":{"kind":"Role","name":"s"}},
        {"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"p","namespace":"kube-public","uid":"pb","resourceVersion":"4"},"subjects":[],"roleRef":{"kind":"Role","name":"p"}},
        {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"kube-root-ca.crt","namespace":"kube-system"},"data":{"x":"not kept"}}]}
        """;

    private static readonly string Binding = InvestigationCommandTests.Event(
        "create", "rolebindings", "b", 201, """{"kind":"RoleBinding","metadata":{"name":"b","namespace":"web","uid":"v","resourceVersion":"7"},"subjects":[{"kind":"User","name":"eve"}],"roleRef":{"kind":"ClusterRole","name":"reader"}}""", "10:02:00");

    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Seed_ThenCan_KnowsTheWholeSinceTheListingAndSaysWhich()
    {
        await ImportAsync(Binding);
        var listing = _program.Write("state.json", Listing);

        var seeded = await RunAsync("seed", listing, "--cluster", "lab", "--at", "2026-11-20T09:00:00Z");
        var again = await RunAsync("seed", listing, "--cluster", "lab", "--at", "2026-11-20T09:00:00Z");
        var before = await CanAsync("2026-11-20T08:00:00Z");
        var between = await CanAsync("2026-11-20T10:01:00Z");
        var after = await CanAsync("2026-11-20T11:00:00Z");

        Assert.Equal((0, 0), (seeded.ExitCode, again.ExitCode));
        Assert.Equal("Seeded lab as of 2026-11-20T09:00:00Z: 6 objects, 1 of other kinds left out.", seeded.OutputLines[0]);
        Assert.Equal("Known before; nothing changed in lab as of 2026-11-20T09:00:00Z: 6 objects, 1 of other kinds left out.", again.OutputLines[0]);
        Assert.True(before.GetProperty("atLeast").GetBoolean());
        Assert.Equal("2026-11-20T09:00:00Z", before.GetProperty("knownSince").GetString());
        Assert.Equal(["system:masters", "audit"], Ways(between));
        Assert.Equal(["system:masters", "eve", "audit"], Ways(after));
        Assert.Equal(("2026-11-20T09:00:00Z", "state.json", 6), (after.GetProperty("listing").GetProperty("time").GetString(), after.GetProperty("listing").GetProperty("source").GetString(), after.GetProperty("listing").GetProperty("objects").GetInt32()));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("listing").ValueKind);
        Assert.DoesNotContain(after.GetProperty("gaps").EnumerateArray(), gap => gap.GetString()!.StartsWith("No listing shows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seed_BindingThatTheListingLacks_IsGoneFromThenOn()
    {
        await ImportAsync(Binding.Replace("10:02:00", "08:00:00", StringComparison.Ordinal));

        Assert.Equal(0, (await RunAsync("seed", _program.Write("state.json", Listing), "--cluster", "lab", "--at", "2026-11-20T09:00:00Z")).ExitCode);

        // Somebody deleted it unseen: the event of its creation must not count any more.
        Assert.Equal(["system:masters", "audit"], Ways(await CanAsync("2026-11-20T11:00:00Z")));
    }

    [Theory]
    [InlineData(2, "Write --at with the time at which kubectl ran", "seed", "state.json", "--cluster", "lab")]
    [InlineData(2, "--at is 'soon'.", "seed", "state.json", "--cluster", "lab", "--at", "soon")]
    [InlineData(2, "which is yet to come", "seed", "state.json", "--cluster", "lab", "--at", "2999-01-01T00:00:00Z")]
    [InlineData(2, "--cluster is '../x'.", "seed", "state.json", "--cluster", "../x", "--at", "-1h")]
    [InlineData(1, "It holds no Role, and every cluster has some", "seed", "empty.json", "--cluster", "lab", "--at", "-1h")]
    [InlineData(1, "cannot be read", "seed", "none.json", "--cluster", "lab", "--at", "-1h")]
    public async Task Seed_WrongArguments_OneSentenceAndExitCode(int exitCode, string sentence, params string[] arguments)
    {
        _program.Write("state.json", Listing);
        _program.Write("empty.json", """{"kind":"List","items":[]}""");
        arguments[1] = Path.Combine(_program.Folder, arguments[1]);

        var result = await RunAsync(arguments);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Ways(JsonElement answer) => answer.GetProperty("ways").EnumerateArray().Select(way => way.GetProperty("principal").GetString());

    private async Task<JsonElement> CanAsync(string at)
    {
        var result = await RunAsync("can", "get", "secrets", "--cluster", "lab", "--namespace", "web", "--at", at, "--format", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => _program.RunAsync([], [("Storage:Path", "audit.db")], arguments);

    private async Task ImportAsync(params IEnumerable<string> lines) =>
        Assert.Equal(0, (await RunAsync("import", "--cluster", "lab", _program.Write("a.log", string.Join('\n', lines)))).ExitCode);
}
