namespace AuditDashboard.Kubernetes.Actors;

/// <summary>The IAM principal behind an EKS user, from <c>user.extra</c>. Members that are absent are null.</summary>
/// <param name="Arn"><c>arn</c>: of an assumed role with its session.</param>
/// <param name="CanonicalArn"><c>canonicalArn</c>: of the role or user itself, the form that <c>aws-auth</c> maps.</param>
/// <param name="AccessKeyId"><c>accessKeyId</c>: joins with CloudTrail; a name, not a secret.</param>
/// <param name="PrincipalId"><c>principalId</c>: the unique id, which a deleted and re-made role of the same name does not share.</param>
/// <param name="SessionName"><c>sessionName</c>, chosen by who assumed the role.</param>
public sealed record IamIdentity(string? Arn, string? CanonicalArn, string? AccessKeyId, string? PrincipalId, string? SessionName)
{
    /// <summary>The principal without its session: <see cref="CanonicalArn"/>, else <see cref="Arn"/> up to the session; null where neither is there.</summary>
    public string? Principal => CanonicalArn
        ?? (AwsArn.TryParse(Arn, out var arn) && arn.Session is not null ? Arn![..Arn!.LastIndexOf('/')] : Arn); // TryParse is true for a text only

    /// <summary>The session's name from <see cref="SessionName"/>, else from <see cref="Arn"/>; null where there is no session.</summary>
    public string? Session => SessionName ?? (AwsArn.TryParse(Arn, out var arn) && arn.Session is { Length: > 0 } session ? session : null);

    /// <summary>The role's name with its path; null where the principal is none.</summary>
    public string? RoleName => AwsArn.TryParse(Principal, out var arn) && arn.Type is "role" or "assumed-role" ? arn.Name : null;
}
