namespace AuditDashboard.FaultHarness;

/// <summary>What befalls one process, seeded.</summary>
internal sealed record KillPlan
{
    /// <summary>The first crash point inside a transaction, and the last.</summary>
    public const int TransactionBegun = 4;

    /// <inheritdoc cref="TransactionBegun"/>
    public const int BeforeCommit = 10;

    /// <summary>A crash point that every run passes.</summary>
    private const int Planned = 2;

    private const int LastPoint = 12;

    /// <summary>How it dies.</summary>
    public required KillKind Kind { get; init; }

    /// <summary>The crash point, 1 to 11.</summary>
    public required int Point { get; init; }

    /// <summary>At which passing of it, from 1.</summary>
    public int Passing { get; init; } = 1;

    /// <summary>How long after it is ready, where the clock decides.</summary>
    public TimeSpan After { get; init; }

    /// <summary>A crash point at whose first passing it is stopped for a while and continued; 0 for none.</summary>
    public int PauseAt { get; init; }

    /// <summary>The plans of a run: four in five die standing still, and so inside a run for certain.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="kills">How many.</param>
    public static IEnumerable<KillPlan> Schedule(int seed, int kills) => Enumerable.Range(0, kills).Select(number => Of(seed, number));

    /// <summary>The plan for another process where this one did not come to pass: in a database in which little is left to do, not every point is passed.</summary>
    public KillPlan Simpler() => this with { Kind = KillKind.StandingStill, Point = Passing > 1 && Point != TransactionBegun ? TransactionBegun : Planned, Passing = 1, PauseAt = 0 };

    private static KillPlan Of(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        return new KillPlan
        {
            Kind = (number % 10) switch { 9 => KillKind.ByClock, 4 => KillKind.InPassing, _ => KillKind.StandingStill },
            Point = random.Next(10) < 6 ? random.Next(TransactionBegun, BeforeCommit + 1) : random.Next(1, LastPoint),
            Passing = random.Next(1, 4),
            After = TimeSpan.FromMilliseconds(random.Next(20, 1_500)),
            PauseAt = random.Next(6) == 0 ? random.Next(1, LastPoint) : 0,
        };
    }

    // System.HashCode differs from process to process.
    private static int HashCode(int seed, int number) => unchecked(seed * 1_000_003 + number * 7_919);
}

/// <summary>How a process dies.</summary>
internal enum KillKind
{
    /// <summary>It stands still at the point, and dies exactly there.</summary>
    StandingStill,

    /// <summary>It is killed as soon as it says that it passed the point: somewhere behind it.</summary>
    InPassing,

    /// <summary>Some time after it was ready.</summary>
    ByClock,
}
