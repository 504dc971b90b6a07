namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Why a text of <c>aws-auth</c> cannot be read.</summary>
/// <param name="Key">mapRoles, mapUsers or mapAccounts.</param>
/// <param name="Line">Line in the text, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">One sentence.</param>
public sealed record AwsAuthFault(string Key, long Line, long Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Key}, line {Line}, column {Column}: {Message}");
}

/// <summary>What the texts of <c>aws-auth</c> say. The authenticator on EKS does the same: a key that cannot be read maps nobody, the others still count.</summary>
/// <param name="Rows">The rows of the keys that can be read.</param>
/// <param name="Faults">One for each key that cannot.</param>
public sealed record AwsAuthContent(IReadOnlyList<AwsAuthRow> Rows, IReadOnlyList<AwsAuthFault> Faults)
{
    /// <summary>Whether every key could be read.</summary>
    public bool Parses => Faults.Count == 0;
}
