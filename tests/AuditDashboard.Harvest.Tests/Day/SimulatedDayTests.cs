using AuditDashboard.Benchmarks.Day;

namespace AuditDashboard.Harvest.Tests.Day;

/// <summary>The benchmark's day, shorter: what is billed, and whether every late event is found.</summary>
public sealed class SimulatedDayTests : IDisposable
{
    private static readonly SimulatedDayPlan Short = new()
    {
        Length = TimeSpan.FromHours(3),
        LongestDelay = TimeSpan.FromHours(2),
        DeclaredBytes = 10e9 / 8,
        NoiseRatio = 6,
        LatePart = 0.002,
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Day_DefaultSettings_EverythingIsOnScreenWithinSixMinutesForTwiceTheBytesOfTheLog()
    {
        var day = await RunAsync(Short);

        AssertWhole(day);
        Assert.InRange(day.Factor, 1.5, 2.2);
        Assert.InRange(day.LongestWait, TimeSpan.Zero, TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Day_Economy_EverythingIsFoundForTheBytesOfTheLog()
    {
        var day = await RunAsync(Short with { IsEconomical = true });

        AssertWhole(day);
        Assert.InRange(day.Factor, 0.9, 1.2);
    }

    private Task<SimulatedDayResult> RunAsync(SimulatedDayPlan plan) => SimulatedDay.RunAsync(
        plan, _folder.Path, message => Truth.Select(message.Span) is { Count: > 0 }, TestContext.Current.CancellationToken);

    private static void AssertWhole(SimulatedDayResult day)
    {
        Assert.Empty(day.Errors);
        Assert.InRange(day.Late, 5, int.MaxValue);
        Assert.Equal((day.Selected, day.Late), (day.Found, day.LateFound));
        Assert.InRange(day.MarkedLate, day.Late / 2, day.Late + day.Selected / 50);
        Assert.Equal(0, day.UnsettledSeconds);
        Assert.Equal(day.BilledBytes, day.CountedBytes, 1e6);
    }
}
