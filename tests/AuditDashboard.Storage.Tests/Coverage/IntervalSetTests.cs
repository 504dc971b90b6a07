using AuditDashboard.Storage.Coverage;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Coverage;

public sealed class IntervalSetTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const int Instants = 40;

    /// <summary>Intervals over few instants, so that they overlap, adjoin and repeat; some are empty or turned round.</summary>
    private static readonly Gen<TimeWindow[]> Windows = Gen.Select(Gen.Int[0, Instants], Gen.Int[0, Instants]).Select((a, b) => new TimeWindow(a, b)).Array[0, 8];

    [Fact]
    public void Of_AnyIntervals_HoldsTheirInstantsAsSortedDisjointNonAdjoiningIntervals() =>
        Windows.Sample(
            windows =>
            {
                var set = IntervalSet.Of(windows);

                Assert.Equal(Bits(windows), Bits(set.Intervals));
                Assert.All(set.Intervals, i => Assert.False(i.IsEmpty));
                Assert.All(set.Intervals.Zip(set.Intervals.Skip(1)), pair => Assert.True(pair.First.ToMicros < pair.Second.FromMicros));
                Assert.Equal(Bits(windows).Count(b => b), set.Duration.TotalMicroseconds);
                Assert.Equal(Bits(windows), Enumerable.Range(0, Instants).Select(at => set.Contains(at)));
            },
            seed: Seed, iter: 2_000, threads: 1);

    [Fact]
    public void UnionExceptIntersect_AnySets_EqualTheBitmaps() =>
        Gen.Select(Windows, Windows).Sample(
            (a, b) =>
            {
                var (left, right) = (IntervalSet.Of(a), IntervalSet.Of(b));
                var (leftBits, rightBits) = (Bits(a), Bits(b));

                Assert.Equal(leftBits.Zip(rightBits, (x, y) => x || y), Bits(left.Union(right).Intervals));
                Assert.Equal(leftBits.Zip(rightBits, (x, y) => x && !y), Bits(left.Except(right).Intervals));
                Assert.Equal(leftBits.Zip(rightBits, (x, y) => x && y), Bits(left.Intersect(right).Intervals));
            },
            seed: Seed, iter: 2_000, threads: 1);

    private static bool[] Bits(IReadOnlyList<TimeWindow> windows) =>
        [.. Enumerable.Range(0, Instants).Select(at => windows.Any(w => w.Contains(at)))];
}
