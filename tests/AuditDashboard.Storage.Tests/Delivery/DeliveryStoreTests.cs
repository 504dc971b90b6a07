using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Delivery;

public sealed class DeliveryStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delays_CommittedEvents_AreCountedOnceByMinutesForAWeek()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new DeliveryStore(db.Database, db.Clock);

        IngestEvent[] events = [Delivered(1, 30), Delivered(2, 59), Delivered(3, 61), Delivered(4, 20 * 3600), Delivered(5, -5)];
        await db.CommitAsync(events);
        await db.CommitAsync(events);
        await db.CommitAsync(TestEvents.Match(TestEvents.Event(TestEvents.RoleChange(6)), "roles"));

        var delays = await store.GetDelaysAsync("prod", Token);
        db.Clock.SetUtcNow(TestDatabase.Start.AddDays(7));
        Assert.Equal([(TimeSpan.FromMinutes(1), 3L), (TimeSpan.FromMinutes(2), 1L), (TimeSpan.FromHours(20), 1L)], delays);
        Assert.Empty(await store.GetDelaysAsync("prod", Token));
        Assert.Empty(await store.GetDelaysAsync("other", Token));
    }

    [Theory]
    [InlineData(-1, 60)]
    [InlineData(0, 60)]
    [InlineData(60, 60)]
    [InlineData(60.5, 120)]
    [InlineData(1801, 2100)]
    [InlineData(6 * 3600 + 1, 7 * 3600)]
    [InlineData(49 * 3600, 72 * 3600)]
    public void UpTo_Delay_IsTheUpperEndOfItsStep(double seconds, long expected) => Assert.Equal(expected, DelayCounts.UpToSeconds((long)(seconds * 1_000_000)));

    [Fact]
    public async Task LateCheck_Set_IsWhatIsReadNext()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new DeliveryStore(db.Database, db.Clock);

        var before = await store.GetLateCheckAsync("prod", Token);
        await store.SetLateCheckAsync("prod", new LateCheck(5, 7, 6), lease: null, Token);
        var during = await store.GetLateCheckAsync("prod", Token);
        await store.SetLateCheckAsync("prod", new LateCheck(6, null, null), lease: null, Token);

        Assert.Null(before);
        Assert.Equal(new LateCheck(5, 7, 6), during);
        Assert.Equal(new LateCheck(6, null, null), await store.GetLateCheckAsync("prod", Token));
    }

    private static IngestEvent Delivered(int minute, int seconds)
    {
        var redacted = TestEvents.Event(TestEvents.RoleChange(minute));
        return new IngestEvent(redacted, ["roles"], FromFiles: false, redacted.TimeMicros + (seconds * 1_000_000L));
    }
}
