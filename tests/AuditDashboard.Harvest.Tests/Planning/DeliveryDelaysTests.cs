using AuditDashboard.Harvest.Planning;

namespace AuditDashboard.Harvest.Tests.Planning;

public sealed class DeliveryDelaysTests
{
    private static readonly TimeSpan Assumed = TimeSpan.FromMinutes(20);

    [Fact]
    public void Learn_FewEvents_AssumesWhatTheSourceSays() =>
        Assert.Equal(Assumed, DeliveryDelays.Learn(Assumed, [(TimeSpan.FromMinutes(1), 999)]));

    [Fact]
    public void Learn_FastSource_WaitsTenMinutesAllTheSame() =>
        Assert.Equal(TimeSpan.FromMinutes(10), DeliveryDelays.Learn(Assumed, [(TimeSpan.FromMinutes(1), 1_000)]));

    [Fact]
    public void Learn_OneInAHundredTakesHalfAnHour_WaitsForThem() => Assert.Equal(
        TimeSpan.FromMinutes(31),
        DeliveryDelays.Learn(Assumed, [(TimeSpan.FromMinutes(1), 9_900), (TimeSpan.FromMinutes(30), 98), (TimeSpan.FromHours(20), 2)]));

    [Fact]
    public void Learn_FewTakeHours_DoesNotWaitForThem() => Assert.Equal(
        TimeSpan.FromMinutes(13),
        DeliveryDelays.Learn(Assumed, [(TimeSpan.FromMinutes(1), 990), (TimeSpan.FromMinutes(12), 6), (TimeSpan.FromHours(20), 4)]));

    [Fact]
    public void Learn_SourceThatIsHoursLate_WaitsSixHoursAtMost() => Assert.Equal(
        TimeSpan.FromHours(6), DeliveryDelays.Learn(Assumed, [(TimeSpan.FromMinutes(1), 1_000), (TimeSpan.FromHours(20), 1_000)]));
}
