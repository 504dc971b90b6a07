namespace AuditDashboard.Storage.Turns;

/// <summary>
/// Lets so many reads of one person run at once, over all of their windows and scripts, and the others come in the order in which they asked: whoever opens
/// a hundred pages waits for themselves, and nobody else does. Safe for several threads.
/// </summary>
/// <param name="most">Most reads of one person at once; at least 1.</param>
internal sealed class ReadTurns(int most)
{
    /// <summary>How many where nothing else is set.</summary>
    public const int DefaultMost = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Reads that run for a person, and those that wait.</summary>
    public (int Running, int Waiting) Of(string person)
    {
        lock (_lock)
        {
            return _lanes.TryGetValue(person, out var lane) ? (lane.Running, lane.Waiting.Count) : (0, 0);
        }
    }

    /// <summary>Waits for a turn; it ends when what is returned is disposed.</summary>
    /// <param name="person">Who reads; null waits for nobody.</param>
    /// <param name="cancellationToken">Gives the place in the line up.</param>
    public async Task<Turn> TakeAsync(string? person, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (person is null)
        {
            return default;
        }

        if (Ask(person) is { } place)
        {
            // One that is cancelled when its turn has come already has it, and gives it back as every other does.
            await using var giving = cancellationToken.Register(() => GiveUp(place, cancellationToken));
            await place.Value.Task;
        }

        return new Turn(this, person);
    }

    private LinkedListNode<TaskCompletionSource>? Ask(string person)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(person, out var lane))
            {
                _lanes[person] = lane = new Lane();
            }

            if (lane.Running < most)
            {
                lane.Running++;
                return null;
            }

            return lane.Waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is { } line)
            {
                line.Remove(place);
                place.Value.SetCanceled(cancellationToken);
            }
        }
    }

    private void End(string person)
    {
        lock (_lock)
        {
            var lane = _lanes[person];
            if (lane.Waiting.First is { } next)
            {
                lane.Waiting.RemoveFirst();
                next.Value.SetResult();
            }
            else if (--lane.Running == 0)
            {
                _lanes.Remove(person);
            }
        }
    }

    /// <summary>The right to read; disposed once.</summary>
    internal readonly struct Turn(ReadTurns? turns, string person) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => turns?.End(person);
    }

    private sealed class Lane
    {
        public int Running { get; set; }

        public LinkedList<TaskCompletionSource> Waiting { get; } = [];
    }
}
