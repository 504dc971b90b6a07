using System.Numerics;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>A write, or all that one listing shows.</summary>
/// <param name="Write">The write; of a listing one that stands for it.</param>
/// <param name="Listing">The listing, after its objects were observed one by one; null otherwise.</param>
internal sealed record HistoryStep(ObjectWrite Write, ClusterListing? Listing);

/// <summary>Puts writes into the order in which they took place.</summary>
internal static class WriteOrder
{
    /// <summary>By time; writes of one object that name the version they left, by that: times of two API servers may cross, versions cannot.</summary>
    public static IReadOnlyList<HistoryStep> Of(IEnumerable<ObjectWrite> writes, IEnumerable<ClusterListing> listings)
    {
        var steps = writes.Select(write => new HistoryStep(write, null))
            .Concat(listings.SelectMany(Observed))
            .OrderBy(step => step.Write.TimeMicros ?? long.MaxValue)
            .ThenBy(step => step.Listing is not null)
            .ThenBy(step => step.Write.Id)
            .ToArray();
        foreach (var slots in steps
            .Select((step, slot) => (Slot: slot, step.Write.Key, Version: VersionOf(step.Write)))
            .Where(entry => entry.Key is not null && entry.Version is not null)
            .GroupBy(entry => entry.Key)
            .Where(group => group.Skip(1).Any()))
        {
            var inPlace = slots.ToList();
            var byVersion = inPlace.OrderBy(entry => entry.Version).Select(entry => steps[entry.Slot]).ToList();
            for (var i = 0; i < inPlace.Count; i++)
            {
                steps[inPlace[i].Slot] = byVersion[i];
            }
        }

        return steps;
    }

    private static IEnumerable<HistoryStep> Observed(ClusterListing listing)
    {
        foreach (var (key, content) in listing.Objects)
        {
            yield return new HistoryStep(Standing(listing, key, content), null);
        }

        yield return new HistoryStep(Standing(listing, null, null), listing);
    }

    private static ObjectWrite Standing(ClusterListing listing, ObjectKey? key, ManifestObject? content) => new()
    {
        Id = -1,
        Kind = key?.Kind ?? default,
        Namespace = key?.Namespace ?? "",
        Name = key?.Name,
        Verb = ClusterListing.Verb,
        TimeMicros = listing.TimeMicros,
        Effect = WriteEffect.None,
        Result = content,
    };

    /// <summary>Versions are numbers, and grow with every write to the cluster.</summary>
    private static BigInteger? VersionOf(ObjectWrite write) =>
        write.Verb is not ("delete" or "deletecollection") && (write.Effect == WriteEffect.Applied || write.Verb == ClusterListing.Verb)
        && write.TimeMicros is not null
        && write.Result?.ObjectAt("metadata")?.TextAt("resourceVersion") is { Length: > 0 and <= 40 } text && text.All(char.IsAsciiDigit)
            ? BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
