using System.Security.Cryptography;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Kubernetes.Tests.History;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Histories;

public sealed class HistoryReaderTests : IAsyncLifetime
{
    private TestDatabase _database = null!; // made before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Everything_StoredBitByBit_IsWhatAllWritesTogetherTell()
    {
        using var reader = new HistoryReader(_database.Database);
        for (var seed = 0; seed < 12; seed++)
        {
            var server = new SimulatedApiServer(new Random(seed));
            var cluster = $"c{seed}";
            var stored = 0;
            for (var round = 0; round < 4; round++)
            {
                for (var step = 0; step < 15; step++)
                {
                    server.Step();
                }

                // Later writes may be delivered before earlier ones.
                var fresh = server.Log[stored..].ToArray();
                new Random(seed).Shuffle(fresh);
                stored = server.Log.Count;
                await CommitAsync(cluster, fresh.Select(logged => logged.Record));
                await CheckAsync(reader, cluster, server);
            }
        }
    }

    [Fact]
    public async Task Access_EventsTakenAway_IsMadeAnew()
    {
        using var reader = new HistoryReader(_database.Database);
        await CommitAsync("prod", [Binding("a", 1, "eve"), Binding("b", 2, "ada")]);
        Assert.Equal(2, (await reader.GetAccessAsync("prod", Token)).Timelines.Count);

        _database.Execute("DELETE FROM event WHERE name_id = (SELECT id FROM object_name WHERE text = 'a')");
        await CommitAsync("prod", [Binding("c", 3, "bob")]);

        var access = await reader.GetAccessAsync("prod", Token);
        Assert.Equal(["b", "c"], access.Timelines.Keys.Select(key => key.Name).Order());
    }

    [Fact]
    public async Task Access_ClusterForgottenByAnotherProcess_IsNothing_AndThenThatOfTheNewOne()
    {
        using var reader = new HistoryReader(_database.Database);
        using var otherProcess = _database.OpenAgain();
        await CommitAsync("prod", [Binding("a", 1, "eve"), Binding("b", 2, "ada", "shop")]);
        await reader.GetAccessAsync("prod", Token);

        await ForgetAsync(otherProcess, "prod");
        var gone = await reader.GetAccessAsync("prod", Token);
        var goneHistory = await reader.GetHistoryAsync("prod", new ObjectKey(TrackedKind.RoleBinding, "web", "a"), new HistoryPlace(null), Token);

        // As many as before, and the texts of the first have their numbers now: the namespace of one is what that of the other was.
        await CommitAsync("prod", [Binding("c", 1, "bob", "shop"), Binding("d", 2, "kim", "web")]);
        var access = await reader.GetAccessAsync("prod", Token);
        var history = await reader.GetHistoryAsync("prod", new ObjectKey(TrackedKind.RoleBinding, "shop", "c"), new HistoryPlace(null), Token);

        Assert.Empty(gone.Timelines);
        Assert.Empty(goneHistory.History.Versions);
        Assert.Equal(["RoleBinding shop/c", "RoleBinding web/d"], access.Timelines.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("bob", RbacSubject.Read(Assert.Single(history.History.Versions).After.Content)[0].Name);
    }

    [Fact]
    public async Task Access_ClusterForgottenAndImportedAnewBetweenTwoReadings_IsThatOfTheNewOne()
    {
        using var reader = new HistoryReader(_database.Database);
        using var otherProcess = _database.OpenAgain();
        await CommitAsync("prod", [Binding("a", 1, "eve"), Binding("b", 2, "ada", "shop")]);
        await reader.GetAccessAsync("prod", Token);

        await ForgetAsync(otherProcess, "prod");
        await CommitAsync("prod", [Binding("c", 1, "bob", "shop"), Binding("d", 2, "kim", "web")]);
        var access = await reader.GetAccessAsync("prod", Token);

        Assert.Equal(["RoleBinding shop/c", "RoleBinding web/d"], access.Timelines.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, access.Writes);
    }

    [Fact]
    public async Task History_OfAServiceAccount_WhoseWritesWereRemovedForTheirAge_IsGone()
    {
        using var reader = new HistoryReader(_database.Database);
        using var otherProcess = _database.OpenAgain();
        var key = new ObjectKey(TrackedKind.ServiceAccount, "shop", "robot");
        await CommitAsync("prod", [AccountWrite("robot", 1), AccountWrite("other", 2)]);
        var before = await reader.GetHistoryAsync("prod", key, new HistoryPlace(null), Token);
        var lease = await new LeaseStore(otherProcess, _database.Clock).TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");
        var store = new ExpiryStore(otherProcess, CrashPoints.None, _database.Clock);
        await store.MarkAsync(lease, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), "ann", Token);
        await store.RemoveSliceAsync(lease, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), null, Token);

        var after = await reader.GetHistoryAsync("prod", key, new HistoryPlace(null), Token);

        Assert.Single(before.History.Versions);
        Assert.Empty(after.History.Versions);
    }

    private static byte[] AccountWrite(string name, int minute)
    {
        var time = TestDatabase.Start.AddHours(-1).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{{name}}}","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/shop/serviceaccounts","verb":"create","user":{"username":"ann"},"objectRef":{"resource":"serviceaccounts","namespace":"shop","name":"{{{name}}}","apiVersion":"v1"},"responseStatus":{"code":201},"responseObject":{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}","resourceVersion":"1"}},"requestReceivedTimestamp":"{{{time}}}","stageTimestamp":"{{{time}}}"}""");
    }

    [Fact]
    public async Task History_OfALongOne_IsThePartAroundTheInstantAndSaysSo()
    {
        using var reader = new HistoryReader(_database.Database);
        await CommitAsync("prod", Enumerable.Range(0, 30).Select(minute => Binding("a", minute, $"user-{minute}")));
        var key = new ObjectKey(TrackedKind.RoleBinding, "web", "a");

        var stored = await reader.GetHistoryAsync("prod", key, new HistoryPlace(TestEvents.T0 + (10 * TimeWindow.MinuteMicros), 4, 3), Token);

        Assert.True(stored is { HasOlder: true, HasNewer: true });
        Assert.Equal(Enumerable.Range(7, 7).Select(i => $"user-{i}"), stored.History.Versions.Select(version => RbacSubject.Read(version.After.Content)[0].Name));
        Assert.Equal(stored.History.Versions.Select(v => v.Write.Id), stored.History.Versions.Select(v => stored.EventOf(v)!.Row.RowId));
    }

    [Fact]
    public async Task Write_ThatDeletesMany_TellsEachObject()
    {
        using var reader = new HistoryReader(_database.Database);
        await CommitAsync("prod", [Binding("a", 1, "eve"), Binding("b", 2, "ada"), Record("deletecollection", null, 3, "x", """{"kind":"Status","status":"Success"}""")]);
        var deletion = (await _database.Events.GetPageWithJsonAsync(new EventFilter { Cluster = "prod" }, null, 1, Token)).Events[0];

        var write = await reader.GetWriteAsync(deletion, Token);

        Assert.Equal(["RoleBinding web/a", "RoleBinding web/b"], write.Changes.Select(change => change.Version.Key.ToString()));
        Assert.All(write.Changes, change => Assert.Equal(Existence.Present, change.Version.Before.Existence));
        Assert.False(write.IsCut);
    }

    [Fact]
    public async Task Write_ThatIsNone_IsSaidToBeNone()
    {
        using var reader = new HistoryReader(_database.Database);
        await CommitAsync("prod", [Record("create", "a", 1, "eve", "{}", stage: "RequestReceived")]);
        var received = (await _database.Events.GetPageWithJsonAsync(new EventFilter { Cluster = "prod" }, null, 1, Token)).Events[0];

        Assert.Equal(new StoredWrite(null, [], false), await reader.GetWriteAsync(received, Token) with { Changes = [] });
    }

    [Fact]
    public async Task Access_OfAnUnknownCluster_IsNothing()
    {
        using var reader = new HistoryReader(_database.Database);

        var access = await reader.GetAccessAsync("nobody", Token);

        Assert.Empty(access.Timelines);
        Assert.Null(access.FirstMicros);
    }

    [Fact]
    public async Task Listing_ImportedTwice_IsStoredOnceAndIsWhatIsKnownFromItsTimeOn()
    {
        using var reader = new HistoryReader(_database.Database);
        var store = new ListingStore(_database.Database, TimeProvider.System);
        await CommitAsync("prod", [Binding("a", 1, "eve"), Binding("b", 20, "ada")]);
        Assert.NotEmpty((await reader.GetAccessAsync("prod", Token)).At(Minute(10), []).Gaps);

        Assert.True(await store.AddAsync("prod", Listing(5, "x", "y"), "state.json", Token));
        Assert.False(await store.AddAsync("prod", Listing(5, "y", "x"), "again.json", Token));
        var access = await reader.GetAccessAsync("prod", Token);

        var only = Assert.Single(await store.GetAsync("prod", Token));
        Assert.Equal(("state.json", 2, Minute(5)), (only.Source, only.Objects, only.TimeMicros));
        Assert.Equal(["a"], Names(access, 4));
        Assert.Equal(["x", "y"], Names(access, 5)); // a is not in the listing: its deletion was not seen
        Assert.Equal(["b", "x", "y"], Names(access, 20));
        Assert.StartsWith("RoleBinding web/b is not known at this time.", Assert.Single(access.At(Minute(10), []).Gaps), StringComparison.Ordinal); // made unseen after the listing
        Assert.Empty(access.At(Minute(20), []).Gaps);
        Assert.Equal((Minute(1), Minute(5)), (access.FirstMicros, access.ListingAt(Minute(10))?.TimeMicros));
        Assert.Null(access.ListingAt(Minute(4)));
    }

    [Fact]
    public async Task Listing_ObjectsNeverWritten_AreMetByADeletionOfMany()
    {
        using var reader = new HistoryReader(_database.Database);
        Assert.True(await new ListingStore(_database.Database, TimeProvider.System).AddAsync("prod", Listing(5, "x", "y"), "state.json", Token));
        Assert.Equal(["x", "y"], Names(await reader.GetAccessAsync("prod", Token), 30));

        await CommitAsync("prod", [Record("deletecollection", null, 10, "eve", """{"kind":"Status","status":"Success"}""")]);

        var access = await reader.GetAccessAsync("prod", Token);
        Assert.Equal(["x", "y"], Names(access, 9));
        Assert.Empty(Names(access, 30));
        var deletion = (await _database.Events.GetPageWithJsonAsync(new EventFilter { Cluster = "prod" }, null, 1, Token)).Events[0];
        Assert.Equal(["RoleBinding web/x", "RoleBinding web/y"], (await reader.GetWriteAsync(deletion, Token)).Changes.Select(change => change.Version.Key.ToString()));
    }

    [Fact]
    public async Task Listing_BeforeAPartOfALongHistory_IsNotWhatThePartsFirstWriteFound()
    {
        using var reader = new HistoryReader(_database.Database);
        await new ListingStore(_database.Database, TimeProvider.System).AddAsync("prod", Listing(0, "a"), "state.json", Token);
        await CommitAsync("prod", Enumerable.Range(1, 20).Select(minute => Binding("a", minute, $"user-{minute}")));
        var key = new ObjectKey(TrackedKind.RoleBinding, "web", "a");

        var part = await reader.GetHistoryAsync("prod", key, new HistoryPlace(Minute(10), 4, 3), Token);
        var whole = await reader.GetHistoryAsync("prod", key, new HistoryPlace(null), Token);

        Assert.Equal(7, part.History.Versions.Count);
        Assert.False(part.History.Versions[0].Before.IsKnown);
        Assert.Equal(21, whole.History.Versions.Count);
        Assert.True(whole.History.Versions[0].IsObservation);
        Assert.Null(whole.EventOf(whole.History.Versions[0]));
        Assert.Equal(Existence.Present, whole.History.Versions[1].Before.Existence);
    }

    private static IReadOnlyList<string> Names(ClusterAccess access, int minute) => [.. access.At(Minute(minute), []).Bindings.Select(binding => binding.Key.Name)];

    private static long Minute(int minute) => TimeWindow.ToMicrosSinceEpoch(TestDatabase.Start.AddHours(-1).AddMinutes(minute));

    /// <summary>A listing with bindings of these names, and no role.</summary>
    private static RedactedListing Listing(int minute, params IEnumerable<string> names) => new Redactor(new byte[32]).Redact(new ClusterListing
    {
        TimeMicros = Minute(minute),
        CompleteKinds = TrackedKinds.All.ToHashSet(),
        Objects =
        [
            .. names.Select(name => new KeyValuePair<ObjectKey, ManifestObject>(
                new ObjectKey(TrackedKind.RoleBinding, "web", name),
                (ManifestObject)ManifestValue.Parse(System.Text.Encoding.UTF8.GetBytes(
                    $$$"""{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"{{{name}}}","namespace":"web","uid":"{{{name}}}","resourceVersion":"{{{minute + 50}}}"},"subjects":[{"kind":"User","name":"old"}],"roleRef":{"kind":"ClusterRole","name":"view"}}"""))!)), // an object, as written above
        ],
    });

    private async Task CheckAsync(HistoryReader reader, string cluster, SimulatedApiServer server)
    {
        var rows = (await _database.Events.GetPageWithJsonAsync(new EventFilter { Cluster = cluster }, null, 200, Token)).Events;
        Assert.Equal(server.Log.Count, rows.Count);
        var writes = rows.Select(WriteReader.Of).OfType<ObjectWrite>().ToList();
        var wanted = ObjectHistories.Build(writes, Token);
        foreach (var (key, history) in wanted.Objects)
        {
            var told = await reader.GetHistoryAsync(cluster, key, new HistoryPlace(null), Token);
            Assert.Equal(history.Versions.Select(Print), told.History.Versions.Select(Print));
            Assert.Equal(history.Undated.Count, told.History.Undated.Count);
        }

        var access = await reader.GetAccessAsync(cluster, Token);
        Assert.Equal(wanted.Unplaced.Count, access.Unplaced.Count);
        foreach (var time in writes.Select(write => write.TimeMicros).OfType<long>().Distinct().Order().Chunk(7).Select(chunk => chunk[0]))
        {
            var (theirs, ours) = (AccessState.At(wanted, time), access.At(time, []));
            Assert.Equal(Print(theirs), Print(ours));
        }
    }

    private static string Print(ObjectVersion version) => $"{version.Write.Id} {version.Before.Existence} {version.Before.Content} {version.Link} {version.After.Existence} {version.After.Content} {version.After.Unknown}";

    private static string Print(AccessState state) => string.Join(
        '\n',
        state.Bindings.Select(b => $"{b.Key} {b.Role} {string.Join(',', b.Subjects)}")
            .Concat(state.Roles.Select(r => r.ToString()).Order(StringComparer.Ordinal))
            .Concat(state.Gaps.Order(StringComparer.Ordinal))
            .Append(state.AwsAuth is null ? "unknown" : string.Join(',', state.AwsAuth.Rows.Select(r => r.Arn))));

    private Task<IngestResult> CommitAsync(string cluster, IEnumerable<byte[]> records)
    {
        var events = new List<IngestEvent>();
        foreach (var record in records)
        {
            var audit = Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(record)).Event;
            string[] queries = audit.ObjectRef?.Resource == "serviceaccounts" ? ["serviceaccounts"] : ["roles"];
            events.Add(new IngestEvent(new RedactedEvent(new RecordId(SHA256.HashData([.. record, .. System.Text.Encoding.UTF8.GetBytes(cluster)])), audit, record, audit.TimeMicros), queries, FromFiles: false));
        }

        return _database.Ingest.CommitAsync(new IngestBatch { Cluster = cluster, RunId = 0, Lease = null, Events = events }, Token);
    }

    private async Task ForgetAsync(AuditDatabase database, string cluster)
    {
        var lease = await new LeaseStore(database, _database.Clock).TryAcquireAsync(cluster, TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");
        var store = new ForgetStore(database, CrashPoints.None, _database.Clock);
        await store.BeginAsync(lease, "ann", Token);
        while (await store.RemoveSliceAsync(lease, Token) > 0)
        {
        }

        await store.RemoveTextsAsync(lease, Token);
        await store.EndAsync(lease, "ann", 0, Token);
    }

    private static byte[] Binding(string name, int minute, string user, string space = "web") => Record(
        "update", name, minute, user,
        $$$"""{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","uid":"{{{name}}}","resourceVersion":"{{{minute + 100}}}"},"subjects":[{"kind":"User","name":"{{{user}}}"}],"roleRef":{"kind":"ClusterRole","name":"view"}}""", space: space);

    private static byte[] Record(string verb, string? name, int minute, string user, string response, string stage = "ResponseComplete", string space = "web")
    {
        var time = TestDatabase.Start.AddHours(-1).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{{verb}}}{{{name}}}{{{minute}}}","stage":"{{{stage}}}","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings","verb":"{{{verb}}}","user":{"username":"{{{user}}}"},"objectRef":{"resource":"rolebindings","namespace":"{{{space}}}",{{{(name is null ? "" : $"\"name\":\"{name}\",")}}}"apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":200},"requestObject":{"kind":"DeleteOptions"},"responseObject":{{{response}}},"requestReceivedTimestamp":"{{{time}}}","stageTimestamp":"{{{time}}}"}""");
    }
}
