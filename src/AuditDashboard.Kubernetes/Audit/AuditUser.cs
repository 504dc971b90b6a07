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

    /// <summary>The first value of a key of <see cref="Extra"/> that is not empty; null where there is none. Keys that came through headers are in lower case, so case does not count.</summary>
    public string? ExtraValue(string key) =>
        Extra.GetValueOrDefault(key) is [{ Length: > 0 } value, ..] ? value
        : Extra.FirstOrDefault(pair => string.Equals(pair.Key, key, StringComparison.OrdinalIgnoreCase)).Value is [{ Length: > 0 } other, ..] ? other
        : null;
}
