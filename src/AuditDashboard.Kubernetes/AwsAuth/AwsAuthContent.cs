namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Why a text of <c>aws-auth</c>, or a part of it, cannot be read.</summary>
/// <param name="Key">mapRoles, mapUsers or mapAccounts.</param>
/// <param name="Line">Line in the text, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">One sentence.</param>
public sealed record AwsAuthFault(string Key, long Line, long Column, string Message)
{
    /// <summary>Whether one value of a row is meant, which is passed over while all else counts; otherwise the whole key maps nobody.</summary>
    public bool IsPartial { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Key}, line {Line}, column {Column}: {Message}");
}

/// <summary>
/// What the texts of <c>aws-auth</c> say. The authenticator on EKS does the same: a key that is no YAML maps nobody, a value of the wrong type is passed
/// over, and all else counts.
/// </summary>
/// <param name="Rows">The rows of the keys that can be read.</param>
/// <param name="Faults">One for each key that cannot be read, and one for each value that is passed over.</param>
public sealed record AwsAuthContent(IReadOnlyList<AwsAuthRow> Rows, IReadOnlyList<AwsAuthFault> Faults)
{
    /// <summary>Whether every key could be read, be it that values in it are passed over.</summary>
    public bool Parses => !Broken.Any();

    /// <summary>The rows that map somebody: of those of one ARN the last.</summary>
    public IReadOnlyList<AwsAuthRow> Counting { get; } = [.. Rows.Reverse().DistinctBy(AwsAuthDiff.Key).Reverse()];

    /// <summary>The keys that cannot be read.</summary>
    internal IEnumerable<string> Broken => Faults.Where(fault => !fault.IsPartial).Select(fault => fault.Key);
}
