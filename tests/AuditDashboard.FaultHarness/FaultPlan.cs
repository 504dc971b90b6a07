using AuditDashboard.LocalCloudWatch.Faults;

namespace AuditDashboard.FaultHarness;

/// <summary>Which calls go wrong in a scene, and how: seeded, every kind in turn, in an order of its own each time round.</summary>
internal static class FaultPlan
{
    /// <summary>Kinds that a call to start a query may meet: its own, and those of the query.</summary>
    public static IReadOnlyList<FaultKind> OfStart { get; } =
    [
        FaultKind.Throttle, FaultKind.LimitExceeded, FaultKind.ExpiredToken, FaultKind.InternalFailure, FaultKind.Unavailable, FaultKind.NoAnswer,
        FaultKind.Reset, FaultKind.LostAnswer, FaultKind.HalfBody, FaultKind.StalledBody, FaultKind.HalfJson, FaultKind.WrongJson, FaultKind.EmptyAnswer, FaultKind.SkewedClock,
        FaultKind.QueryFails, FaultKind.QueryIsCancelled, FaultKind.QueryTimesOut, FaultKind.QueryIsUnknown, FaultKind.QueryVanishes, FaultKind.QueryNeverEnds,
    ];

    /// <summary>Kinds that a call for rows may meet.</summary>
    public static IReadOnlyList<FaultKind> OfRows { get; } =
    [
        FaultKind.Throttle, FaultKind.ExpiredToken, FaultKind.InternalFailure, FaultKind.Unavailable, FaultKind.NoAnswer, FaultKind.Reset,
        FaultKind.LostAnswer, FaultKind.HalfBody, FaultKind.StalledBody, FaultKind.HalfJson, FaultKind.WrongJson, FaultKind.EmptyAnswer, FaultKind.SkewedClock,
    ];

    /// <summary>Kinds that a call for late events may meet.</summary>
    public static IReadOnlyList<FaultKind> OfLate { get; } = [.. OfRows, FaultKind.EmptyPage];

    /// <summary>Makes the rules.</summary>
    /// <param name="script">Takes them.</param>
    /// <param name="seed">The same seed lets the same calls go wrong in the same way.</param>
    /// <param name="calls">Up to which call of each operation.</param>
    public static void Install(FaultScript script, int seed, int calls)
    {
        var random = new Random(seed);
        Deal("StartQuery", OfStart, every: 4);
        Deal("GetQueryResults", OfRows, every: 14);
        Deal("FilterLogEvents", OfLate, every: 8, FaultKind.EmptyPage);

        // What only calls of one operation meet that are few comes first.
        void Deal(string operation, IReadOnlyList<FaultKind> kinds, int every, params FaultKind[] first)
        {
            var deck = new Queue<FaultKind>(first);
            for (var call = random.Next(1, every); call <= calls; call += random.Next(1, every * 2))
            {
                if (deck.Count == 0)
                {
                    var shuffled = kinds.ToArray();
                    random.Shuffle(shuffled);
                    deck = new Queue<FaultKind>(shuffled);
                }

                script.Add(new FaultRule { Operation = operation, Nth = call, Fault = deck.Dequeue() });
            }
        }
    }
}
