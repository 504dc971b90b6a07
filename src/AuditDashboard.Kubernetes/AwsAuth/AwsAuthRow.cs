namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>What a row of <c>aws-auth</c> maps.</summary>
public enum AwsAuthRowKind
{
    /// <summary>A role, of <c>mapRoles</c>.</summary>
    Role,

    /// <summary>A user, of <c>mapUsers</c>.</summary>
    User,

    /// <summary>Every principal of an account, of <c>mapAccounts</c>.</summary>
    Account,
}

/// <summary>A row of <c>aws-auth</c>.</summary>
/// <param name="Kind">What it maps.</param>
/// <param name="Arn">The role's or user's ARN, or the account's number; as written, may be empty.</param>
/// <param name="Username">The username template, such as <c>ops:{{SessionName}}</c>; null where absent.</param>
/// <param name="Groups">The groups, in order.</param>
public sealed record AwsAuthRow(AwsAuthRowKind Kind, string Arn, string? Username, IReadOnlyList<string> Groups)
{
    /// <summary>The group that RBAC doesn't bind: whoever is in it may do everything, and no binding can take that away.</summary>
    public const string MastersGroup = "system:masters";

    /// <summary>Whether the row makes its principals administrators of the cluster without any binding.</summary>
    public bool IsMasters => Groups.Contains(MastersGroup, StringComparer.Ordinal);

    /// <summary>Whether another row maps the same principal to the same username and groups, the groups in any order.</summary>
    public bool IsSameMapping(AwsAuthRow other) =>
        Kind == other.Kind && Arn == other.Arn && Username == other.Username && Groups.ToHashSet(StringComparer.Ordinal).SetEquals(other.Groups);

    /// <inheritdoc/>
    public bool Equals(AwsAuthRow? other) =>
        other is not null && Kind == other.Kind && Arn == other.Arn && Username == other.Username && Groups.SequenceEqual(other.Groups, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Arn, Username, Groups.Count);
}
