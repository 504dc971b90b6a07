namespace AuditDashboard.Kubernetes.Actors;

/// <summary>The IAM principal behind an EKS user, from <c>user.extra</c>. Members that are absent are null.</summary>
/// <param name="Arn"><c>arn</c>: of an assumed role with its session.</param>
/// <param name="CanonicalArn"><c>canonicalArn</c>: of the role or user itself, the form that <c>aws-auth</c> maps.</param>
/// <param name="AccessKeyId"><c>accessKeyId</c>: joins with CloudTrail; a name, not a secret.</param>
/// <param name="PrincipalId"><c>principalId</c>: the unique id, which a deleted and re-made role of the same name does not share.</param>
/// <param name="SessionName"><c>sessionName</c>, chosen by who assumed the role.</param>
public sealed record IamIdentity(string? Arn, string? CanonicalArn, string? AccessKeyId, string? PrincipalId, string? SessionName);
