using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.Changes;

/// <summary>What one version of a history changed.</summary>
/// <param name="Diff">The difference.</param>
/// <param name="Link">How sure it is that the state before is the one that was changed.</param>
/// <param name="IsRequestOnly">The write took no effect: this is what it asked for.</param>
/// <param name="ReplacedWriteId">Of an object that was deleted and made again shortly after: the event of the deletion, and the difference is to what it deleted; null otherwise.</param>
public sealed record VersionDiff(ObjectDiff Diff, VersionLink Link, bool IsRequestOnly, long? ReplacedWriteId)
{
    /// <summary>
    /// How long after a deletion a creation under the same name still counts as one change: a binding's role cannot be changed otherwise, and
    /// <c>kubectl auth reconcile</c>, Helm and people with an editor do it so. 10 minutes.
    /// </summary>
    public static readonly TimeSpan ReplacedWithin = TimeSpan.FromMinutes(10);

    /// <summary>The difference that a version makes.</summary>
    /// <returns>Null where a state is not known, or the write took no effect and what it asked for is not known.</returns>
    public static VersionDiff? Of(ObjectVersion version)
    {
        if (version.Write.Effect != WriteEffect.Applied && !version.IsObservation)
        {
            // Who creates asks for all of the object, whether or not there is one already.
            var isCreation = version.Write.Verb == "create";
            return version is { Requested: { } requested } && (version.Before.IsKnown || isCreation)
                ? new VersionDiff(ObjectDiff.Between(version.Key.Kind, isCreation ? null : version.Before.Content, requested), isCreation ? VersionLink.Proven : version.Link, true, null)
                : null;
        }

        if (!version.Before.IsKnown || !version.After.IsKnown)
        {
            return null;
        }

        var replaced = version.Replaces is { } deletion && version.Write.TimeMicros - deletion.Write.TimeMicros <= ReplacedWithin.Ticks / TimeSpan.TicksPerMicrosecond ? deletion : null;
        return new VersionDiff(
            ObjectDiff.Between(version.Key.Kind, replaced is null ? version.Before.Content : replaced.Before.Content, version.After.Content),
            replaced is null ? version.Link : replaced.Link,
            false,
            replaced?.Write.Id);
    }
}
