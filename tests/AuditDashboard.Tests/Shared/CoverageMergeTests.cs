using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Tests.Shared;

public sealed class CoverageMergeTests
{
    private static readonly CoverageState[] WorstLast =
    [
        CoverageState.OutOfScope, CoverageState.Collected, CoverageState.FromFiles, CoverageState.Settling, CoverageState.Expired, CoverageState.NotCollected, CoverageState.Failed,
    ];

    [Fact]
    public void Worst_SeededLines_IsTheWorseStateAtEveryMoment()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var left = Line(random);
            var right = Line(random);

            var worst = CoverageMerge.Worst(left, right);

            for (var moment = 0; moment < 100; moment++)
            {
                var expected = Math.Max(Rank(left, moment), Rank(right, moment));
                Assert.Equal(expected, Rank(worst, moment));
            }

            Assert.Equal(0, worst[0].Window.FromMicros);
            Assert.Equal(100, worst[^1].Window.ToMicros);
            Assert.All(worst.Zip(worst.Skip(1)), p => Assert.Equal(p.First.Window.ToMicros, p.Second.Window.FromMicros));
        }
    }

    private static int Rank(IEnumerable<CoverageStretch> line, long moment) => Array.IndexOf(WorstLast, line.Single(s => s.Window.Contains(moment)).State);

    private static List<CoverageStretch> Line(Random random)
    {
        var line = new List<CoverageStretch>();
        for (long from = 0; from < 100;)
        {
            var to = Math.Min(100, from + 1 + random.Next(30));
            line.Add(new CoverageStretch(new TimeWindow(from, to), WorstLast[random.Next(WorstLast.Length)], null, null, null));
            from = to;
        }

        return line;
    }
}
