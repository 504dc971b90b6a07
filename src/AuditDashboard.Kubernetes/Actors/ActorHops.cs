using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Actors;

/// <summary>The steps from a request to who is behind it: whose rights were used, who signed in and how, and what lies behind that.</summary>
internal static class ActorHops
{
    public static IReadOnlyList<ActorHop> Of(Actor actor, AuditUser user)
    {
        var hops = new List<ActorHop>();
        if (actor.Impersonation is { } other)
        {
            hops.Add(new ActorHop("Impersonated user", other.Username, Join(Groups(other.Groups), ClaimedIam(other)), Evidence.Client) { Source = "impersonatedUser.username" });
        }

        hops.Add(KubernetesUser(actor));
        hops.Add(SignedInWith(actor));
        if (actor.Iam is { } iam)
        {
            hops.AddRange(IamHops(iam, actor.IsIamProven));
        }

        if (actor.ServiceAccountName is not null)
        {
            hops.Add(ServiceAccount(actor));
            hops.Add(Pod(actor));
        }
        else if (actor.NodeName is { } node)
        {
            hops.Add(user.Groups.Contains("system:nodes")
                ? new ActorHop("Node", node, actor.IsIamProven ? "EKS derives the name from the instance that the session is named for" : null, Evidence.ApiServer) { Source = "user.username" }
                : new ActorHop("Node", node, "the name is a node’s, but its group system:nodes is missing", Evidence.Unknown) { Source = "user.username" });
        }

        return hops;
    }

    private static ActorHop KubernetesUser(Actor actor)
    {
        if (actor.Username is not { Length: > 0 } name)
        {
            return new ActorHop("Kubernetes user", "unknown", "the record names none", Evidence.Unknown);
        }

        var endsInSession = actor.Iam?.Session is { } session && session.Length < name.Length && name.EndsWith(session, StringComparison.Ordinal);
        return new ActorHop("Kubernetes user", name, Join(Groups(actor.Groups), endsInSession ? "its end is the session name, which the client chose" : null), Evidence.ApiServer) { Source = "user.username" };
    }

    private static ActorHop SignedInWith(Actor actor)
    {
        var (way, source, credential) = actor.SignIn;
        return way switch
        {
            SignInWay.Nobody => new ActorHop("Signed in with", "nothing: nobody signed in", null, Evidence.ApiServer),
            SignInWay.IamToken => new ActorHop("Signed in with", "a token that AWS IAM vouches for", "through aws-auth or an access entry: the audit log does not say which", Evidence.ApiServer),
            SignInWay.Certificate => new ActorHop("Signed in with", credential!, "a client certificate, by its fingerprint", Evidence.ApiServer) { Source = source }, // only a credential id tells this way
            SignInWay.ServiceAccountToken => credential is null
                ? new ActorHop("Signed in with", "a token of the service account", null, Evidence.ApiServer)
                : new ActorHop("Signed in with", credential, "a token of the service account, by its id", Evidence.ApiServer) { Source = "user.extra." + SignIn.CredentialKey },
            _ => new ActorHop("Signed in with", "not in the audit log", Guess(actor), Evidence.Unknown),
        };
    }

    /// <summary>What the name hints at, said as the hint it is.</summary>
    private static string? Guess(Actor actor) =>
        actor.Username?.StartsWith("system:bootstrap:", StringComparison.Ordinal) == true ? "the name is that of a bootstrap token; a certificate may bear it too"
        : actor.ServiceAccountName is not null ? "the name is that of a service account’s token"
        : actor.Kind == ActorKind.Anonymous ? "the name says nobody, but the group system:unauthenticated is missing"
        : actor.Kind == ActorKind.User ? "a certificate, a token of an identity provider, or another way"
        : null;

    private static IEnumerable<ActorHop> IamHops(IamIdentity iam, bool isProven)
    {
        var doubt = isProven ? null : "the record does not show that EKS’ authenticator signed this user in";
        var evidence = isProven ? Evidence.Iam : Evidence.Unknown;
        var isArn = AwsArn.TryParse(iam.Principal, out var arn);
        var isRole = isArn && arn.Type is "role" or "assumed-role";
        if (iam.Principal is { } principal)
        {
            // Whoever asks for a federation token chooses the name in it.
            var isFederated = isArn && arn.Type == "federated-user";
            yield return new ActorHop(
                isRole ? "IAM role" : arn.Type switch { "user" => "IAM user", "root" => "IAM root of the account", "federated-user" => "IAM federated user", _ => "IAM principal" },
                principal,
                Join(isArn && arn.Account.Length > 0 ? "account " + arn.Account : null, iam.PrincipalId, isFederated ? "the name was chosen by who asked for the token" : null, doubt),
                isFederated && isProven ? Evidence.Client : evidence)
            { Source = iam.CanonicalArn is null ? "user.extra.arn" : "user.extra.canonicalArn" };
        }

        if (iam.Session is { } session)
        {
            yield return new ActorHop("Session name", session, Join(SessionNames.ProgramWords(session), SingleSignOn(iam, isProven), doubt), isProven ? Evidence.Client : Evidence.Unknown)
            {
                Source = iam.SessionName is null ? "user.extra.arn" : "user.extra.sessionName",
            };
        }

        if (iam.AccessKeyId is { } key)
        {
            yield return new ActorHop("Access key", key, Join(KeyWords(key), doubt), evidence) { Source = "user.extra.accessKeyId" };
        }

        if (isRole)
        {
            yield return new ActorHop("Assumed by", "not in the audit log", "CloudTrail holds it", Evidence.Unknown);
        }
    }

    // AWSReservedSSO_AdministratorAccess_0123456789abcdef: the roles that IAM Identity Center makes.
    private static string? SingleSignOn(IamIdentity iam, bool isProven) =>
        isProven && iam.RoleName?.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) == true
            ? "IAM Identity Center puts the user’s name here; that it did, CloudTrail tells"
            : null;

    private static string? KeyWords(string key) =>
        key.StartsWith("ASIA", StringComparison.Ordinal) ? "of a session: it expires"
        : key.StartsWith("AKIA", StringComparison.Ordinal) ? "long-lived"
        : null;

    private static ActorHop ServiceAccount(Actor actor)
    {
        var name = actor.ServiceAccountNamespace + "/" + actor.ServiceAccountName;
        return actor.IsServiceAccountProven
            ? new ActorHop("Service account", name, null, Evidence.ApiServer) { Source = "user.username" }
            : new ActorHop("Service account", name, "the name is a service account’s, but nothing shows that its token was used", Evidence.Unknown) { Source = "user.username" };
    }

    private static ActorHop Pod(Actor actor) =>
        actor.Pod is { } pod
            ? new ActorHop("Pod", pod.Name, pod.NodeName is { } node ? "on node " + node : null, Evidence.ApiServer) { Source = "user.extra." + SignIn.PodKey }
            : new ActorHop("Pod", "not in the audit log", actor.SignIn is not { Way: SignInWay.ServiceAccountToken, CredentialId: not null } ? null : "the token’s id is there, but no pod: it was made for none", Evidence.Unknown);

    private static string? ClaimedIam(Impersonation other) =>
        other.ExtraKeys.Any(key => key.Equals("arn", StringComparison.OrdinalIgnoreCase) || key.Equals("canonicalArn", StringComparison.OrdinalIgnoreCase))
            ? "the IAM identity that it claims is the client’s word"
            : null;

    private static string? Groups(IReadOnlyList<string> groups) => groups.Count == 0 ? null : "groups " + string.Join(", ", groups);

    private static string? Join(params ReadOnlySpan<string?> notes)
    {
        var text = "";
        foreach (var note in notes)
        {
            text += note is null ? "" : text.Length == 0 ? note : "; " + note;
        }

        return text.Length == 0 ? null : text;
    }
}
