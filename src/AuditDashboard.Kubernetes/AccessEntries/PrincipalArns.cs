using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>One form for the ARN of an IAM principal, so that aws-auth, access entries and callers can be told to mean the same.</summary>
public static class PrincipalArns
{
    /// <summary>
    /// The canonical form. Paths go: a role's or user's name is unique in its account whatever its path, and aws-auth has to name roles without it.
    /// A role's session becomes the role. Case stays, and is not to be counted (<see cref="Comparer"/>), as the authenticator does not count it.
    /// What is no such ARN stays as it is.
    /// </summary>
    /// <param name="arn">As written.</param>
    public static string Canonical(string arn)
    {
        var text = arn.Trim();
        if (!AwsArn.TryParse(text, out var parsed) || parsed.Type is not ("role" or "user" or "assumed-role") || parsed.Name.Length == 0)
        {
            return text;
        }

        var name = parsed.Name[(parsed.Name.LastIndexOf('/') + 1)..];
        var partition = text.Split(':', 3)[1]; // TryParse is true for six parts only
        return name.Length == 0 ? text : $"arn:{partition}:iam::{parsed.Account}:{(parsed.Type == "user" ? "user" : "role")}/{name}";
    }

    /// <summary>Compares canonical forms.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;
}
