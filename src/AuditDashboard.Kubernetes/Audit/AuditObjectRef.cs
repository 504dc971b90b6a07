namespace AuditDashboard.Kubernetes.Audit;

/// <summary><c>objectRef</c> of an audit event; every member may be absent.</summary>
public sealed record AuditObjectRef(
    string? Resource, string? Subresource, string? Namespace, string? Name, string? Uid, string? ApiGroup, string? ApiVersion, string? ResourceVersion);
