using System.Net;
using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>Tells which changes known controllers, pipelines and planned changes explain; what remains is for people.</summary>
/// <param name="rules">The rules, tried in order.</param>
/// <param name="windows">Planned changes.</param>
public sealed class ChangeExplainer(IReadOnlyList<ExplanationRule> rules, IReadOnlyList<ChangeWindow> windows)
{
    // The roles with which EKS' own parts sign in, in accounts of AWS.
    private const string EksRole = "AWSWesleyClusterManagerLambda";

    /// <summary>Judges one change.</summary>
    /// <param name="cluster">Name of its cluster.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="timeMicros">Its time; null for undated.</param>
    /// <param name="audit">The event.</param>
    public Verdict Judge(string cluster, ChangeKind kind, long? timeMicros, AuditEvent audit)
    {
        var actor = ActorReader.Read(audit);
        var open = windows.Where(window => window.Holds(cluster, timeMicros)).ToList();
        IReadOnlyList<string> tickets = [.. open.Select(window => window.Ticket).Distinct(StringComparer.Ordinal)];
        string? doubt = null;
        var planned = open.Where(window => window.Explains is not null).Select(window => (window.Explains!, "Ticket " + window.Ticket)); // those without were left out
        foreach (var (rule, name) in rules.Select(rule => (rule, rule.Name)).Concat(planned))
        {
            if (!Names(rule, actor) || !FitsObject(rule, kind, audit))
            {
                continue;
            }

            if (Doubt(rule, actor, audit) is { } reason)
            {
                doubt ??= $"The user is that of {name}, but {reason}.";
                continue;
            }

            return new Verdict.Explained(name, Because(actor)) { Tickets = tickets };
        }

        return new Verdict.Unexplained(doubt) { Tickets = tickets };
    }

    private static bool Names(ExplanationRule rule, Actor actor) =>
        (rule.Users.Count == 0 || TextPattern.FitsAny(rule.Users, actor.Username))
        && (rule.IamPrincipals.Count == 0 || TextPattern.FitsAny(rule.IamPrincipals, actor.Iam?.Principal));

    private static bool FitsObject(ExplanationRule rule, ChangeKind kind, AuditEvent audit)
    {
        var path = RequestPath.Parse(audit.RequestUri);
        return (rule.Kinds.Count == 0 || rule.Kinds.Contains(kind))
            && TextPattern.FitsAny(rule.Verbs, audit.Verb)
            && TextPattern.FitsAny(rule.Namespaces, audit.ObjectRef?.Namespace ?? path.Namespace)
            && TextPattern.FitsAny(rule.Names, audit.ObjectRef?.Name ?? path.Name)
            && TextPattern.FitsAny(rule.UserAgents, audit.UserAgent);
    }

    /// <summary>What speaks against the actor being who the rule means; null where nothing does.</summary>
    private static string? Doubt(ExplanationRule rule, Actor actor, AuditEvent audit)
    {
        if (actor.Impersonation is not null && !rule.AllowsImpersonation)
        {
            return "it acted as another user";
        }

        if (rule.IamPrincipals.Count > 0 && !actor.IsIamProven)
        {
            return "the record does not prove the IAM identity";
        }

        if (actor.ServiceAccountName is not null)
        {
            if (!actor.IsServiceAccountProven)
            {
                return "nothing shows that the service account’s token was used";
            }

            if (rule.RunsInNoPod && actor.Pod is { } strange)
            {
                return $"its token is that of the pod {strange.Name}, and the controller runs in none";
            }

            // A cluster that records the token's id records its pod too; an older one records neither.
            if (rule.Pods.Count > 0 && actor.Pod is null && actor.SignIn.CredentialId is not null)
            {
                return "its token was made for no pod";
            }

            if (rule.Pods.Count > 0 && actor.Pod is { } pod && !TextPattern.FitsAny(rule.Pods, pod.Name))
            {
                return $"its token is that of the pod {pod.Name}";
            }
        }
        else if (actor.Kind == ActorKind.System && actor.SignIn.Way is SignInWay.Certificate or SignInWay.ServiceAccountToken)
        {
            // A certificate bears whatever name its signer let through.
            return "it signed in with a certificate or a token that may bear any name";
        }
        else if (actor.Kind == ActorKind.System && actor.SignIn.Way == SignInWay.IamToken
            && !(actor.IsIamProven && actor.Iam?.RoleName?.StartsWith(EksRole, StringComparison.Ordinal) == true) && rule.IamPrincipals.Count == 0)
        {
            return "it signed in with an IAM identity that is not one of EKS’ own";
        }

        return rule.Addresses.Count > 0 && !rule.Addresses.Any(network => Contains(network, audit)) ? "it came from another network" : null;
    }

    private static bool Contains(IPNetwork network, AuditEvent audit)
    {
        // The last address is the peer that the API server saw; those before it are the client's word.
        if (audit.SourceIps is not [.., var peer] || SourceAddress.KindOf(peer) is AddressKind.NotAnAddress or AddressKind.AwsService || !IPAddress.TryParse(peer, out var address))
        {
            return false;
        }

        return network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    private static string Because(Actor actor) =>
        actor.ServiceAccountName is not null
            ? $"The API server authenticated the service account {actor.ServiceAccountNamespace}/{actor.ServiceAccountName}{(actor.Pod is { } pod ? " in pod " + pod.Name : "")}."
            : actor.IsIamProven
                ? $"AWS IAM vouches for {actor.Iam?.Principal}."
                : $"The API server authenticated the user {actor.Username}.";
}
