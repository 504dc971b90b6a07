using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Tells who made a call. No step is marked stronger than what it rests on: IAM vouches for principals and keys, and for no name that a caller chose.</summary>
internal static class TrailCallerReader
{
    /// <summary>Reads <c>userIdentity</c> of a record.</summary>
    public static TrailCaller Read(ManifestObject root)
    {
        var identity = root.ObjectAt("userIdentity");
        var hops = new List<ActorHop>();
        var (principal, session, name) = identity.AnyText("type") switch
        {
            "AssumedRole" => AssumedRole(identity, hops),
            "WebIdentityUser" => WebIdentity(identity, root.AnyText("errorCode") is null && root.AnyText("errorMessage") is null, hops),
            "AWSService" => Service(identity, hops),
            "IAMUser" or "Root" or "FederatedUser" or "AWSAccount" or "IdentityCenterUser" or "Role" or "SAMLUser" => Direct(identity, hops),
            _ => Unknown(identity, hops),
        };
        if (identity.AnyText("accessKeyId") is { } key)
        {
            hops.Add(Hop("Access key", key, key.StartsWith("ASIA", StringComparison.Ordinal) ? "of a session: it expires" : key.StartsWith("AKIA", StringComparison.Ordinal) ? "long-lived" : null, Evidence.Iam, "accessKeyId"));
        }

        if (identity.AnyText("type") != "AWSService" && identity.AnyText("invokedBy") is { } service)
        {
            hops.Add(Hop("Through", service, "the AWS service that made the call on the principal’s behalf", Evidence.Iam, "invokedBy"));
        }

        var isConsole = root.AnyText("sessionCredentialFromConsole") == "true";
        return new TrailCaller(name, principal, session, isConsole, hops);
    }

    private static (string? Principal, string? Session, string Name) AssumedRole(ManifestObject? identity, List<ActorHop> hops)
    {
        var arn = identity.AnyText("arn");
        var context = identity.AnyObject("sessionContext");
        var issuer = context.AnyObject("sessionIssuer").AnyText("arn");
        var session = AwsArn.TryParse(arn, out var parsed) && parsed.Session is { Length: > 0 } own ? own : null;
        var principal = issuer ?? (arn is null ? null : PrincipalArns.Canonical(arn));
        hops.Add(principal is null
            ? Missing("IAM role")
            : Hop("IAM role", principal, Account(identity), Evidence.Iam, issuer is null ? "arn" : "sessionContext.sessionIssuer.arn"));
        if (session is not null)
        {
            hops.Add(Hop("Session name", session, SessionNames.ProgramWords(session), Evidence.Client, "arn"));
        }

        if (context.AnyText("sourceIdentity") is { } source)
        {
            hops.Add(Hop("Source identity", source, "set when the first role was assumed; it cannot be changed afterwards", Evidence.Client, "sessionContext.sourceIdentity"));
        }

        if (identity.AnyObject("onBehalfOf").AnyText("userId") is { } person)
        {
            hops.Add(Hop("Identity Center user", person, "an id, which IAM Identity Center resolves to a person", Evidence.Iam, "onBehalfOf.userId"));
        }

        if (context.AnyObject("attributes").AnyText("mfaAuthenticated") is { } mfa)
        {
            hops.Add(Hop("Second factor", mfa == "true" ? "yes" : "no", mfa == "true" ? null : "or unknown to AWS, as with a sign-in elsewhere", Evidence.Iam, "sessionContext.attributes.mfaAuthenticated"));
        }

        hops.Add(new ActorHop("Assumed by", "not in this record", "CloudTrail’s AssumeRole record of the same access key tells", Evidence.Unknown));
        return (principal, session, session ?? principal ?? "unknown caller");
    }

    private static (string? Principal, string? Session, string Name) WebIdentity(ManifestObject? identity, bool isVerified, List<ActorHop> hops)
    {
        // Only a call that succeeded shows that AWS verified the token.
        var user = identity.AnyText("userName");
        var (evidence, doubt) = isVerified ? (Evidence.Iam, (string?)null) : (Evidence.Client, "the call failed, so AWS may not have verified the token");
        hops.Add(user is null
            ? Missing("Token’s subject")
            : Hop("Token’s subject", user, doubt, evidence, "userName"));
        if (identity.AnyText("identityProvider") is { } provider)
        {
            hops.Add(Hop("Token’s issuer", provider, doubt, evidence, "identityProvider"));
        }

        return (user, null, user ?? "unknown caller");
    }

    private static (string? Principal, string? Session, string Name) Service(ManifestObject? identity, List<ActorHop> hops)
    {
        var service = identity.AnyText("invokedBy");
        hops.Add(service is null ? Missing("AWS service") : Hop("AWS service", service, "not a person", Evidence.Iam, "invokedBy"));
        return (service, null, service ?? "an AWS service");
    }

    private static (string? Principal, string? Session, string Name) Direct(ManifestObject? identity, List<ActorHop> hops)
    {
        var type = identity.AnyText("type");
        var principal = identity.AnyText("arn") ?? identity.AnyText("principalId");
        var isFederated = type == "FederatedUser";
        var label = type switch
        {
            "IAMUser" => "IAM user",
            "Root" => "IAM root of the account",
            "FederatedUser" => "IAM federated user",
            "AWSAccount" => "Another account",
            _ => "IAM principal",
        };
        hops.Add(principal is null
            ? Missing(label)
            : Hop(label, principal, isFederated ? "the name was chosen by who asked for the token" : Account(identity), isFederated ? Evidence.Client : Evidence.Iam, identity.AnyText("arn") is null ? "principalId" : "arn"));
        return (principal, null, identity.AnyText("userName") ?? (type == "Root" ? "root" : principal ?? "unknown caller"));
    }

    private static (string? Principal, string? Session, string Name) Unknown(ManifestObject? identity, List<ActorHop> hops)
    {
        var principal = identity.AnyText("arn");
        hops.Add(principal is null
            ? Missing("Caller")
            : Hop("Caller", principal, "a kind of identity that this program does not know", Evidence.Unknown, "arn"));
        return (principal, null, identity.AnyText("userName") ?? principal ?? "unknown caller");
    }

    private static string? Account(ManifestObject? identity) => identity.AnyText("accountId") is { } account ? "account " + account : null;

    private static ActorHop Hop(string label, string value, string? note, Evidence evidence, string member) => new(label, value, note, evidence) { Source = "userIdentity." + member };

    private static ActorHop Missing(string label) => new(label, "unknown", "the record names none", Evidence.Unknown);
}
