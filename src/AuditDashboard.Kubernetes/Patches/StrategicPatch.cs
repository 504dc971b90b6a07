using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Patches;

/// <summary>Strategic merge patch, as <c>kubectl patch</c> and <c>kubectl apply</c> send it for the kinds that this program follows.</summary>
/// <remarks>
/// It differs from a merge patch in its directives and in lists that are merged by a key. Of the objects followed those lists are metadata.ownerReferences
/// (by uid), metadata.finalizers (texts) and a service account's secrets (by name); rules, subjects, selectors and imagePullSecrets are replaced as a whole.
/// </remarks>
internal static class StrategicPatch
{
    private const string Directive = "$patch";
    private const string SetOrder = "$setElementOrder/";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";
    private const string RetainKeys = "$retainKeys";

    /// <summary>Whether a patch has one of the directives, so that it cannot be another kind of patch.</summary>
    public static bool HasDirective(ManifestValue patch) => patch switch
    {
        ManifestObject members => members.Members.Any(member =>
            member.Key is Directive or RetainKeys || member.Key.StartsWith(SetOrder, StringComparison.Ordinal)
            || member.Key.StartsWith(DeleteFrom, StringComparison.Ordinal) || HasDirective(member.Value)),
        ManifestList list => list.Items.Any(HasDirective),
        _ => false,
    };

    /// <summary>The object after a patch; null where the patch has a directive that is not followed.</summary>
    public static ManifestObject? Apply(ManifestObject target, ManifestObject patch) => Merge(target, patch, "");

    private static ManifestObject? Merge(ManifestObject target, ManifestObject patch, string path)
    {
        switch (patch[Directive])
        {
            case null or ManifestScalar { Value: "merge" }:
                break;
            case ManifestScalar { Value: "replace" }:
                return patch.Without(Directive);
            case ManifestScalar { Value: "delete" }:
                return ManifestObject.Empty;
            default:
                return null;
        }

        var result = target;
        if (patch.Has(RetainKeys))
        {
            var retained = patch.TextsAt(RetainKeys).ToHashSet(StringComparer.Ordinal);
            result = ManifestObject.Of(result.Members.Where(member => retained.Contains(member.Key)));
        }

        foreach (var (name, value) in patch.Members)
        {
            if (name is Directive or RetainKeys || name.StartsWith(SetOrder, StringComparison.Ordinal) || name.StartsWith(DeleteFrom, StringComparison.Ordinal))
            {
                continue;
            }

            if (value is ManifestScalar { Kind: ManifestScalarKind.Null })
            {
                result = result.Without(name);
            }
            else if (MergeMember(result[name], value, path + "/" + name) is { } merged)
            {
                result = result.With(name, merged);
            }
            else
            {
                return null;
            }
        }

        return DeleteItems(result, patch);
    }

    private static ManifestValue? MergeMember(ManifestValue? target, ManifestValue patch, string path) => patch switch
    {
        ManifestObject changes => Merge(target as ManifestObject ?? ManifestObject.Empty, changes, path),
        ManifestList list when path == "/metadata/finalizers" => new ManifestList([.. Items(target), .. list.Items.Except(Items(target))]),
        ManifestList list when path == "/metadata/ownerReferences" => MergeByKey(target, list, "uid", path),
        ManifestList list when path == "/secrets" => MergeByKey(target, list, "name", path),
        _ => HasDirective(patch) ? null : patch,
    };

    private static IReadOnlyList<ManifestValue> Items(ManifestValue? value) => value is ManifestList list ? list.Items : [];

    private static ManifestList? MergeByKey(ManifestValue? target, ManifestList patch, string key, string path)
    {
        var changes = patch.Items.OfType<ManifestObject>().ToList();
        var isReplaced = changes.Any(item => item.TextAt(Directive) == "replace");
        var items = isReplaced ? [] : Items(target).ToList();
        foreach (var change in changes)
        {
            if (change.TextAt(key) is not { } name)
            {
                if (isReplaced && change.Members.Count == 1)
                {
                    continue;
                }

                return null;
            }

            var at = items.FindIndex(item => item is ManifestObject members && members.TextAt(key) == name);
            if (change.TextAt(Directive) == "delete")
            {
                items.RemoveAll(item => item is ManifestObject members && members.TextAt(key) == name);
            }
            else if (Merge(at < 0 ? ManifestObject.Empty : (ManifestObject)items[at], isReplaced ? change.Without(Directive) : change, path + "/-") is not { } merged)
            {
                return null;
            }
            else if (at < 0)
            {
                items.Add(merged);
            }
            else
            {
                items[at] = merged;
            }
        }

        return changes.Count == patch.Items.Count ? new ManifestList(items) : null;
    }

    private static ManifestObject DeleteItems(ManifestObject result, ManifestObject patch)
    {
        foreach (var (directive, value) in patch.Members)
        {
            if (directive.StartsWith(DeleteFrom, StringComparison.Ordinal) && value is ManifestList removed
                && directive[DeleteFrom.Length..] is var name && result[name] is ManifestList list)
            {
                result = result.With(name, new ManifestList([.. list.Items.Where(item => !removed.Items.Contains(item))]));
            }
        }

        return result;
    }
}
