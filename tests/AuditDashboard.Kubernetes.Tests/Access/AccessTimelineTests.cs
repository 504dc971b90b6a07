using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Kubernetes.Tests.History;

namespace AuditDashboard.Kubernetes.Tests.Access;

public sealed class AccessTimelineTests
{
    [Fact]
    public void At_RandomSequences_IsWhatTheHistoryTellsAtEveryTime()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var server = new SimulatedApiServer(new Random(seed));
            for (var step = 0; step < 40; step++)
            {
                server.Step();
            }

            var histories = ObjectHistories.Build(
                server.Log.Select(logged => AuditEventReader.Read(logged.Record) is AuditReadResult.Readable(var audit) ? ObjectWrite.Read(logged.Id, audit, logged.Record) : null).OfType<ObjectWrite>(),
                TestContext.Current.CancellationToken);
            var times = histories.Objects.Values.SelectMany(h => h.Versions).Select(v => v.Write.TimeMicros!.Value).Distinct().SelectMany(t => new[] { t - 1, t, t + 1 });
            foreach (var history in histories.Objects.Values)
            {
                var timeline = AccessTimeline.Of(history, content => content);
                foreach (var time in times)
                {
                    var (told, wanted) = (timeline.At(time), history.At(time));
                    Assert.Equal((wanted.Existence, wanted.IsKnown), (told.Existence, told.IsKnown));
                    Assert.Equal(wanted.Content is null, told.Content is null);
                    if (wanted.Content is { } content)
                    {
                        Assert.True(PolicyRule.Read(content).Zip(PolicyRule.Read(told.Content!.Manifest)).All(pair => pair.First.IsSame(pair.Second)));
                        Assert.Equal(RbacSubject.Read(content), RbacSubject.Read(told.Content.Manifest));
                        Assert.Equal(RoleReference.Read(content), RoleReference.Read(told.Content.Manifest));
                        Assert.Equal(history.Key.Kind == TrackedKind.AwsAuth ? content["data"] : null, told.Content.Manifest["data"]);
                        Assert.Equal(history.Key.Kind == TrackedKind.ClusterRole ? content.ObjectAt("metadata")!["labels"] : null, told.Content.Manifest.ObjectAt("metadata")?["labels"]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Of_SameContentAgainAndAgain_IsOneStretch()
    {
        var writes = Enumerable.Range(1, 5).Select(i => new ObjectVersion
        {
            Key = new ObjectKey(TrackedKind.Role, "web", "r"),
            Write = new ObjectWrite { Id = i, Kind = TrackedKind.Role, Namespace = "web", Name = "r", Verb = "update", TimeMicros = i, Effect = WriteEffect.Applied },
            Before = ObjectState.NotKnown(UnknownReason.NotSeenBefore),
            Link = VersionLink.None,
            After = ObjectState.Of((ManifestObject)ManifestValue.Parse(System.Text.Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"r","resourceVersion":"{{{i}}}"},"rules":[]}"""))!),
        });
        AccessContent? kept = null;

        var timeline = AccessTimeline.Of(new ObjectHistory(new ObjectKey(TrackedKind.Role, "web", "r"), [.. writes], []), content => kept is not null && kept.IsSame(content) ? kept : kept = content);

        Assert.Equal([long.MinValue, 1], timeline.Stretches.Select(stretch => stretch.FromMicros));
        Assert.Equal(1, timeline.FirstMicros);
    }
}
