namespace AuditDashboard.Kubernetes.Actors;

/// <summary>The pod that a service account's token was made for, as the API server read it from the token.</summary>
/// <param name="Name">Its name, in the service account's namespace.</param>
/// <param name="Uid">Its uid; null where absent.</param>
/// <param name="NodeName">The node it runs on; null where absent (Kubernetes before 1.30).</param>
public sealed record BoundPod(string Name, string? Uid, string? NodeName);
