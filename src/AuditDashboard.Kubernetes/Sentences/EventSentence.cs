using System.Globalization;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Sentences;

/// <summary>Says an event in one plain sentence, such as "j.okafor patched ClusterRole ci-runners-deploy; allowed".</summary>
public static class EventSentence
{
    /// <summary>Says an event. The text of the parts joined is the sentence, without a full stop.</summary>
    public static IReadOnlyList<SentencePart> Of(AuditEvent audit) => Of(new SentenceInput
    {
        Verb = audit.Verb,
        User = audit.User.Username,
        Impersonated = audit.ImpersonatedUser is { } other ? other.Username ?? "" : null,
        Resource = audit.ObjectRef?.Resource,
        Subresource = audit.ObjectRef?.Subresource,
        ApiGroup = audit.ObjectRef?.ApiGroup,
        Namespace = audit.ObjectRef?.Namespace,
        Name = audit.ObjectRef?.Name,
        Code = audit.Code,
        Uri = audit.RequestUri,
        Kind = ChangeClassifier.Classify(audit),
        Decision = audit.Decision,
    });

    /// <summary>Says an event from a few of its fields.</summary>
    public static IReadOnlyList<SentencePart> Of(SentenceInput input)
    {
        var outcome = Outcomes.Of(input.Code);
        var parts = new List<SentencePart>();
        AddActor(parts, input);

        // What was asked for as a dry run was answered, and nothing of it kept.
        var isDryRun = AuditVerbs.IsWrite(input.Verb) && WriteQuery.Parse(input.Uri).IsDryRun;
        var isDone = outcome == Outcome.Allowed && !isDryRun;
        parts.Add(Plain(outcome switch
        {
            Outcome.Allowed when isDryRun => " asked, as a dry run, to ",
            Outcome.Allowed => " ",
            Outcome.NotSignedIn => " attempted to ",
            Outcome.Unknown => " asked to ",
            _ => " tried to ",
        }));
        AddDeed(parts, input, isDone);
        AddResult(parts, input, outcome);
        return parts;
    }

    /// <summary>The sentence as text.</summary>
    public static string ToText(IEnumerable<SentencePart> parts) => string.Concat(parts.Select(part => part.Text));

    private static void AddActor(List<SentencePart> parts, SentenceInput input)
    {
        parts.Add(string.IsNullOrEmpty(input.User) ? new("An unknown user", SentencePartKind.Actor) : new(input.User, SentencePartKind.Actor));
        if (input.Impersonated is { } other)
        {
            parts.Add(Plain(" as "));
            parts.Add(new(other.Length > 0 ? other : "an unnamed user", SentencePartKind.Actor));
        }
    }

    private static void AddDeed(List<SentencePart> parts, SentenceInput input, bool isDone)
    {
        if (string.IsNullOrEmpty(input.Resource))
        {
            AddNonResource(parts, input, isDone);
            return;
        }

        if (input.Verb == "deletecollection" || (input.Verb == "delete" && string.IsNullOrEmpty(input.Name)))
        {
            var query = WriteQuery.Parse(input.Uri);
            parts.Add(Plain((isDone ? "deleted " : "delete ") + (query.LabelSelector is null && query.FieldSelector is null ? "all " : "selected ")));
            parts.Add(new(input.Resource, SentencePartKind.Mono));
            AddGroup(parts, input);
            AddScope(parts, input);
            return;
        }

        var subresource = string.IsNullOrEmpty(input.Subresource) ? null : input.Subresource;
        if (Deed.Of(input.Verb, subresource) is { } deed)
        {
            parts.Add(Plain((isDone ? deed.Past : deed.Infinitive) + " "));
        }
        else
        {
            parts.Add(Plain(isDone ? "did " : "do "));
            parts.Add(new(input.Verb ?? "something unknown", SentencePartKind.Mono));
            parts.Add(Plain(" on "));
        }

        AddObject(parts, input);
    }

    private static void AddObject(List<SentencePart> parts, SentenceInput input)
    {
        // Non-null: the caller has dealt with requests without a resource.
        var resource = input.Resource!;
        var isMany = input.Verb is "list" or "watch" && string.IsNullOrEmpty(input.Name);
        if (isMany)
        {
            parts.Add(new(resource, SentencePartKind.Mono));
            AddGroup(parts, input);
            AddScope(parts, input);
            return;
        }

        // Another API group's "roles" are not Roles of RBAC.
        var kind = input.Kind == ChangeKind.OtherApiGroup ? null : ResourceNames.KindOf(resource);
        parts.Add(kind is null ? new(resource, SentencePartKind.Mono) : Plain(kind));
        if (kind is null)
        {
            AddGroup(parts, input);
        }

        if (!string.IsNullOrEmpty(input.Name))
        {
            parts.Add(Plain(" "));
            var isNamespaced = !string.IsNullOrEmpty(input.Namespace) && resource != "namespaces";
            parts.Add(new(isNamespaced ? input.Namespace + "/" + input.Name : input.Name, SentencePartKind.Object));
        }
        else if (!string.IsNullOrEmpty(input.Namespace))
        {
            AddScope(parts, input);
        }
    }

    private static void AddGroup(List<SentencePart> parts, SentenceInput input)
    {
        var isKnown = input.Kind != ChangeKind.OtherApiGroup && input.Resource is not null && ResourceNames.KindOf(input.Resource) is not null;
        if (!isKnown && !string.IsNullOrEmpty(input.ApiGroup))
        {
            parts.Add(Plain(" of "));
            parts.Add(new(input.ApiGroup, SentencePartKind.Mono));
        }
    }

    private static void AddScope(List<SentencePart> parts, SentenceInput input)
    {
        if (!string.IsNullOrEmpty(input.Namespace))
        {
            parts.Add(Plain(" in "));
            parts.Add(new(input.Namespace, SentencePartKind.Object));
        }
        else if (IsNamespaced(input))
        {
            parts.Add(Plain(" in every namespace"));
        }
    }

    private static bool IsNamespaced(SentenceInput input) =>
        input.Resource is not ("nodes" or "namespaces" or "clusterroles" or "clusterrolebindings" or "persistentvolumes" or "customresourcedefinitions" or "storageclasses"
            or "priorityclasses" or "apiservices" or "certificatesigningrequests" or "mutatingwebhookconfigurations" or "validatingwebhookconfigurations")
        && input.Resource is not null && ResourceNames.KindOf(input.Resource) is not null;

    private static void AddNonResource(List<SentencePart> parts, SentenceInput input, bool isDone)
    {
        var path = input.Uri is { Length: > 0 } uri ? uri : "an unknown path";
        if (input.Verb is "get" or "head" or null or "")
        {
            parts.Add(Plain("read "));
        }
        else
        {
            parts.Add(Plain(isDone ? "sent " : "send "));
            parts.Add(new(input.Verb.ToUpper(CultureInfo.InvariantCulture), SentencePartKind.Mono));
            parts.Add(Plain(" to "));
        }

        parts.Add(new(path, SentencePartKind.Object));
    }

    private static void AddResult(List<SentencePart> parts, SentenceInput input, Outcome outcome)
    {
        var (words, result, rest) = outcome switch
        {
            Outcome.Allowed => ("; ", "allowed", ""),
            Outcome.RefusedByRbac => (" and ", "was refused", input.Decision == "allow" ? " after RBAC had allowed it" : " by RBAC"),
            Outcome.NotSignedIn => ("; ", "not signed in", ""),
            Outcome.Failed => ("; ", "failed", " with " + input.Code?.ToString(CultureInfo.InvariantCulture)),
            _ => ("; ", "outcome unknown", ""),
        };
        parts.Add(Plain(words));
        parts.Add(new(result, SentencePartKind.Result));
        if (rest.Length > 0)
        {
            parts.Add(Plain(rest));
        }
    }

    private static SentencePart Plain(string text) => new(text, SentencePartKind.Plain);
}
