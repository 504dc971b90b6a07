using System.Threading.Channels;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests;

public sealed class DataChangesTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_CommitOfThisProcess_IsToldWithoutAPoll()
    {
        await using var watched = await Watched.StartAsync(TimeSpan.FromDays(1));

        await watched.Db.CommitAsync(Match(Event(RoleChange(1)), "roles"));

        Assert.Equal(1, await watched.ToldAsync());
    }

    [Fact]
    public async Task Watch_CommitOfAnotherProcess_IsToldAtTheNextPoll()
    {
        await using var watched = await Watched.StartAsync();
        using var other = watched.Db.OpenAgain();

        await new EventIngest(other, CrashPoints.None, watched.Db.Clock).CommitAsync(TestDatabase.Batch(Match(Event(RoleChange(1)), "roles")), Token);
        Assert.False(watched.IsTold);

        Assert.Equal(1, await watched.ToldAsync());
    }

    [Fact]
    public async Task Watch_RolledBackCommitAndPollsWithoutChange_TellNothing()
    {
        await using var watched = await Watched.StartAsync();
        var seen = Channel.CreateUnbounded<long>();
        using var subscription = watched.Changes.Subscribe(() => Task.FromResult(seen.Writer.TryWrite(watched.Db.Number("SELECT count(*) FROM event"))));
        var broken = new EventIngest(
            watched.Db.Database, new CrashPoints(point => _ = point == CrashPoint.BeforeCommit ? throw new InvalidOperationException("broken off") : 0), watched.Db.Clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.CommitAsync(TestDatabase.Batch(Match(Event(RoleChange(1)), "roles")), Token));
        for (var i = 0; i < 10; i++)
        {
            // Nothing is to be waited for here but that nothing happens.
            watched.Db.Clock.Advance(Poll);
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        await watched.Db.CommitAsync(Match(Event(RoleChange(2)), "roles"));
        await watched.ToldAsync();
        Assert.Equal(1, await seen.Reader.ReadAsync(Token)); // the first call saw the commit that was not rolled back
    }

    [Fact]
    public async Task Watch_OneSubscriberFailsAndOneIsDisposed_OthersAreStillTold()
    {
        await using var watched = await Watched.StartAsync();
        var failures = Channel.CreateUnbounded<int>();
        var told = 0;
        using var failing = watched.Changes.Subscribe(() =>
        {
            failures.Writer.TryWrite(1);
            throw new InvalidOperationException("this page is broken");
        });
        watched.Changes.Subscribe(() => Task.FromResult(told++)).Dispose();

        await watched.Db.CommitAsync(Match(Event(RoleChange(1)), "roles"));
        await watched.ToldAsync();
        await failures.Reader.ReadAsync(Token);
        await watched.Db.CommitAsync(Match(Event(RoleChange(2)), "roles"));

        Assert.Equal(2, await watched.ToldAsync());
        await failures.Reader.ReadAsync(Token);
        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Subscription_SignalledWhileItRuns_RunsOnceMoreAndNeverTwiceAtOnce()
    {
        var (started, release) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        var running = 0;
        var most = 0;
        using var subscription = new ChangeSubscription(
            async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                started.Writer.TryWrite(1);
                await release.Reader.ReadAsync(Token);
                Interlocked.Decrement(ref running);
            },
            NullLogger.Instance,
            _ => { });

        subscription.Signal();
        await started.Reader.ReadAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            subscription.Signal();
        }

        release.Writer.TryWrite(1);
        await started.Reader.ReadAsync(Token);
        Assert.False(started.Reader.TryRead(out _));
        release.Writer.TryWrite(1);

        // Once it rests, a new signal starts it anew.
        subscription.Signal();
        await started.Reader.ReadAsync(Token);
        release.Writer.TryWrite(1);
        Assert.Equal(1, most);
    }

    /// <summary>A database that is watched, and a subscriber that counts its calls.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<int> _calls = Channel.CreateUnbounded<int>();
        private readonly IDisposable _subscription;
        private readonly Task _watch;
        private int _count;

        private Watched(TestDatabase db, TimeSpan poll)
        {
            Db = db;
            Changes = new DataChanges(db.Database, db.Clock, poll, NullLogger<DataChanges>.Instance);
            _subscription = Changes.Subscribe(() => Task.FromResult(_calls.Writer.TryWrite(++_count)));
            _watch = Changes.WatchAsync(_stop.Token);
        }

        public TestDatabase Db { get; }

        public DataChanges Changes { get; }

        public bool IsTold => _calls.Reader.Count > 0;

        public static async Task<Watched> StartAsync(TimeSpan? poll = null)
        {
            var watched = new Watched(await TestDatabase.CreateAsync(), poll ?? Poll);

            // It watches as soon as a change is told; what starting itself tells is taken away here.
            await watched.Db.Clusters.RegisterAsync("prod", "Demo", null, Token);
            await watched.ToldAsync();
            watched._count = 0;
            return watched;
        }

        /// <summary>Waits for a call and gives how many there were; time goes on meanwhile, so that polls and pauses end.</summary>
        public async Task<int> ToldAsync()
        {
            var call = _calls.Reader.ReadAsync(Token).AsTask();
            while (await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(5), Token)) != call)
            {
                Db.Clock.Advance(Poll);
            }

            return await call;
        }

        public async ValueTask DisposeAsync()
        {
            _subscription.Dispose();
            await _stop.CancelAsync();
            await _watch;
            _stop.Dispose();
            Db.Dispose();
        }
    }
}
