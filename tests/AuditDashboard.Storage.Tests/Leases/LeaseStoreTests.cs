using System.Diagnostics;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Tests.Support;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Leases;

public sealed class LeaseStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acquire_HeldByAnother_IsRefusedUntilItExpiresAndNumbersGrow()
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();
        var others = new LeaseStore(other, db.Clock);

        var first = await db.Leases.TryAcquireAsync("prod", Minute, Token);
        var whileHeld = await others.TryAcquireAsync("prod", Minute, Token);
        db.Clock.Advance(Minute - TimeSpan.FromMicroseconds(1));
        var atTheLastMoment = await others.TryAcquireAsync("prod", Minute, Token);
        db.Clock.Advance(TimeSpan.FromMicroseconds(1));
        var second = await others.TryAcquireAsync("prod", Minute, Token);

        Assert.Null(whileHeld);
        Assert.Null(atTheLastMoment);
        Assert.Equal((1L, 2L), (first!.FencingNumber, second!.FencingNumber)); // acquired: asserted by the numbers
        Assert.NotEqual(first.Holder, second.Holder);
    }

    [Fact]
    public async Task Acquire_ManyAtOnceThroughTwoConnections_ExactlyOneGetsIt()
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();

        var leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => new LeaseStore(i % 2 == 0 ? db.Database : other, db.Clock).TryAcquireAsync("prod", Minute, Token), Token)));

        Assert.Single(leases, lease => lease is not null);
        Assert.Equal(1, db.Number("SELECT fencing_number FROM lease"));
    }

    [Fact]
    public async Task Acquire_OtherClusters_AreIndependent()
    {
        using var db = await TestDatabase.CreateAsync();

        Assert.NotNull(await db.Leases.TryAcquireAsync("prod", Minute, Token));
        Assert.NotNull(await db.Leases.TryAcquireAsync("staging", Minute, Token));
    }

    [Fact]
    public async Task Renew_TakenOver_GivesNullAndLeavesTheNewHolder()
    {
        using var db = await TestDatabase.CreateAsync();
        var old = await Held(db);
        db.Clock.Advance(Minute);
        var current = await Held(db);

        Assert.Null(await db.Leases.TryRenewAsync(old, Minute, Token));
        await db.Leases.ReleaseAsync(old, Token);
        db.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await db.Leases.TryAcquireAsync("prod", Minute, Token));

        var renewed = await db.Leases.TryRenewAsync(current, Minute, Token);
        db.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await db.Leases.TryAcquireAsync("prod", Minute, Token));
        Assert.Equal(current.FencingNumber, renewed?.FencingNumber);
    }

    [Fact]
    public async Task Release_OwnLease_FreesItAndTheNumberGoesOnGrowing()
    {
        using var db = await TestDatabase.CreateAsync();
        var first = await Held(db);

        await db.Leases.ReleaseAsync(first, Token);
        var second = await Held(db);

        Assert.Equal(first.FencingNumber + 1, second.FencingNumber);
    }

    [Fact]
    public async Task Acquire_HolderIsAProcessThatEnded_IsTakenOverAtOnce()
    {
        using var db = await TestDatabase.CreateAsync();
        var lease = await Held(db);
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!; // started without a shell: never null
        await process.WaitForExitAsync(Token);
        var parts = lease.Holder.Split('/');
        db.Execute($"UPDATE lease SET holder = '{parts[0]}/{process.Id}/{parts[2]}/{parts[3]}'");

        var taken = await db.Leases.TryAcquireAsync("prod", Minute, Token);

        Assert.Equal(2, taken?.FencingNumber);
    }

    [Theory]
    [InlineData("elsewhere", 0)]
    [InlineData("", 0)]
    public async Task Acquire_HolderOnAnotherMachine_IsNotTakenForGone(string place, int process)
    {
        using var db = await TestDatabase.CreateAsync();
        await Held(db);
        db.Execute($"UPDATE lease SET holder = '{place}/{process}/1/x'");

        Assert.Null(await db.Leases.TryAcquireAsync("prod", Minute, Token));
    }

    [Fact]
    public async Task Commit_UnderEachLeaseOfAChain_OnlyTheLastOnesPass()
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();
        var second = new EventIngest(other, CrashPoints.None, db.Clock);
        var leases = new List<ClusterLease>();
        for (var i = 0; i < 4; i++)
        {
            leases.Add(await Held(db));
            db.Clock.Advance(Minute);
        }

        // Expired but taken over by nobody: still the only one that may write.
        for (var i = 0; i < leases.Count; i++)
        {
            var batch = TestDatabase.Batch(Match(Event(RoleChange(i)), "roles")) with { Lease = leases[i] };
            var ingest = i % 2 == 0 ? second : db.Ingest;
            if (i < leases.Count - 1)
            {
                await Assert.ThrowsAsync<LeaseLostException>(() => ingest.CommitAsync(batch, Token));
            }
            else
            {
                Assert.Equal(1, (await ingest.CommitAsync(batch, Token)).EventsInserted);
            }
        }

        var forged = leases[^1] with { Holder = leases[0].Holder };
        await Assert.ThrowsAsync<LeaseLostException>(() => db.Ingest.CommitAsync(TestDatabase.Batch(Match(Event(RoleChange(9)), "roles")) with { Lease = forged }, Token));
        Assert.Equal(1, db.Number("SELECT count(*) FROM event"));
    }

    private static async Task<ClusterLease> Held(TestDatabase db) =>
        await db.Leases.TryAcquireAsync("prod", Minute, Token) ?? throw new InvalidOperationException("The lease is not free.");
}
