using System.Text;
using System.Text.Json.Nodes;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.History;

public sealed class ObjectHistoriesTests
{
    private const int Sequences = 2_500;
    private const int Steps = 40;

    [Fact]
    public void Build_RandomSequences_EveryKnownStateIsTheTrueOneAndBodiesAreAlwaysEnough()
    {
        var known = new SortedDictionary<string, (int Known, int All)>(StringComparer.Ordinal);
        for (var seed = 0; seed < Sequences; seed++)
        {
            var server = Run(seed, Steps);

            var histories = Build(server.Log, new Random(seed));

            foreach (var version in histories.Objects.Values.SelectMany(history => history.Versions))
            {
                var logged = server.Log[(int)version.Write.Id];
                var truth = TruthOf(version, logged);
                CheckState(version.After, truth.After, seed, version);
                if (version.Link != VersionLink.None)
                {
                    CheckState(version.Before, truth.Before, seed, version);
                }

                Count(known, $"{logged.Level} {logged.Verb} {logged.PatchKind}", version);
                if (logged is { Level: "RequestResponse" } && version.Write.Effect == WriteEffect.Applied)
                {
                    Assert.True(version.After.IsKnown, $"seed {seed}: {version.Key} {logged.Verb} is not known: {version.After.Unknown}");
                }

                if (logged is { Level: "Request", Verb: "create" or "update" } && version.Write is { Effect: WriteEffect.Applied, Name: not null })
                {
                    Assert.True(version.After.IsKnown || version.After.Unknown == UnknownReason.ChangedByWebhook, $"seed {seed}: {version.Key} {logged.Verb}");
                }

                if (logged is { Level: "Request", Verb: "patch", PatchKind: "json" or "strategic" } && version.Write.Effect == WriteEffect.Applied && version.Before.IsKnown)
                {
                    Assert.True(version.After.IsKnown || version.After.Unknown is UnknownReason.ChangedByWebhook or UnknownReason.PatchKindUnclear, $"seed {seed}: {version.Key} {logged.PatchKind} {version.After.Unknown}");
                }
            }
        }

        // What is not known stays rare where the request tells it, so that "known" means something.
        Assert.All(["Request patch json", "Request patch strategic", "Request patch merge", "Request update "], name => Assert.True(known[name].Known * 10 > known[name].All * 5, $"{name}: {known[name]}"));
        Assert.Equal(known["RequestResponse update "].All, known["RequestResponse update "].Known);
    }

    [Fact]
    public void Build_EventsMissing_WhatIsProvenOrAnsweredIsStillTrue()
    {
        var proven = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var server = Run(seed, Steps);
            var random = new Random(seed);
            var seen = server.Log.Where(_ => random.Next(3) > 0).ToList();

            var histories = Build(seen, random);

            foreach (var version in histories.Objects.Values.SelectMany(history => history.Versions))
            {
                var truth = TruthOf(version, server.Log[(int)version.Write.Id]);
                if (version.Link == VersionLink.Proven)
                {
                    CheckState(version.Before, truth.Before, seed, version);
                    proven++;
                }

                if (version.Write is { Effect: WriteEffect.Applied, Result: not null })
                {
                    CheckState(version.After, truth.After, seed, version);
                }
            }
        }

        Assert.True(proven > 3_000, $"{proven} proven");
    }

    [Fact]
    public void Build_ListingAfterMissingEvents_StateIsTheListed()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var server = Run(seed, Steps);
            var random = new Random(seed);
            var seen = server.Log.Where(_ => random.Next(3) > 0).ToList();
            var listing = ClusterListing.Read(Encoding.UTF8.GetBytes(server.List().ToJsonString()), server.Clock + 1, TrackedKinds.All.ToHashSet());

            var histories = ObjectHistories.Build(Writes(seen), [listing!], TestContext.Current.CancellationToken);

            foreach (var (key, history) in histories.Objects)
            {
                var truth = server.Store.GetValueOrDefault($"{TrackedKinds.ObjectKind(key.Kind)}|{key.Namespace}|{key.Name}");
                Assert.True(history.Last.IsKnown);
                Assert.Equal(truth is null ? null : Content(truth), history.Last.Content is { } content ? ManifestContent.Of(content) : null);
            }

            Assert.Equal(server.Store.Count, histories.Objects.Values.Count(history => history.Last.Existence == Existence.Present));
        }
    }

    [Fact]
    public void Build_TimesOfTwoServersCross_VersionsOrder()
    {
        var first = Event("update", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"99","labels":{"a":"1"}}}""", "2026-11-01T00:00:02.000000Z");
        var second = Event("update", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"100","labels":{"a":"2"}}}""", "2026-11-01T00:00:01.000000Z");

        var history = Assert.Single(ObjectHistories.Build([Read(1, second), Read(2, first)], TestContext.Current.CancellationToken).Objects.Values);

        Assert.Equal([2, 1], history.Versions.Select(version => version.Write.Id));
        Assert.Equal("100", history.Last.ResourceVersion);
    }

    [Fact]
    public void Build_FirstWriteIsAnUpdate_UnknownBeforeThis()
    {
        var update = Event("update", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"9"}}""", "2026-11-01T00:00:02Z");

        var version = Assert.Single(Assert.Single(ObjectHistories.Build([Read(1, update)], TestContext.Current.CancellationToken).Objects.Values).Versions);

        Assert.Equal((VersionLink.None, Existence.Unknown, UnknownReason.NotSeenBefore), (version.Link, version.Before.Existence, version.Before.Unknown));
        Assert.True(version.After.IsKnown);
    }

    [Fact]
    public void Build_UidChangesUnseen_AnotherObject()
    {
        var one = Event("update", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"9"}}""", "2026-11-01T00:00:02Z");
        var two = Event("patch", 200, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"w","resourceVersion":"12"}}""", "2026-11-01T00:00:03Z");

        var history = Assert.Single(ObjectHistories.Build([Read(1, one), Read(2, two)], TestContext.Current.CancellationToken).Objects.Values);

        Assert.Equal(UnknownReason.AnotherObject, history.Versions[1].Before.Unknown);
        Assert.Equal("w", history.Last.Uid);
    }

    [Fact]
    public void Build_DeletedAndMadeAgain_TheCreationNamesWhatItReplaces()
    {
        var made = Event("create", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"9"}}""", "2026-11-01T00:00:02Z");
        var gone = Event("delete", 200, """{"kind":"Status","status":"Success"}""", "2026-11-01T00:00:03Z");
        var again = Event("create", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"v","resourceVersion":"11"}}""", "2026-11-01T00:00:04Z");

        var versions = Assert.Single(ObjectHistories.Build([Read(1, made), Read(2, gone), Read(3, again)], TestContext.Current.CancellationToken).Objects.Values).Versions;

        Assert.Same(versions[1], versions[2].Replaces);
        Assert.Equal("u", versions[2].Replaces!.Before.Uid);
    }

    [Fact]
    public void Build_RefusedWrite_LeavesTheStateAndTellsWhatWasAsked()
    {
        var made = Event("create", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"9"}}""", "2026-11-01T00:00:02Z");
        var refused = Event("patch", 403, """{"kind":"Status","status":"Failure"}""", "2026-11-01T00:00:03Z", request: """{"metadata":{"labels":{"a":"b"}}}""");

        var version = Assert.Single(ObjectHistories.Build([Read(1, made), Read(2, refused)], TestContext.Current.CancellationToken).Objects.Values).Versions[1];

        Assert.Equal(version.Before, version.After);
        Assert.Equal("b", version.Requested?.ObjectAt("metadata")?.ObjectAt("labels")?.TextAt("a"));
    }

    [Theory]
    [InlineData("2026-11-01T00:00:05Z", Existence.Unknown)]
    [InlineData("2026-11-01T00:00:03Z", Existence.Absent)]
    public void Build_CollectionDeletedWithoutAnAnswer_WhatWasMadeMeanwhileIsUnclear(string made, Existence expected)
    {
        var create = Event("create", 201, """{"kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"9"}}""", made);
        var delete = SampleEvents.Bytes("""{"kind":"Event","level":"Request","stage":"ResponseComplete","verb":"deletecollection","objectRef":{"resource":"roles","namespace":"n","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":200},"requestReceivedTimestamp":"2026-11-01T00:00:04Z","stageTimestamp":"2026-11-01T00:00:06Z"}""");

        var history = Assert.Single(ObjectHistories.Build([Read(1, create), Read(2, delete)], TestContext.Current.CancellationToken).Objects.Values);

        Assert.Equal(expected, history.Last.Existence);
    }

    [Fact]
    public void Read_TokenOfAServiceAccount_IsNoWrite()
    {
        var record = SampleEvents.Bytes("""{"verb":"create","stage":"ResponseComplete","objectRef":{"resource":"serviceaccounts","namespace":"n","name":"s","subresource":"token"},"responseStatus":{"code":201}}""");

        Assert.Null(ObjectWrite.Read(1, SampleEvents.Readable(Encoding.UTF8.GetString(record)), record));
    }

    [Fact]
    public void Read_RealEvents_NeverThrows()
    {
        if (RealData.Folder is null)
        {
            Assert.Skip(RealData.Absent);
        }

        var lines = RealData.Lines(RealData.IsKubernetes).Select(line => line.Line).ToList();
        var writes = lines.Select((line, i) => AuditEventReader.Read(line) is AuditReadResult.Readable(var audit) ? ObjectWrite.Read(i, audit, line) : null).OfType<ObjectWrite>().ToList();

        var histories = ObjectHistories.Build(writes, TestContext.Current.CancellationToken);

        Assert.True(writes.Count > 10, $"{writes.Count} writes");
        Assert.Equal(
            writes.Count(write => write is { Key: not null, TimeMicros: not null }),
            histories.Objects.Values.Sum(history => history.Versions.Count(version => version.Write.Verb != "deletecollection")));
    }

    private static SimulatedApiServer Run(int seed, int steps)
    {
        var server = new SimulatedApiServer(new Random(seed));
        for (var i = 0; i < steps; i++)
        {
            server.Step();
        }

        return server;
    }

    private static ObjectHistories Build(IEnumerable<LoggedEvent> log, Random random)
    {
        var shuffled = log.ToArray();
        random.Shuffle(shuffled);
        return ObjectHistories.Build(Writes(shuffled), TestContext.Current.CancellationToken);
    }

    private static List<ObjectWrite> Writes(IEnumerable<LoggedEvent> log) => [.. log.Select(logged => Read(logged.Id, logged.Record))];

    private static ObjectWrite Read(long id, byte[] record) =>
        ObjectWrite.Read(id, SampleEvents.Readable(Encoding.UTF8.GetString(record)), record) ?? throw new InvalidOperationException("no write");

    private static Truth TruthOf(ObjectVersion version, LoggedEvent logged) =>
        logged.Truths.GetValueOrDefault($"{TrackedKinds.ObjectKind(version.Key.Kind)}|{version.Key.Namespace}|{version.Key.Name}") ?? new Truth(null, null);

    private static void CheckState(ObjectState state, JsonObject? truth, int seed, ObjectVersion version)
    {
        var place = $"seed {seed}, event {version.Write.Id}: {version.Write.Verb} {version.Key}";
        if (state.Existence != Existence.Unknown)
        {
            Assert.True(state.Existence == (truth is null ? Existence.Absent : Existence.Present), $"{place}: existence {state.Existence}");
        }

        if (state.Content is { } content)
        {
            Assert.True(ManifestContent.Of(content).Equals(Content(truth!)), $"{place}\nrebuilt {ManifestContent.Of(content)}\ntrue    {Content(truth!)}");
        }

        Assert.True(state.ResourceVersion is null || state.ResourceVersion == (string?)truth!["metadata"]!["resourceVersion"], $"{place}: version {state.ResourceVersion}");
        Assert.True(state.Uid is null || truth is null || state.Uid == (string?)truth["metadata"]!["uid"], $"{place}: uid {state.Uid}");
    }

    private static ManifestObject Content(JsonObject truth) => ManifestContent.Of((ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(truth.ToJsonString()))!);

    private static void Count(SortedDictionary<string, (int Known, int All)> known, string name, ObjectVersion version)
    {
        if (version.Write.Effect == WriteEffect.Applied)
        {
            var (k, all) = known.GetValueOrDefault(name);
            known[name] = (k + (version.After.IsKnown ? 1 : 0), all + 1);
        }
    }

    private static byte[] Event(string verb, int code, string response, string time, string? request = null) => SampleEvents.Bytes(
        $$"""{"kind":"Event","level":"RequestResponse","stage":"ResponseComplete","verb":"{{verb}}","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/n/roles/r","objectRef":{"resource":"roles","namespace":"n","name":"r","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":{{code}}},{{(request is null ? "" : $"\"requestObject\":{request},")}}"responseObject":{{response}},"stageTimestamp":"{{time}}"}""");
}
