namespace AuditDashboard.Kubernetes.Actors;

/// <summary>The user whose rights were used in place of the asker's. All of it is what the client asked for; the API server only checked that it may.</summary>
/// <param name="Username">Its name; empty where the record names none.</param>
/// <param name="Uid">Its uid; null where none was asked for.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="ExtraKeys">Keys of its <c>extra</c>. An IAM identity among them is the client's claim and is never read as one.</param>
public sealed record Impersonation(string Username, string? Uid, IReadOnlyList<string> Groups, IReadOnlyList<string> ExtraKeys);
