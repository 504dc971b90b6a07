namespace AuditDashboard.Kubernetes.History;

/// <summary>Follows all objects of a cluster, write by write.</summary>
internal sealed class HistoryBuilder
{
    private readonly Dictionary<ObjectKey, ObjectTrack> _tracks = [];
    private readonly List<ObjectWrite> _unplaced = [];
    private readonly List<ClusterListing> _listings = [];
    private readonly HashSet<TrackedKind> _complete = [];

    /// <summary>Takes in the next step.</summary>
    public void Add(HistoryStep step)
    {
        var write = step.Write;
        if (step.Listing is { } listing)
        {
            Complete(write, listing);
        }
        else if (write.Verb == ClusterListing.Verb)
        {
            Track(write.Key!.Value).Observe(write, ObjectState.Of(write.Result!)); // What stands for an observed object has both.
        }
        else if (write.Verb == "deletecollection" && write.TimeMicros is not null)
        {
            DeleteMany(write);
        }
        else if (write.Key is not { } key)
        {
            if (write.Effect != WriteEffect.None)
            {
                _unplaced.Add(write);
            }
        }
        else if (write.TimeMicros is null)
        {
            Track(key).AddUndated(write);
        }
        else
        {
            Track(key).Add(write);
        }
    }

    /// <summary>The histories.</summary>
    public ObjectHistories Build() => new(_tracks.ToDictionary(entry => entry.Key, entry => entry.Value.Build()), _unplaced, _listings);

    private void Complete(ObjectWrite standing, ClusterListing listing)
    {
        var listed = listing.Objects.Select(entry => entry.Key).ToHashSet();
        foreach (var track in _tracks.Values.Where(track => listing.CompleteKinds.Contains(track.Key.Kind) && !listed.Contains(track.Key)))
        {
            track.Observe(standing, ObjectState.Absent);
        }

        _complete.UnionWith(listing.CompleteKinds);
        _listings.Add(listing);
    }

    private void DeleteMany(ObjectWrite write)
    {
        if (write.Effect == WriteEffect.None)
        {
            return;
        }

        if (write is { Effect: WriteEffect.Applied, ResultList: { } items })
        {
            foreach (var item in items)
            {
                var metadata = item.ObjectAt("metadata");
                if (metadata?.TextAt("name") is { Length: > 0 } name && (write.Kind != TrackedKind.AwsAuth || name == "aws-auth"))
                {
                    Track(new ObjectKey(write.Kind, write.Namespace, name)).DeleteListed(write, item);
                }
            }

            return;
        }

        foreach (var track in _tracks.Values.Where(track => track.Key.Kind == write.Kind && track.Key.Namespace == write.Namespace))
        {
            track.DeleteUnlisted(write);
        }
    }

    private ObjectTrack Track(ObjectKey key)
    {
        if (!_tracks.TryGetValue(key, out var track))
        {
            // A listing that is complete for the kind, and showed no such object, says that there was none.
            var initial = _complete.Contains(key.Kind) ? ObjectState.Absent : ObjectState.NotKnown(UnknownReason.NotSeenBefore);
            _tracks.Add(key, track = new ObjectTrack(key, initial));
        }

        return track;
    }
}
