using System.Text;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Tests.History;
using AuditDashboard.Kubernetes.Tests.Manifests;
using AuditDashboard.Kubernetes.Undo;

namespace AuditDashboard.Kubernetes.Tests.Undo;

public sealed class UndoTextTests
{
    private static readonly string[] KeptByServer = ["ownerReferences"];

    [Fact]
    public void Of_RandomSequences_TheManifestMakesTheObjectAsItWas()
    {
        var (restored, deleted) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var server = new SimulatedApiServer(random);
            for (var step = 0; step < 40; step++)
            {
                server.Step();
            }

            var histories = ObjectHistories.Build(server.Log.Select(Write).OfType<ObjectWrite>(), TestContext.Current.CancellationToken);
            foreach (var version in histories.Objects.Values.SelectMany(history => history.Versions))
            {
                var undo = UndoText.Of(version);
                if (!undo.IsPossible)
                {
                    Assert.NotEmpty(undo.Title);
                    continue;
                }

                Assert.Equal(WriteEffect.Applied, version.Write.Effect == WriteEffect.Uncertain ? WriteEffect.Applied : version.Write.Effect);
                if (undo.Manifest is null)
                {
                    deleted++;
                    Assert.Equal(Existence.Absent, version.Before.Existence);
                    Assert.StartsWith("kubectl delete ", undo.Command, StringComparison.Ordinal);
                    continue;
                }

                restored++;
                var told = (ManifestObject)YamlText.Read(undo.Manifest);
                var wanted = version.Before.Content ?? version.Replaces!.Before.Content!;
                Assert.True(Comparable(told).Equals(Comparable(wanted)), $"seed {seed}: {version.Key}\n{undo.Manifest}\n{wanted}");
                Assert.Equal(TrackedKinds.ObjectKind(version.Key.Kind), told.TextAt("kind"));
                Assert.NotNull(told.TextAt("apiVersion"));
                Assert.Null(told.ObjectAt("metadata")!["resourceVersion"]);
            }
        }

        Assert.True(restored > 1_000 && deleted > 300, $"{restored} {deleted}");
    }

    [Theory]
    [InlineData("x'; rm -rf /; '")]
    [InlineData("$(reboot)")]
    [InlineData("-n")]
    [InlineData("a\nb")]
    public void Of_CreationUnderAHostileName_GivesNoCommand(string name)
    {
        var undo = UndoText.Of(Single("create", 201, name, """{"kind":"ClusterRole","metadata":{"name":"n","uid":"u","resourceVersion":"1"},"rules":[]}"""));

        Assert.Null(undo.Command);
        Assert.Contains("must not be pasted", undo.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Creation_DeletesByName()
    {
        var undo = UndoText.Of(Single("create", 201, "system:ops", """{"kind":"ClusterRole","metadata":{"name":"system:ops","uid":"u","resourceVersion":"1"},"rules":[]}"""));

        Assert.Equal("kubectl delete clusterrole 'system:ops'\n", undo.Whole);
    }

    [Fact]
    public void Of_RefusedRequest_SaysThatThereIsNothing()
    {
        var undo = UndoText.Of(Single("delete", 403, "a", """{"kind":"Status","status":"Failure"}"""));

        Assert.Equal("There is nothing to undo: the request took no effect.\n", undo.Whole);
    }

    [Theory]
    [InlineData("- {rolearn: 'x", "- {rolearn: a}", " That text cannot be read: whoever it maps is locked out.")]
    [InlineData("- {rolearn: a}", "- {rolearn: a, groups: ['system:masters']}", " It maps nobody to system:masters.")]
    [InlineData("- {rolearn: a, groups: ['system:masters']}", "- {rolearn: a}", " It puts somebody into system:masters.")]
    [InlineData("- {rolearn: a}", "- {rolearn: a}\n- {rolearn: n, username: 'system:node:x', groups: ['system:nodes']}", " It lacks a role of nodes, which drop out of the cluster.")]
    [InlineData("- {rolearn: a}", "- {rolearn: a}\n- {rolearn: b}", "")]
    public void Of_ChangeOfAwsAuth_SaysWhomTheVersionBeforeLocksOutOrLetsIn(string before, string after, string caution)
    {
        ObjectWrite[] writes = [AwsAuth(1, before), AwsAuth(2, after)];
        var versions = Assert.Single(ObjectHistories.Build(writes, TestContext.Current.CancellationToken).Objects.Values).Versions;

        Assert.Equal("Puts the version before in the place of the object as it is now." + caution, UndoText.Of(versions[1]).Title);

        static ObjectWrite AwsAuth(int second, string rows)
        {
            var record = Encoding.UTF8.GetBytes(
                $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/kube-system/configmaps/aws-auth","verb":"update","user":{"username":"eve"},"objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth","apiVersion":"v1"},"responseStatus":{"code":200},"responseObject":{"kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system","uid":"u","resourceVersion":"{{{second}}}"},"data":{"mapRoles":{{{ManifestJson.Write(ManifestScalar.Text(rows))}}}}},"stageTimestamp":"2026-11-20T10:00:0{{{second}}}Z"}""");
            return ObjectWrite.Read(second, Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(record)).Event, record)!; // written just now
        }
    }

    private static ManifestObject Comparable(ManifestObject manifest)
    {
        var content = ManifestContent.Of(manifest);
        var metadata = KeptByServer.Aggregate(content.ObjectAt("metadata") ?? ManifestObject.Empty, (rest, name) => rest.Without(name));
        var annotations = metadata.ObjectAt("annotations")?.Without(ManifestContent.LastApplied);
        metadata = annotations is null or { Members.Count: 0 } ? metadata.Without("annotations") : metadata.With("annotations", annotations);
        return content.With("metadata", metadata);
    }

    private static ObjectWrite? Write(LoggedEvent logged) =>
        AuditEventReader.Read(logged.Record) is AuditReadResult.Readable(var audit) ? ObjectWrite.Read(logged.Id, audit, logged.Record) : null;

    private static ObjectVersion Single(string verb, int code, string name, string response)
    {
        var record = Encoding.UTF8.GetBytes(
            $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/clusterroles","verb":"{{verb}}","user":{"username":"eve"},"objectRef":{"resource":"clusterroles","name":{{ManifestJson.Write(ManifestScalar.Text(name))}},"apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":{{code}}},"responseObject":{{response}},"stageTimestamp":"2026-11-20T10:00:00Z"}""");
        var audit = Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(record)).Event;
        return Assert.Single(Assert.Single(ObjectHistories.Build([ObjectWrite.Read(1, audit, record)!], TestContext.Current.CancellationToken).Objects.Values).Versions);
    }
}
