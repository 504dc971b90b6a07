using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Actors;

/// <summary>How a user signed in.</summary>
public enum SignInWay
{
    /// <summary>The record does not say.</summary>
    Unknown,

    /// <summary>Nobody signed in: the anonymous user.</summary>
    Nobody,

    /// <summary>A token that AWS IAM vouches for, read by EKS' authenticator. <c>aws-auth</c> and access entries look alike here.</summary>
    IamToken,

    /// <summary>A token of a service account.</summary>
    ServiceAccountToken,

    /// <summary>A client certificate.</summary>
    Certificate,
}

/// <summary>How the user of an event signed in, told only from what no client can write.</summary>
/// <param name="Way">The way.</param>
/// <param name="Source">The field that tells it; null where none does.</param>
/// <param name="CredentialId"><c>authentication.kubernetes.io/credential-id</c>: <c>JTI=…</c> of a token, <c>X509SHA256=…</c> of a certificate; null where absent.</param>
public sealed record SignIn(SignInWay Way, string? Source, string? CredentialId)
{
    internal const string CredentialKey = "authentication.kubernetes.io/credential-id";
    internal const string PodKey = "authentication.kubernetes.io/pod-name";
    internal const string PodUidKey = "authentication.kubernetes.io/pod-uid";
    internal const string NodeKey = "authentication.kubernetes.io/node-name";
    internal const string IamUidPrefix = "aws-iam-authenticator:";

    /// <summary>
    /// Reads it from <c>user</c>. Names prove nothing (a certificate may bear any, and whoever edits <c>aws-auth</c> chooses them); the uid and the keys under
    /// <c>authentication.kubernetes.io/</c> are written by the API server's authenticators.
    /// </summary>
    internal static SignIn Read(AuditUser user)
    {
        var credential = user.ExtraValue(CredentialKey);
        return user.Uid?.StartsWith(IamUidPrefix, StringComparison.Ordinal) == true ? new SignIn(SignInWay.IamToken, "user.uid", credential)
            : credential?.StartsWith("X509SHA256=", StringComparison.Ordinal) == true ? new SignIn(SignInWay.Certificate, "user.extra." + CredentialKey, credential)
            : credential?.StartsWith("JTI=", StringComparison.Ordinal) == true ? new SignIn(SignInWay.ServiceAccountToken, "user.extra." + CredentialKey, credential)
            : user.ExtraValue(PodKey) is not null ? new SignIn(SignInWay.ServiceAccountToken, "user.extra." + PodKey, credential)
            : user is { Username: "system:anonymous" } && user.Groups.Contains("system:unauthenticated") ? new SignIn(SignInWay.Nobody, "user.groups", credential)
            : new SignIn(SignInWay.Unknown, null, credential);
    }
}
