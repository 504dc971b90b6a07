using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Actors;

/// <summary>Tells who is behind an event.</summary>
public static class ActorReader
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";
    private const string NodePrefix = "system:node:";

    /// <summary>Reads the actor from the envelope.</summary>
    public static Actor Read(AuditEvent audit)
    {
        var user = audit.User;
        var iam = ReadIam(user);
        var (space, account) = ServiceAccount(user.Username);
        return new Actor
        {
            DisplayName = DisplayName(user.Username, iam?.SessionName),
            Kind = KindOf(user.Username),
            Username = user.Username,
            Groups = user.Groups,
            Impersonated = audit.ImpersonatedUser is { } other ? other.Username ?? "" : null,
            ServiceAccountNamespace = space,
            ServiceAccountName = account,
            NodeName = user.Username?.StartsWith(NodePrefix, StringComparison.Ordinal) == true ? user.Username[NodePrefix.Length..] : null,
            Iam = iam,
            AwsAccount = AwsArn.TryParse(iam?.CanonicalArn ?? iam?.Arn ?? user.Username, out var arn) && arn.Account.Length > 0 ? arn.Account : null,
            Addresses = [.. audit.SourceIps.Select((ip, i) => new SourceAddress(
                ip, SourceAddress.KindOf(ip), i == audit.SourceIps.Count - 1 ? Evidence.ApiServer : Evidence.Client))],
            Program = ClientProgram.Parse(audit.UserAgent),
            Hops = [.. Hops(audit, iam, account is not null)],
        };
    }

    /// <summary>A short name for lists, from a username alone.</summary>
    /// <param name="username">The Kubernetes user; null where the record names none.</param>
    /// <param name="sessionName"><c>user.extra.sessionName</c>; null where unknown.</param>
    public static string DisplayName(string? username, string? sessionName = null)
    {
        if (string.IsNullOrEmpty(username))
        {
            return "unknown user";
        }

        if (ServiceAccount(username) is ({ } space, { } name))
        {
            return space + "/" + name;
        }

        return AwsArn.TryParse(username, out var arn)
            ? (arn.Session is null ? null : sessionName ?? arn.Session) ?? (arn.Name.Length > 0 ? arn.Name[(arn.Name.LastIndexOf('/') + 1)..] : username)
            : username;
    }

    /// <summary>What sort of user a name stands for.</summary>
    public static ActorKind KindOf(string? username) => username switch
    {
        null or "" => ActorKind.Unknown,
        "system:anonymous" => ActorKind.Anonymous,
        _ when ServiceAccount(username).Name is not null => ActorKind.ServiceAccount,
        _ when username.StartsWith(NodePrefix, StringComparison.Ordinal) => ActorKind.Node,
        _ when username.StartsWith("system:", StringComparison.Ordinal) || username.StartsWith("eks:", StringComparison.Ordinal) => ActorKind.System,
        _ => ActorKind.User,
    };

    private static (string? Namespace, string? Name) ServiceAccount(string? username) =>
        username?.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) == true
        && username[ServiceAccountPrefix.Length..].Split(':') is [{ Length: > 0 } space, { Length: > 0 } name]
            ? (space, name)
            : (null, null);

    private static IamIdentity? ReadIam(AuditUser user)
    {
        var iam = new IamIdentity(First(user, "arn"), First(user, "canonicalArn"), First(user, "accessKeyId"), First(user, "principalId"), First(user, "sessionName"));
        return iam == new IamIdentity(null, null, null, null, null) ? null : iam;
    }

    // Kubernetes lower-cases keys of extra that pass through headers, so both spellings occur.
    private static string? First(AuditUser user, string key) =>
        user.Extra.GetValueOrDefault(key) is [{ Length: > 0 } value, ..] ? value
        : user.Extra.FirstOrDefault(pair => string.Equals(pair.Key, key, StringComparison.OrdinalIgnoreCase)).Value is [{ Length: > 0 } other, ..] ? other
        : null;

    private static IEnumerable<ActorHop> Hops(AuditEvent audit, IamIdentity? iam, bool isServiceAccount)
    {
        if (audit.ImpersonatedUser is { } other)
        {
            yield return new ActorHop("Impersonated user", other.Username ?? "", Groups(other), Evidence.Client);
        }

        var user = audit.User;
        yield return user.Username is not { Length: > 0 } name
            ? new ActorHop("Kubernetes user", "unknown", "the record names none", Evidence.Unknown)
            : KindOf(name) == ActorKind.Anonymous
                ? new ActorHop("Kubernetes user", name, "nobody signed in", Evidence.ApiServer)
                : new ActorHop("Kubernetes user", name, Groups(user), Evidence.ApiServer);

        if (iam is not null)
        {
            var isRole = AwsArn.TryParse(iam.CanonicalArn ?? iam.Arn, out var arn) && arn.Type is "role" or "assumed-role";
            if ((iam.CanonicalArn ?? iam.Arn) is { } text)
            {
                yield return new ActorHop(isRole ? "IAM role" : "IAM principal", text, iam.PrincipalId, Evidence.Iam);
            }

            if (iam.SessionName is { } session)
            {
                yield return new ActorHop("Session name", session, null, Evidence.Client);
            }

            if (iam.AccessKeyId is { } key)
            {
                yield return new ActorHop("Access key", key, null, Evidence.Iam);
            }

            if (isRole)
            {
                yield return new ActorHop("Assumed by", "not in the audit log", "CloudTrail holds it", Evidence.Unknown);
            }
        }
        else if (isServiceAccount)
        {
            var pod = First(user, "authentication.kubernetes.io/pod-name");
            yield return pod is null
                ? new ActorHop("Pod", "not in the audit log", null, Evidence.Unknown)
                : new ActorHop("Pod", pod, First(user, "authentication.kubernetes.io/node-name") is { } node ? "on node " + node : null, Evidence.ApiServer);
        }
    }

    private static string? Groups(AuditUser user) => user.Groups.Count == 0 ? null : "groups " + string.Join(", ", user.Groups);
}
