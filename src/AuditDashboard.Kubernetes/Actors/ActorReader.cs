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
        var signIn = SignIn.Read(user);
        var isIamProven = iam is not null && signIn.Way == SignInWay.IamToken && UidAgrees(user.Uid, iam);
        var (space, account) = ServiceAccount(user.Username);
        var actor = new Actor
        {
            DisplayName = DisplayName(user.Username, iam?.SessionName),
            Kind = KindOf(user.Username),
            Username = user.Username,
            Groups = user.Groups,
            SignIn = signIn,
            Impersonation = audit.ImpersonatedUser is { } other ? new Impersonation(other.Username ?? "", other.Uid, other.Groups, [.. other.Extra.Keys]) : null,
            ServiceAccountNamespace = space,
            ServiceAccountName = account,
            IsServiceAccountProven = account is not null && ProvesServiceAccount(user, signIn.Way),
            Pod = user.ExtraValue(SignIn.PodKey) is { } pod ? new BoundPod(pod, user.ExtraValue(SignIn.PodUidKey), user.ExtraValue(SignIn.NodeKey)) : null,
            NodeName = user.Username?.StartsWith(NodePrefix, StringComparison.Ordinal) == true ? user.Username[NodePrefix.Length..] : null,
            Iam = iam,
            IsIamProven = isIamProven,
            AwsAccount = isIamProven && AwsArn.TryParse(iam?.Principal, out var arn) && arn.Account.Length > 0 ? arn.Account : null,
            Addresses = [.. audit.SourceIps.Select((ip, i) => new SourceAddress(
                ip, SourceAddress.KindOf(ip), i == audit.SourceIps.Count - 1 ? Evidence.ApiServer : Evidence.Client))],
            Program = ClientProgram.Parse(audit.UserAgent),
        };
        return actor with { Hops = ActorHops.Of(actor, user) };
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
        var iam = new IamIdentity(
            user.ExtraValue("arn"), user.ExtraValue("canonicalArn"), user.ExtraValue("accessKeyId"),
            user.ExtraValue("principalId") ?? user.ExtraValue("sigs.k8s.io/aws-iam-authenticator/principalId"), user.ExtraValue("sessionName"));
        return iam == new IamIdentity(null, null, null, null, null) ? null : iam;
    }

    /// <summary>aws-iam-authenticator:111122223333:AROAEXAMPLE must tell the account and the unique id that extra tells, where both tell one.</summary>
    private static bool UidAgrees(string? uid, IamIdentity iam)
    {
        var parts = (uid ?? "").Split(':');
        return parts is [_, var account, ..]
            && (!AwsArn.TryParse(iam.Principal, out var principal) || principal.Account == account)
            && (!AwsArn.TryParse(iam.Arn, out var arn) || arn.Account == account)
            && (iam.PrincipalId is not { } id || parts is not [_, _, { Length: > 0 } unique] || id == unique || id.StartsWith(unique + ":", StringComparison.Ordinal));
    }

    /// <summary>
    /// A token's own marks prove it; older records have the group and a uid, which no certificate has. A certificate may bear any name and group, and a uid of
    /// the IAM authenticator says that <c>aws-auth</c> gave the name.
    /// </summary>
    private static bool ProvesServiceAccount(AuditUser user, SignInWay way) =>
        way == SignInWay.ServiceAccountToken
        || (way == SignInWay.Unknown && user.Uid is { Length: > 0 } && user.Groups.Contains("system:serviceaccounts"));
}
