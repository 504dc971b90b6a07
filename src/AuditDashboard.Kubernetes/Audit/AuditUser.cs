namespace AuditDashboard.Kubernetes.Audit;

/// <summary><c>user</c> or <c>impersonatedUser</c> of an audit event.</summary>
/// <param name="Username"><c>username</c>; null where absent (a request that was not signed in).</param>
/// <param name="Uid"><c>uid</c>; null where absent.</param>
/// <param name="Groups"><c>groups</c>.</param>
/// <param name="Extra"><c>extra</c>: each key with its list of values.</param>
public sealed record AuditUser(
    string? Username, string? Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    /// <summary>A user of whom nothing is said.</summary>
    public static AuditUser None { get; } = new(null, null, [], new Dictionary<string, IReadOnlyList<string>>());
}
