using System.Text;
using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Tests;

/// <summary>Events made up for tests.</summary>
internal static class SampleEvents
{
    public const string RoleBindingCreated =
        """
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"3f0c1a52-9d0e-4a5e-8e0e-0a8b7c6d5e4f","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings?fieldManager=kubectl-create\u0026fieldValidation=Strict","verb":"create","user":{"username":"j.okafor","uid":"aws-iam-authenticator:111122223333:AROAEXAMPLEEXAMPLE","groups":["platform","system:authenticated"],"extra":{"accessKeyId":["ASIAEXAMPLEEXAMPLE00"],"arn":["arn:aws:sts::111122223333:assumed-role/Platform/j.okafor"],"canonicalArn":["arn:aws:iam::111122223333:role/Platform"],"principalId":["AROAEXAMPLEEXAMPLE"],"sessionName":["j.okafor"]}},"sourceIPs":["198.51.100.7"],"userAgent":"kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46","objectRef":{"resource":"rolebindings","namespace":"web","name":"deployers","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1"},"responseStatus":{"metadata":{},"code":201},"requestObject":{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"deployers","namespace":"web","creationTimestamp":null},"subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"web-team"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"deployer"}},"requestReceivedTimestamp":"2026-11-23T13:41:52.418001Z","stageTimestamp":"2026-11-23T13:41:52.423777Z","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \"platform\" of ClusterRole \"admin\" to Group \"platform\""}}
        """;

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static AuditEvent Readable(string json) => Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(Bytes(json))).Event;

    public static string Unreadable(string json) => Assert.IsType<AuditReadResult.Unreadable>(AuditEventReader.Read(Bytes(json))).Reason;
}
