using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>Says what a row of a list did, out of its columns alone. Verbatim log text stays apart from our words.</summary>
/// <param name="Verb">"created", "tried to patch".</param>
/// <param name="Noun">"RoleBinding", "secrets", "pods/exec"; null where the request is for no resource. May be log text.</param>
/// <param name="Target">"web/reader", "/apis"; null where the record names nothing. Log text.</param>
public sealed record EventWords(string Verb, string? Noun, string? Target)
{
    /// <summary>The words of a row.</summary>
    public static EventWords Of(EventRow row)
    {
        var happened = row.Code is null or < 400;
        var verb = (row.Verb, happened) switch
        {
            ("create", true) => "created",
            ("update", true) => "updated",
            ("patch", true) => "patched",
            ("delete", true) => "deleted",
            ("deletecollection", true) => "deleted all",
            ("get", true) => "read",
            ("list", true) => "listed",
            ("watch", true) => "watched",
            ("deletecollection", false) => "tried to delete all",
            ("create" or "update" or "patch" or "delete" or "list" or "watch", false) => "tried to " + row.Verb,
            ("get", false) => "tried to read",
            (null, _) => "did something to",
            (_, true) => "requested " + row.Verb + " of",
            (_, false) => "tried " + row.Verb + " of",
        };
        return row.Resource is null
            ? new EventWords(row.Verb is null ? "requested" : verb, null, row.RequestUri)
            : new EventWords(verb, NounOf(row), TargetOf(row));
    }

    /// <summary>All in one line.</summary>
    public override string ToString() => string.Join(' ', new[] { Verb, Noun, Target }.Where(p => !string.IsNullOrEmpty(p)));

    private static string NounOf(EventRow row)
    {
        var kind = row.Kind switch
        {
            ChangeKind.AwsAuth => "ConfigMap",
            _ => KindLooks.NameOf(row.Kind) ?? row.Resource!, // checked by the caller
        };
        var whole = row.Subresource is null ? kind : kind + "/" + row.Subresource;
        return row.Kind == ChangeKind.OtherApiGroup ? whole + "." + row.ApiGroup : whole;
    }

    private static string? TargetOf(EventRow row) => (row.Namespace, row.Name) switch
    {
        ({ Length: > 0 } space, { Length: > 0 } name) => space + "/" + name,
        (_, { Length: > 0 } name) => name,
        ({ Length: > 0 } space, _) => "in " + space,
        _ => null,
    };
}
