using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>A stretch of an object's time in which access by it stayed the same, as far as is known.</summary>
/// <param name="FromMicros">Its start in microseconds since 1970; of the first stretch <see cref="long.MinValue"/>.</param>
/// <param name="Existence">Whether the object is there.</param>
/// <param name="Content">What it says; null where it is not there or not known.</param>
/// <param name="Unknown">Why it is not known.</param>
public sealed record AccessStretch(long FromMicros, Existence Existence, AccessContent? Content, UnknownReason Unknown)
{
    /// <summary>Whether it is known as a whole: absent, or there with its content.</summary>
    public bool IsKnown => Existence == Existence.Absent || Content is not null;

    /// <summary>The caller's number of the event that began it; null for the first stretch.</summary>
    public long? WriteId { get; init; }
}

/// <summary>The history of one object, reduced to what access depends on: small enough to keep those of a whole cluster.</summary>
/// <param name="Key">The object.</param>
/// <param name="Stretches">In the order of the writes; the first one is what the first write found.</param>
/// <param name="HasUndated">A write without a time took effect, so that no state can be relied on.</param>
public sealed record AccessTimeline(ObjectKey Key, IReadOnlyList<AccessStretch> Stretches, bool HasUndated)
{
    /// <summary>When the first write was made that is known, in microseconds since 1970; null where none is.</summary>
    public long? FirstMicros => Stretches.Count > 1 ? Stretches[1].FromMicros : null;

    /// <summary>Reduces a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="share">Gives the content to keep in place of one that says the same.</param>
    public static AccessTimeline Of(ObjectHistory history, Func<AccessContent, AccessContent> share)
    {
        var versions = history.Versions;
        var stretches = new List<AccessStretch>
        {
            StretchOf(long.MinValue, versions is [var first, ..] ? first.Before : ObjectState.NotKnown(UnknownReason.NotSeenBefore)),
        };
        foreach (var version in versions)
        {
            var next = StretchOf(version.Write.TimeMicros ?? long.MinValue, version.After) with { WriteId = version.Write.Id };
            var last = stretches[^1];
            if (stretches.Count == 1 || last.Existence != next.Existence || last.Content != next.Content || last.Unknown != next.Unknown)
            {
                stretches.Add(next);
            }
            else if (next.FromMicros < last.FromMicros)
            {
                // The times of two API servers may cross.
                stretches[^1] = next;
            }
        }

        return new AccessTimeline(history.Key, stretches, history.Undated.Any(write => write.Effect != WriteEffect.None));

        AccessStretch StretchOf(long fromMicros, ObjectState state) =>
            new(fromMicros, state.Existence, state.Content is { } content ? share(AccessContent.Of(history.Key.Kind, content)) : null, state.IsKnown ? UnknownReason.None : state.Unknown);
    }

    /// <summary>The stretch at a time: after the last write up to then.</summary>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    public AccessStretch At(long timeMicros)
    {
        for (var i = Stretches.Count - 1; i > 0; i--)
        {
            if (Stretches[i].FromMicros <= timeMicros)
            {
                return Stretches[i];
            }
        }

        return Stretches[0];
    }
}
