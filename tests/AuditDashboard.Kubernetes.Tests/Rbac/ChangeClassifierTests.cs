using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Tests.Rbac;

public sealed class ChangeClassifierTests
{
    [Theory]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"roles","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.Role)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"rolebindings","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.RoleBinding)]
    [InlineData("""{"kind":"Event","verb":"patch","objectRef":{"resource":"clusterroles","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.ClusterRole)]
    [InlineData("""{"kind":"Event","verb":"delete","objectRef":{"resource":"clusterrolebindings","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"code":403}}""", ChangeKind.ClusterRoleBinding)]
    [InlineData("""{"kind":"Event","verb":"deletecollection","objectRef":{"resource":"roles","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1beta1"}}""", ChangeKind.Role)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"roles","subresource":"status","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.Role)]
    [InlineData("""{"kind":"Event","verb":"get","objectRef":{"resource":"roles","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"Roles","apiGroup":"rbac.authorization.k8s.io"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"create"}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"roles","apiGroup":"iam.services.k8s.aws"}}""", ChangeKind.OtherApiGroup)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"roles"},"requestURI":"/apis/iam.services.k8s.aws/v1alpha1/namespaces/a/roles"}""", ChangeKind.OtherApiGroup)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"roles"},"requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles"}""", ChangeKind.Role)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"clusterrolebindings","name":"backdoor"}}""", ChangeKind.ClusterRoleBinding)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"clusterrolebindings","apiGroup":""},"requestURI":"rbac.authorization.k8s.io/v1/clusterrolebindings"}""", ChangeKind.ClusterRoleBinding)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"}}""", ChangeKind.AwsAuth)]
    [InlineData("""{"kind":"Event","verb":"deletecollection","objectRef":{"resource":"configmaps","namespace":"kube-system"}}""", ChangeKind.AwsAuth)]
    [InlineData("""{"kind":"Event","verb":"patch","objectRef":{"resource":"configmaps"},"requestURI":"/api/v1/namespaces/kube-system/configmaps/aws%2Dauth?x=1"}""", ChangeKind.AwsAuth)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"configmaps","namespace":"kube-system"},"requestObject":{"metadata":{"name":"aws-auth"}}}""", ChangeKind.AwsAuth)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"configmaps","namespace":"kube-system"},"responseObject":{"metadata":{"name":"aws-auth"}}}""", ChangeKind.AwsAuth)]
    [InlineData("""{"kind":"Event","verb":"create","objectRef":{"resource":"configmaps","namespace":"kube-system"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"configmaps","namespace":"default","name":"aws-auth"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"update","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"coredns"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"deletecollection","objectRef":{"resource":"configmaps","namespace":"default"}}""", ChangeKind.None)]
    [InlineData("""{"kind":"Event","verb":"get","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"}}""", ChangeKind.None)]
    public void Classify_Event_Kind(string json, ChangeKind expected) =>
        Assert.Equal(expected, ChangeClassifier.Classify(SampleEvents.Readable(json), SampleEvents.Bytes(json)));
}
