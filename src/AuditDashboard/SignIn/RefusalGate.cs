namespace AuditDashboard.SignIn;

/// <summary>
/// Lets one refusal a second through to the record, and counts the others: a flood of attempts must not fill the disk. Each person
/// who is signed in has a second of their own, so that no flood by nobody hides what they were refused.
/// </summary>
public sealed class RefusalGate(TimeProvider clock)
{
    /// <summary>Persons that have a second of their own; who comes when there are so many shares nobody's.</summary>
    public const int MaxPersons = 1_000;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _persons = new(StringComparer.Ordinal);
    private readonly Turn _nobody = new();

    /// <summary>True if this refusal is to be recorded.</summary>
    /// <param name="person">Name of who is signed in; null for nobody.</param>
    /// <param name="skipped">How many of theirs were not since the last that was.</param>
    public bool TryPass(string? person, out long skipped)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var turn = person is null ? _nobody : TurnOf(person, now);
            if (now < turn.Next)
            {
                turn.Skipped++;
                skipped = 0;
                return false;
            }

            turn.Next = now + Step;
            skipped = turn.Skipped;
            turn.Skipped = 0;
            return true;
        }
    }

    private Turn TurnOf(string person, DateTimeOffset now)
    {
        if (_persons.TryGetValue(person, out var turn))
        {
            return turn;
        }

        if (_persons.Count >= MaxPersons)
        {
            foreach (var name in _persons.Where(p => p.Value.Next <= now && p.Value.Skipped == 0).Select(p => p.Key).ToList())
            {
                _persons.Remove(name);
            }
        }

        return _persons.Count < MaxPersons ? _persons[person] = new Turn() : _nobody;
    }

    private sealed class Turn
    {
        public DateTimeOffset Next { get; set; } = DateTimeOffset.MinValue;

        public long Skipped { get; set; }
    }
}
