namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>What sort of principal the ledger speaks of.</summary>
public enum LedgerPrincipalKind
{
    /// <summary>An IAM role or user, by its canonical ARN.</summary>
    Iam,

    /// <summary>Every principal of an AWS account, by its number.</summary>
    Account,

    /// <summary>A Kubernetes user that nothing ties to one IAM principal.</summary>
    User,

    /// <summary>A Kubernetes group that nothing ties to one IAM principal.</summary>
    Group,

    /// <summary>A service account, as <c>namespace/name</c>.</summary>
    ServiceAccount,

    /// <summary>Nobody in particular: the cluster as a whole.</summary>
    Cluster,
}

/// <summary>Whom a row of the ledger is about. Rows of one principal share this.</summary>
/// <param name="Kind">What sort.</param>
/// <param name="Name">Its name (may be hostile); empty for the cluster. ARNs are compared without regard to case.</param>
public sealed record LedgerPrincipal(LedgerPrincipalKind Kind, string Name)
{
    /// <summary>The cluster as a whole.</summary>
    public static LedgerPrincipal Cluster { get; } = new(LedgerPrincipalKind.Cluster, "");

    /// <inheritdoc/>
    public bool Equals(LedgerPrincipal? other) => other is not null && Kind == other.Kind && Comparer.Equals(Name, other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Comparer.GetHashCode(Name));

    private StringComparer Comparer => Kind == LedgerPrincipalKind.Iam ? PrincipalArns.Comparer : StringComparer.Ordinal;
}
