using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Kubernetes.Sentences;

namespace AuditDashboard.Kubernetes.Tests.Sentences;

public sealed class EventSentenceTests
{
    [Theory]
    [InlineData("""{"kind":"Event","verb":"patch","user":{"username":"j.okafor"},"objectRef":{"resource":"clusterrolebindings","name":"ci-runners-deploy","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":200}}""", "j.okafor patched ClusterRoleBinding ci-runners-deploy; allowed")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"j.okafor"},"objectRef":{"resource":"rolebindings","namespace":"web","name":"d","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":403}}""", "j.okafor tried to create RoleBinding web/d and was refused by RBAC")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"a"},"objectRef":{"resource":"pods","namespace":"web"},"responseStatus":{"code":403},"annotations":{"authorization.k8s.io/decision":"allow"}}""", "a tried to create Pod in web and was refused after RBAC had allowed it")]
    [InlineData("""{"kind":"Event","verb":"get","user":{"username":"system:anonymous"},"objectRef":{"resource":"secrets","namespace":"web","name":"db"},"responseStatus":{"code":401}}""", "system:anonymous attempted to read Secret web/db; not signed in")]
    [InlineData("""{"kind":"Event","verb":"update","user":{"username":"a"},"objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"},"responseStatus":{"code":409}}""", "a tried to update ConfigMap kube-system/aws-auth; failed with 409")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"a"},"objectRef":{"resource":"serviceaccounts","subresource":"token","namespace":"x","name":"y"}}""", "a asked to request a token for ServiceAccount x/y; outcome unknown")]
    [InlineData("""{"kind":"Event","verb":"list","user":{"username":"a"},"impersonatedUser":{"username":"bob"},"objectRef":{"resource":"secrets"},"responseStatus":{"code":200}}""", "a as bob listed secrets in every namespace; allowed")]
    [InlineData("""{"kind":"Event","verb":"list","user":{"username":"a"},"objectRef":{"resource":"nodes"},"responseStatus":{"code":200}}""", "a listed nodes; allowed")]
    [InlineData("""{"kind":"Event","verb":"deletecollection","user":{"username":"a"},"objectRef":{"resource":"configmaps","namespace":"kube-system"},"responseStatus":{"code":200}}""", "a deleted all configmaps in kube-system; allowed")]
    [InlineData("""{"kind":"Event","verb":"deletecollection","user":{"username":"a"},"requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/x/roles?labelSelector=a%3Db","objectRef":{"resource":"roles","namespace":"x","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":200}}""", "a deleted selected roles in x; allowed")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"a"},"requestURI":"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All&fieldManager=kubectl","objectRef":{"resource":"clusterrolebindings","name":"b","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":201}}""", "a asked, as a dry run, to create ClusterRoleBinding b; allowed")]
    [InlineData("""{"kind":"Event","verb":"get","user":{"username":"a"},"requestURI":"/api/v1/pods/y?dryRun=All","objectRef":{"resource":"pods","name":"y"},"responseStatus":{"code":200}}""", "a read Pod y; allowed")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"a"},"objectRef":{"resource":"pods","subresource":"exec","namespace":"x","name":"y"},"responseStatus":{"code":101}}""", "a ran a command in Pod x/y; allowed")]
    [InlineData("""{"kind":"Event","verb":"patch","user":{"username":"a"},"objectRef":{"resource":"pods","subresource":"status","namespace":"x","name":"y"},"responseStatus":{"code":200}}""", "a patched the status of Pod x/y; allowed")]
    [InlineData("""{"kind":"Event","verb":"get","user":{"username":"system:anonymous"},"requestURI":"/.env","responseStatus":{"code":403}}""", "system:anonymous tried to read /.env and was refused by RBAC")]
    [InlineData("""{"kind":"Event","verb":"post","user":{"username":"a"},"requestURI":"/x","responseStatus":{"code":200}}""", "a sent POST to /x; allowed")]
    [InlineData("""{"kind":"Event","verb":"create","user":{"username":"a"},"objectRef":{"resource":"roles","namespace":"x","name":"y","apiGroup":"iam.services.k8s.aws"},"responseStatus":{"code":201}}""", "a created roles of iam.services.k8s.aws x/y; allowed")]
    [InlineData("""{"kind":"Event"}""", "An unknown user asked to read an unknown path; outcome unknown")]
    [InlineData("""{"kind":"Event","verb":"frobnicate","user":{"username":"a"},"objectRef":{"resource":"widgets","name":"y"},"responseStatus":{"code":200}}""", "a did frobnicate on widgets y; allowed")]
    public void Of_Event_PlainSentence(string json, string expected) =>
        Assert.Equal(expected, EventSentence.ToText(EventSentence.Of(SampleEvents.Readable(json))));

    [Fact]
    public void Of_Fields_EmphasisOnActorObjectAndResult()
    {
        var parts = EventSentence.Of(new SentenceInput { Verb = "delete", User = "m.lind", Resource = "roles", Namespace = "web", Name = "deployer", Code = 200, Kind = ChangeKind.Role });

        Assert.Equal(
            [
                new("m.lind", SentencePartKind.Actor), new(" ", SentencePartKind.Plain), new("deleted ", SentencePartKind.Plain), new("Role", SentencePartKind.Plain),
                new(" ", SentencePartKind.Plain), new("web/deployer", SentencePartKind.Object), new("; ", SentencePartKind.Plain), new SentencePart("allowed", SentencePartKind.Result),
            ],
            parts);
    }
}
