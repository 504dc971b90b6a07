using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>One object while its history is built.</summary>
internal sealed class ObjectTrack(ObjectKey key, ObjectState initial)
{
    private readonly Dictionary<string, (ObjectState State, long? Id)> _byVersion = new(StringComparer.Ordinal);
    private readonly List<ObjectVersion> _versions = [];
    private readonly List<ObjectWrite> _undated = [];
    private ObjectVersion? _deletion;
    private long? _currentId;

    public ObjectKey Key => key;

    public ObjectState Current { get; private set; } = initial;

    public long? LastTimeMicros => _versions is [.., var last] ? last.Write.TimeMicros : null;

    public void AddUndated(ObjectWrite write) => _undated.Add(write);

    public ObjectHistory Build() => new(key, _versions, _undated);

    /// <summary>Takes in a write to this one object.</summary>
    public void Add(ObjectWrite write)
    {
        switch (write.Effect)
        {
            case WriteEffect.None:
                AddRefused(write);
                break;
            case WriteEffect.Uncertain:
                Append(write, Current, Adjacent, ObjectState.NotKnown(UnknownReason.UncertainWrite), requested: Asked(write));
                break;
            default:
                var (before, link, id) = Found(write);
                Append(write, before, link, write.Verb == "delete" ? AfterDeletion(write, before) : AfterWrite(write, before), id);
                break;
        }
    }

    /// <summary>Takes in what a listing shows.</summary>
    public void Observe(ObjectWrite standing, ObjectState seen)
    {
        if (Current.Existence == seen.Existence && (seen.Existence == Existence.Absent || (seen.ResourceVersion is not null && seen.ResourceVersion == Current.ResourceVersion)))
        {
            return;
        }

        // A state worked out from a request has no version; a listing with the same content gives it one.
        if (Current is { Content: { } content, ResourceVersion: null } && seen.Content is { } shown && ManifestContent.Of(content).Equals(ManifestContent.Of(shown)))
        {
            SetCurrent(seen, _currentId);
            return;
        }

        Append(standing, Current, VersionLink.None, seen);
    }

    /// <summary>Takes in a deletion of many objects that names this one in its answer.</summary>
    public void DeleteListed(ObjectWrite write, ManifestObject item)
    {
        var listed = ObjectState.Of(item);
        var before = Current.IsKnown && Current.ResourceVersion is not null && Current.ResourceVersion == listed.ResourceVersion ? Current : listed;
        Append(write, before, VersionLink.Proven, Deleted(write, before), before == Current ? _currentId : null);
    }

    /// <summary>Takes in a deletion of many objects that doesn't tell which.</summary>
    public void DeleteUnlisted(ObjectWrite write)
    {
        var chosen = CollectionSelector.Chooses(write.Query, key, Current.Content);
        if (chosen == false || Current.Existence == Existence.Absent)
        {
            return;
        }

        // What was written while the request ran may have come after the deletion's look at the namespace.
        var isBefore = LastTimeMicros < (write.ReceivedMicros ?? write.TimeMicros);
        Append(
            write,
            Current,
            Adjacent,
            write.Effect == WriteEffect.Uncertain ? ObjectState.NotKnown(UnknownReason.UncertainWrite)
            : chosen is null || Current.Content is null || !isBefore ? ObjectState.NotKnown(UnknownReason.CollectionUnclear)
            : Deleted(write, Current));
    }

    private VersionLink Adjacent => Current.IsKnown ? VersionLink.Adjacent : VersionLink.None;

    private void AddRefused(ObjectWrite write)
    {
        if (write.IsNotFound && write.Verb != "create")
        {
            Append(write, ObjectState.Absent, VersionLink.Proven, ObjectState.Absent, requested: Asked(write));
        }
        else if (write.IsAlreadyThere && Current.Existence != Existence.Present)
        {
            var there = ObjectState.NotKnown(Current.Existence == Existence.Absent ? UnknownReason.VersionNotSeen : UnknownReason.NotSeenBefore, Existence.Present);
            Append(write, there, VersionLink.None, there, requested: Asked(write));
        }
        else
        {
            Append(write, Current, Adjacent, Current, requested: Asked(write));
        }
    }

    private ManifestObject? Asked(ObjectWrite write) =>
        write.Verb is "delete" or "deletecollection" ? null : write.Result ?? RequestedObject.Of(write, Current, out _);

    /// <summary>The state that a write changed.</summary>
    private (ObjectState State, VersionLink Link, long? Id) Found(ObjectWrite write)
    {
        if (write.Verb == "create" || write.Code == 201)
        {
            return (ObjectState.Absent, VersionLink.Proven, _deletion?.Write.Id);
        }

        var result = write.Result is null ? null : ObjectState.Of(write.Result);
        if (write.Precondition is { } version)
        {
            // Where the last state comes from a request alone its version is not known, and may be this one.
            return _byVersion.TryGetValue(version, out var known) ? (known.State, VersionLink.Proven, known.Id)
                : Current is { IsKnown: true, Existence: Existence.Present, ResourceVersion: null } && IsSame(result) ? (Current, VersionLink.Adjacent, _currentId)
                : (ObjectState.NotKnown(_versions.Count == 0 && !Current.IsKnown ? UnknownReason.NotSeenBefore : UnknownReason.VersionNotSeen, Existence.Present, result?.Uid, version), VersionLink.None, null);
        }

        if (!IsSame(result) || Current.Existence == Existence.Absent)
        {
            return write.Verb == "delete" && result is not null && !write.IsHeldBack
                ? (BeforeDeletion(write.Result!), VersionLink.Proven, null)
                : (ObjectState.NotKnown(UnknownReason.AnotherObject, Existence.Present, result?.Uid), VersionLink.None, null);
        }

        if (write.Verb == "delete" && result is not null && !write.IsHeldBack)
        {
            var told = BeforeDeletion(write.Result!);
            var isCurrent = Current.Content is { } content && ManifestContent.Of(content).Equals(ManifestContent.Of(told.Content!));
            return isCurrent ? (Current, VersionLink.Proven, _currentId) : (told, VersionLink.Proven, null);
        }

        var isUnchanged = result?.ResourceVersion is { } left && left == Current.ResourceVersion;
        return (Current, isUnchanged ? VersionLink.Proven : Adjacent, _currentId);
    }

    private bool IsSame(ObjectState? result) => result?.Uid is not { } uid || Current.Uid is not { } own || uid == own;

    /// <summary>The answer to a deletion is the object as it was last, with the time of its deletion.</summary>
    private static ObjectState BeforeDeletion(ManifestObject result)
    {
        var metadata = result.ObjectAt("metadata")!; // Without metadata a body is no object.
        return ObjectState.Of(result.With("metadata", metadata.Without("deletionTimestamp").Without("deletionGracePeriodSeconds"))) with { ResourceVersion = null };
    }

    private static ObjectState AfterWrite(ObjectWrite write, ObjectState before)
    {
        var isNew = before.Existence == Existence.Absent;
        ObjectState state;
        if (write.Result is { } result)
        {
            state = ObjectState.Of(result);
        }
        else if (RequestedObject.Of(write, before, out var reason) is { } requested)
        {
            state = ObjectState.Of(requested);
            state = state with { ResourceVersion = null, IsBeingDeleted = !isNew && (state.IsBeingDeleted || before.IsBeingDeleted) };
        }
        else
        {
            // A write that takes the last finalizer of a deleted object ends it.
            var isThere = isNew || (before.IsKnown && !before.IsBeingDeleted);
            return ObjectState.NotKnown(reason, isThere ? Existence.Present : Existence.Unknown, before.Uid);
        }

        return state.IsBeingDeleted && !isNew && !HasFinalizers(state) ? ObjectState.Absent : state;
    }

    private static ObjectState AfterDeletion(ObjectWrite write, ObjectState before)
    {
        if (write.Result is { } result)
        {
            var state = ObjectState.Of(result);
            return state.IsBeingDeleted && HasFinalizers(state) ? state : ObjectState.Absent;
        }

        return write.IsAnsweredByStatus ? ObjectState.Absent
            : before.Content is null ? ObjectState.NotKnown(UnknownReason.DeletionUnclear)
            : Deleted(write, before);
    }

    /// <summary>A known object after its deletion: gone, or waiting for its finalizers.</summary>
    private static ObjectState Deleted(ObjectWrite write, ObjectState before)
    {
        if (before.Content is not { } content || (!write.IsHeldBack && !HasFinalizers(before)))
        {
            return ObjectState.Absent;
        }

        if (write.IsHeldBack)
        {
            var metadata = content.ObjectAt("metadata") ?? ManifestObject.Empty;
            var policy = (write.Request as ManifestObject)?.TextAt("propagationPolicy") ?? write.Query.PropagationPolicy;
            var finalizer = ManifestScalar.Text(policy == "Orphan" ? "orphan" : "foregroundDeletion");
            var finalizers = metadata.ListAt("finalizers");
            content = content.With("metadata", metadata.With("finalizers", new ManifestList(finalizers.Contains(finalizer) ? finalizers : [.. finalizers, finalizer])));
        }

        return before with { Content = content, ResourceVersion = null, IsBeingDeleted = true };
    }

    private static bool HasFinalizers(ObjectState state) => state.Content?.ObjectAt("metadata")?.ListAt("finalizers").Count > 0;

    private void Append(ObjectWrite write, ObjectState before, VersionLink link, ObjectState after, long? beforeId = null, ManifestObject? requested = null)
    {
        var version = new ObjectVersion
        {
            Key = key,
            Write = write,
            Before = before,
            Link = link,
            BeforeWriteId = link == VersionLink.None ? null : ReferenceEquals(before, Current) ? _currentId : beforeId,
            After = after,
            Requested = requested,
            Replaces = before.Existence == Existence.Absent && after.Existence == Existence.Present ? _deletion : null,
        };
        _versions.Add(version);
        if (before.ResourceVersion is { } named && before.IsKnown)
        {
            _byVersion.TryAdd(named, (before, null));
        }

        if (after.Existence == Existence.Absent && before.Content is not null)
        {
            _deletion = version;
        }
        else if (after.Existence == Existence.Present)
        {
            _deletion = null;
        }

        if (!ReferenceEquals(after, Current))
        {
            SetCurrent(after, write.Verb == ClusterListing.Verb ? null : write.Id);
        }
    }

    private void SetCurrent(ObjectState state, long? id)
    {
        Current = state;
        _currentId = id;
        if (state.ResourceVersion is { } version && state.IsKnown)
        {
            _byVersion[version] = (state, id);
        }
    }
}
