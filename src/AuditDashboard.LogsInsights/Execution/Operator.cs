namespace AuditDashboard.LogsInsights.Execution;

/// <summary>A step of a run: takes rows, passes rows on. Rows come as a frame that is valid during the call only.</summary>
internal abstract class Operator
{
    /// <summary>Where rows go. Set once, before the first row.</summary>
    public Operator Next { get; set; } = null!; // set by the run that links the operators; the last one never passes rows on

    /// <summary>Takes a row.</summary>
    public abstract void Add(Frame frame);

    /// <summary>No more rows come: what is held back is passed on.</summary>
    public virtual void Complete() => Next.Complete();
}

/// <summary>A step of a plan, of which each run makes its own operator.</summary>
internal abstract class Step
{
    /// <summary>Makes the operator of a run.</summary>
    public abstract Operator Start(RunState state);

    /// <summary>Adds the slots that the step reads.</summary>
    public virtual void CollectSlots(ISet<int> slots)
    {
    }
}

/// <summary>What the operators of one run share.</summary>
/// <param name="Clock">The times of the run.</param>
/// <param name="Memory">What the run may hold.</param>
/// <param name="Guard">How long the run may take, and how many rows a record may become.</param>
/// <param name="MaximumGroups">Most groups of a <c>stats</c>.</param>
/// <param name="MaximumTimeGroups">Most groups of a <c>stats</c> that groups by rounded times alone.</param>
internal sealed record RunState(RunClock Clock, MemoryBudget Memory, RunGuard Guard, int MaximumGroups, int MaximumTimeGroups)
{
    /// <summary>Counts what the default limit leaves out.</summary>
    public LeftOutCounter LeftOut { get; } = new();
}

/// <summary>Counts roughly what a run holds, and stops it before it holds too much.</summary>
internal sealed class MemoryBudget(long limitBytes)
{
    private long _held;

    /// <summary>True if so many more bytes would be too much.</summary>
    public bool IsExceededBy(long bytes) => _held + bytes > limitBytes;

    /// <summary>Counts bytes that are held from now on, or given back if negative.</summary>
    /// <exception cref="QueryLimitException">The run would hold too much.</exception>
    public void Hold(long bytes)
    {
        _held += bytes;
        if (_held > limitBytes)
        {
            throw new QueryLimitException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The query holds more than {limitBytes / (1024 * 1024)} MiB in memory; narrow its filter, its window, its fields or its limit."));
        }
    }
}
