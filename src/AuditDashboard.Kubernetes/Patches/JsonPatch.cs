using System.Globalization;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Patches;

/// <summary>JSON patch, RFC 6902: <c>[{"op":"replace","path":"/subjects/0/name","value":"a"}]</c>.</summary>
internal static class JsonPatch
{
    /// <summary>Operations up to which a patch is followed; the API server takes no more either.</summary>
    private const int MaxOperations = 10_000;

    /// <summary>The object after a patch.</summary>
    /// <returns>Null where an operation cannot be done, or a test fails: the target is not what the API server had.</returns>
    public static ManifestObject? Apply(ManifestObject target, ManifestList patch)
    {
        if (patch.Items.Count > MaxOperations)
        {
            return null;
        }

        ManifestValue? value = target;
        foreach (var operation in patch.Items)
        {
            value = value is null || operation is not ManifestObject members ? null : Apply(value, members);
        }

        return value as ManifestObject;
    }

    private static ManifestValue? Apply(ManifestValue target, ManifestObject operation)
    {
        if (Pointer(operation.TextAt("path")) is not { } path)
        {
            return null;
        }

        var value = operation["value"] ?? ManifestScalar.Null;
        switch (operation.TextAt("op"))
        {
            case "add":
                return Set(target, path, value, Edit.Add);
            case "replace":
                return Set(target, path, value, Edit.Replace);
            case "remove":
                return Set(target, path, null, Edit.Remove);
            case "test":
                var found = Get(target, path);
                return (found ?? ManifestScalar.Null).Equals(value) ? target : null;
            case "copy" when Pointer(operation.TextAt("from")) is { } from && Get(target, from) is { } copied:
                return Set(target, path, copied, Edit.Add);
            case "move" when Pointer(operation.TextAt("from")) is { } from && Get(target, from) is { } moved:
                return Set(target, from, null, Edit.Remove) is { } rest ? Set(rest, path, moved, Edit.Add) : null;
            default:
                return null;
        }
    }

    private static string[]? Pointer(string? path) =>
        path is null || (path.Length > 0 && path[0] != '/') ? null
        : path.Length == 0 ? []
        : [.. path[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static ManifestValue? Get(ManifestValue value, ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            var next = value switch
            {
                ManifestObject members => members[part],
                ManifestList list when Index(part, list.Items.Count) is { } index && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            value = next;
        }

        return value;
    }

    private static ManifestValue? Set(ManifestValue target, ReadOnlySpan<string> path, ManifestValue? value, Edit edit)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        // Objects are a few levels deep; a path that leads further fails where they end.
        return target switch
        {
            ManifestObject members => SetMember(members, path, value, edit),
            ManifestList list => SetItem(list, path, value, edit),
            _ => null,
        };
    }

    private static ManifestObject? SetMember(ManifestObject members, ReadOnlySpan<string> path, ManifestValue? value, Edit edit)
    {
        var name = path[0];
        if (path.Length > 1)
        {
            return members[name] is { } inner && Set(inner, path[1..], value, edit) is { } changed ? members.With(name, changed) : null;
        }

        return edit != Edit.Add && !members.Has(name) ? null
            : value is null ? members.Without(name)
            : members.With(name, value);
    }

    private static ManifestList? SetItem(ManifestList list, ReadOnlySpan<string> path, ManifestValue? value, Edit edit)
    {
        var isLast = path.Length == 1;
        if (Index(path[0], list.Items.Count) is not { } index || index > list.Items.Count || (index == list.Items.Count && !(isLast && edit == Edit.Add)))
        {
            return null;
        }

        var items = list.Items.ToList();
        if (!isLast)
        {
            if (Set(items[index], path[1..], value, edit) is not { } changed)
            {
                return null;
            }

            items[index] = changed;
        }
        else if (edit == Edit.Add)
        {
            items.Insert(index, value!); // Only a removal has no value.
        }
        else if (value is null)
        {
            items.RemoveAt(index);
        }
        else
        {
            items[index] = value;
        }

        return new ManifestList(items);
    }

    /// <summary>The index that a part of a path names; "-" is the end, and what is negative counts from there, as the API server's library does.</summary>
    private static int? Index(string part, int count) =>
        part == "-" ? count
        : !int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? null
        : index >= 0 ? index
        : index >= -count ? count + index
        : null;

    private enum Edit
    {
        Add,
        Replace,
        Remove,
    }
}
