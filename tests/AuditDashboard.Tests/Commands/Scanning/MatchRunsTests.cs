using AuditDashboard.Commands.Querying;

namespace AuditDashboard.Tests.Commands.Scanning;

public class MatchRunsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_047)]
    [InlineData(2_048)]
    [InlineData(2_049)]
    [InlineData(20_000)]
    public void InOrder_AnyNumber_GivesEachOnceAndSorted(int count)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, count).Select(_ => random.Next(count)).ToList();
        var runs = new MatchRuns<int>();
        values.ForEach(runs.Add);

        values.Sort();

        Assert.Equal(values, runs.InOrder());
    }
}
