using System.Globalization;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>Reads the output of kubectl as the listing of a whole cluster, and refuses what is not the whole: what a listing lacks counts as not there.</summary>
public static class ListingReader
{
    /// <summary>The command whose output is read.</summary>
    public const string Command = "kubectl get roles,rolebindings,clusterroles,clusterrolebindings,serviceaccounts,configmaps -A -o json";

    private static readonly TrackedKind[] Rbac = [TrackedKind.Role, TrackedKind.ClusterRole, TrackedKind.RoleBinding, TrackedKind.ClusterRoleBinding];

    /// <summary>Reads a listing. Never throws.</summary>
    /// <param name="json">The output, UTF-8, with or without a byte order mark.</param>
    /// <param name="timeMicros">When it was made, in microseconds since 1970: the output itself does not tell.</param>
    /// <param name="listing">The listing; null where it is refused.</param>
    /// <param name="problem">Why it is refused, a sentence or two; null where it is not.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, long timeMicros, out ClusterListing? listing, out string? problem)
    {
        listing = null;
        if (json.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        if (ManifestValue.Parse(json) is not ManifestObject root || root["items"] is not ManifestList)
        {
            problem = $"It is not the JSON list that kubectl prints. Make it with {Command}.";
            return false;
        }

        var items = root.ListAt("items").OfType<ManifestObject>().ToList();
        var complete = new HashSet<TrackedKind>(Rbac);

        // The API server makes a ConfigMap in kube-system at every start, and every namespace has a service account: where there is none, none was asked for.
        if (items.Any(item => item.TextAt("kind") == "ConfigMap" && NamespaceOf(item) == "kube-system"))
        {
            complete.Add(TrackedKind.AwsAuth);
        }

        if (items.Any(item => item.TextAt("kind") == "ServiceAccount"))
        {
            complete.Add(TrackedKind.ServiceAccount);
        }

        var read = ClusterListing.Read(json, timeMicros, complete);
        problem = read is null ? $"It is not the JSON list that kubectl prints. Make it with {Command}." : Problem(root, items, read);
        listing = problem is null ? read : null;
        return problem is null;
    }

    private static string? Problem(ManifestObject root, List<ManifestObject> items, ClusterListing listing)
    {
        if (root.ObjectAt("metadata")?.TextAt("continue") is { Length: > 0 })
        {
            return $"It is only the first part of a longer list. Make it with {Command}.";
        }

        // The API server makes roles and bindings of all four kinds at every start, those with a namespace in kube-system and in kube-public.
        foreach (var kind in Rbac)
        {
            var found = listing.Objects.Where(entry => entry.Key.Kind == kind).ToList();
            if (found.Count == 0)
            {
                return $"It holds no {kind}, and every cluster has some: it is not the whole. Make it with {Command}.";
            }

            if (TrackedKinds.IsNamespaced(kind) && found.Select(entry => entry.Key.Namespace).Distinct(StringComparer.Ordinal).Count() == 1)
            {
                return $"It holds objects of the kind {kind} from the namespace {found[0].Key.Namespace} alone, and every cluster has some in two: it is not the whole. Make it with {Command}.";
            }
        }

        return NewestMicros(items) is { } newest && newest > listing.TimeMicros
            ? $"It holds an object that was written at {Text(newest)}, after the time given for the listing. Write the time at which kubectl ran."
            : null;
    }

    private static string NamespaceOf(ManifestObject item) => item.ObjectAt("metadata")?.TextAt("namespace") ?? "";

    /// <summary>The newest time at which one of the objects was made or written: a listing cannot be older.</summary>
    private static long? NewestMicros(IEnumerable<ManifestObject> items)
    {
        long? newest = null;
        foreach (var metadata in items.Select(item => item.ObjectAt("metadata")).OfType<ManifestObject>())
        {
            Take(metadata.TextAt("creationTimestamp"));
            foreach (var field in metadata.ListAt("managedFields").OfType<ManifestObject>())
            {
                Take(field.TextAt("time"));
            }
        }

        return newest;

        void Take(string? text)
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                newest = Math.Max(newest ?? long.MinValue, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            }
        }
    }

    private static string Text(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
