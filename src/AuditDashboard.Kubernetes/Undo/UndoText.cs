using System.Text.RegularExpressions;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Undo;

/// <summary>How to take a change back by hand: nothing of this program writes to a cluster.</summary>
/// <param name="Title">What it does, one sentence.</param>
/// <param name="Command">The command to type; null where there is none to give.</param>
/// <param name="Manifest">The manifest that the command reads, YAML; null where it needs none.</param>
public sealed partial record UndoText(string Title, string? Command, string? Manifest)
{
    private static readonly string[] MadeByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink", "ownerReferences"];

    /// <summary>Command and manifest as one text to copy; the title where there are none.</summary>
    public string Whole => Command is null ? Title + "\n" : Manifest is null ? Command + "\n" : $"# {Title}\n# {Command}\n{Manifest}";

    /// <summary>Whether there is something to do.</summary>
    public bool IsPossible => Command is not null;

    /// <summary>The text that restores what was before a version.</summary>
    /// <param name="version">The version to take back.</param>
    public static UndoText Of(ObjectVersion version)
    {
        if (version.IsObservation)
        {
            return new UndoText("This is no change but what a listing of the cluster showed.", null, null);
        }

        if (version.Write.Effect == WriteEffect.None)
        {
            return new UndoText("There is nothing to undo: the request took no effect.", null, null);
        }

        if (version.ChangesNothing)
        {
            return new UndoText("There is nothing to undo: the object stayed as it was.", null, null);
        }

        var replaced = Replaced(version);
        var before = replaced?.Before ?? version.Before;
        return before switch
        {
            { IsKnown: false } => new UndoText($"The version before is not known, so it cannot be restored. {UnknownReasons.Words(before.Unknown)}", null, null),
            { Content: { } content } => Restoring(version, content, isReplacing: replaced is not null),
            _ => Deleting(version),
        };
    }

    /// <summary>A manifest that makes an object as it was: without what the API server makes and keeps itself.</summary>
    public static ManifestObject Manifestation(ObjectKey key, ManifestObject content)
    {
        var metadata = MadeByServer.Aggregate(content.ObjectAt("metadata") ?? ManifestObject.Empty, (rest, name) => rest.Without(name));
        if (metadata.ObjectAt("annotations") is { } annotations)
        {
            var kept = annotations.Without(ManifestContent.LastApplied);
            metadata = kept.Members.Count == 0 ? metadata.Without("annotations") : metadata.With("annotations", kept);
        }

        var version = key.Kind is TrackedKind.ServiceAccount or TrackedKind.AwsAuth ? "v1" : "rbac.authorization.k8s.io/v1";
        return ManifestObject.Of(
            content.Members.Where(member => member.Key is not ("apiVersion" or "kind" or "metadata"))
                .Prepend(new("metadata", metadata))
                .Prepend(new("kind", ManifestScalar.Text(TrackedKinds.ObjectKind(key.Kind))))
                .Prepend(new("apiVersion", ManifestScalar.Text(content.TextAt("apiVersion") ?? version))));
    }

    private static ObjectVersion? Replaced(ObjectVersion version) =>
        version.Replaces is { Before.Content: not null } deletion
        && version.Write.TimeMicros - deletion.Write.TimeMicros <= VersionDiff.ReplacedWithin.Ticks / TimeSpan.TicksPerMicrosecond ? deletion : null;

    private static UndoText Restoring(ObjectVersion version, ManifestObject content, bool isReplacing)
    {
        var manifest = ManifestYaml.Write(Manifestation(version.Key, content));
        var isGone = version.After.Existence == Existence.Absent;

        // A binding's role can be set at its creation only.
        var isForced = isReplacing || version.After.IsBeingDeleted
            || (version.After.Content is { } after && content["roleRef"] is { } role && !role.Equals(after["roleRef"]));
        var caution = Caution(version, content);
        return isGone ? new UndoText("Makes the object again as it was before it was deleted." + caution, "kubectl create -f undo.yaml", manifest)
            : isForced ? new UndoText("Deletes the object and makes it again as it was before." + caution, "kubectl replace --force -f undo.yaml", manifest)
            : new UndoText("Puts the version before in the place of the object as it is now." + caution, "kubectl replace -f undo.yaml", manifest);
    }

    /// <summary>Whom the version before of aws-auth would lock out or let in, without names: the sentence stands in a comment of a text to paste.</summary>
    private static string Caution(ObjectVersion version, ManifestObject content) => version.Key.Kind != TrackedKind.AwsAuth || !version.After.IsKnown ? "" : string.Concat(
        AwsAuthFindings.Of(ObjectDiff.AwsAuthOf(version.After.Content), ObjectDiff.AwsAuthOf(content)).Select(finding => finding.Kind).Distinct().Select(kind => kind switch
        {
            AwsAuthFindingKind.BreaksParsing => " That text cannot be read: whoever it maps is locked out.",
            AwsAuthFindingKind.LastAdminRemoved => " It maps nobody to system:masters.",
            AwsAuthFindingKind.NodeRoleRemoved => " It lacks a role of nodes, which drop out of the cluster.",
            AwsAuthFindingKind.MastersGranted => " It puts somebody into system:masters.",
            _ => "",
        }));

    private static UndoText Deleting(ObjectVersion version)
    {
        var key = version.Key;
        var name = key.Kind == TrackedKind.AwsAuth ? "aws-auth" : key.Name;
        var space = key.Kind == TrackedKind.AwsAuth ? "kube-system" : key.Namespace;

        // Names come from the log: what a shell could take for more than a name is not put into a command.
        return Safe().IsMatch(name) && (space.Length == 0 || Safe().IsMatch(space))
            ? new UndoText(
                "Deletes the object, which was not there before." + (key.Kind == TrackedKind.AwsAuth ? " Whoever it maps is locked out then, nodes included." : ""),
                $"kubectl delete {TrackedKinds.ObjectKind(key.Kind).ToLowerInvariant()} '{name}'{(space.Length == 0 ? "" : $" --namespace '{space}'")}",
                null)
            : new UndoText("The object was not there before: delete it. Its name has characters that must not be pasted into a shell, so there is no command to copy.", null, null);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9:._@/-]{0,250}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();
}
