using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Patches;

namespace AuditDashboard.Kubernetes.History;

/// <summary>Works out the object that a request asks for, where the response does not tell it.</summary>
internal static class RequestedObject
{
    private static readonly string[] MadeByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"];
    private static readonly string[] KeptByServer = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>The object after a create, update or patch.</summary>
    /// <param name="write">The write.</param>
    /// <param name="before">The state that it changes.</param>
    /// <param name="reason">Why it cannot be told; None where it can.</param>
    public static ManifestObject? Of(ObjectWrite write, ObjectState before, out UnknownReason reason)
    {
        reason = UnknownReason.None;
        if (write.IsMutated)
        {
            reason = UnknownReason.ChangedByWebhook;
            return null;
        }

        var asked = write switch
        {
            { Verb: "patch" } => Patched(write, before, ref reason),
            { Request: ManifestObject whole } when whole.ObjectAt("metadata") is not null => whole,
            _ => null,
        };
        if (asked is null)
        {
            reason = reason == UnknownReason.None ? UnknownReason.NoBody : reason;
            return null;
        }

        return AsStored(asked, write, before);
    }

    private static ManifestObject? Patched(ObjectWrite write, ObjectState before, ref UnknownReason reason)
    {
        var isApply = write.Query.HasForce || write.Code == 201;
        switch (write.Request)
        {
            case ManifestObject applied when isApply && (write.Code == 201 || before.Existence == Existence.Absent):
                return applied;
            case ManifestObject when isApply:
                reason = UnknownReason.PatchKindUnclear;
                return null;
            case null:
                reason = UnknownReason.NoBody;
                return null;
        }

        if (before.Content is not { } target)
        {
            reason = UnknownReason.PatchOfUnknown;
            return null;
        }

        if (write.Request is ManifestList operations)
        {
            reason = UnknownReason.PatchDoesNotFit;
            var result = JsonPatch.Apply(target, operations);
            reason = result is null ? reason : UnknownReason.None;
            return result;
        }

        return OneOfKinds(write, target, (ManifestObject)write.Request, ref reason);
    }

    /// <summary>The kind of a patch is a header, which events don't have. Where every kind that it can be leaves the same, that is what it left.</summary>
    private static ManifestObject? OneOfKinds(ObjectWrite write, ManifestObject target, ManifestObject patch, ref UnknownReason reason)
    {
        var strategic = StrategicPatch.Apply(target, patch);
        var isClear = StrategicPatch.HasDirective(patch)
            || (strategic is not null && ManifestContent.Of(strategic).Equals(ManifestContent.Of((ManifestObject)MergePatch.Apply(target, patch))));

        // An apply names its manager, kind and apiVersion; what it leaves out it may remove.
        var mayBeApply = write.Query.HasFieldManager && patch.Has("kind") && patch.Has("apiVersion") && !StrategicPatch.HasDirective(patch);
        if (strategic is null || !isClear || mayBeApply)
        {
            reason = UnknownReason.PatchKindUnclear;
            return null;
        }

        return strategic;
    }

    /// <summary>The object as the API server stores it: what it fills in, keeps and makes itself.</summary>
    private static ManifestObject AsStored(ManifestObject asked, ObjectWrite write, ObjectState before)
    {
        var metadata = asked.ObjectAt("metadata") ?? ManifestObject.Empty;
        var sentDeletion = metadata["deletionTimestamp"];
        metadata = MadeByServer.Aggregate(metadata, (rest, name) => rest.Without(name));
        metadata = write.Name is { } own ? metadata.With("name", ManifestScalar.Text(own)) : metadata;
        metadata = write.Namespace.Length > 0 ? metadata.With("namespace", ManifestScalar.Text(write.Namespace)) : metadata;
        if (before.Existence != Existence.Absent && write.Code != 201)
        {
            if (before.Content?.ObjectAt("metadata") is { } kept)
            {
                metadata = KeptByServer.Aggregate(metadata, (rest, name) => kept[name] is { } value ? rest.With(name, value) : rest);
            }
            else if (write.Verb == "update" && sentDeletion is not null)
            {
                // Whoever updates sends back what was read, and the time of deletion cannot be changed.
                metadata = metadata.With("deletionTimestamp", sentDeletion);
            }
        }

        var stored = asked.With("metadata", metadata);
        return write.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding ? Defaulted(stored) : stored;
    }

    private static ManifestObject Defaulted(ManifestObject binding)
    {
        if (binding["subjects"] is ManifestList subjects)
        {
            binding = binding.With("subjects", new ManifestList([.. subjects.Items.Select(item =>
                item is ManifestObject subject && string.IsNullOrEmpty(subject.TextAt("apiGroup")) && subject.TextAt("kind") is "User" or "Group"
                    ? ((ManifestObject)item).With("apiGroup", ManifestScalar.Text("rbac.authorization.k8s.io"))
                    : item)]));
        }

        return binding.ObjectAt("roleRef") is { } role && string.IsNullOrEmpty(role.TextAt("apiGroup"))
            ? binding.With("roleRef", role.With("apiGroup", ManifestScalar.Text("rbac.authorization.k8s.io")))
            : binding;
    }
}
