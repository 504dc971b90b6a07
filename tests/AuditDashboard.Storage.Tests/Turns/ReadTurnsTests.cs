using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Tests.Support;
using AuditDashboard.Storage.Turns;

namespace AuditDashboard.Storage.Tests.Turns;

public sealed class ReadTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_BeyondTheMost_ComesInOrderAndOthersWaitForNobody()
    {
        var turns = new ReadTurns(2);
        var running = new Queue<ReadTurns.Turn>([await turns.TakeAsync("vera", Token), await turns.TakeAsync("vera", Token)]);
        var waiting = Enumerable.Range(0, 5).Select(_ => turns.TakeAsync("vera", Token)).ToList();

        Assert.All(waiting, turn => Assert.False(turn.IsCompleted));
        Assert.Equal((2, 5), turns.Of("vera"));
        using (await turns.TakeAsync("bob", Token))
        using (await turns.TakeAsync(null, Token))
        {
            Assert.Equal((1, 0), turns.Of("bob"));
        }

        for (var i = 0; i < waiting.Count; i++)
        {
            running.Dequeue().Dispose();
            running.Enqueue(await waiting[i]);
            Assert.Equal((2, waiting.Count - i - 1), turns.Of("vera"));
            Assert.All(waiting.Skip(i + 1), turn => Assert.False(turn.IsCompleted));
        }

        running.Dequeue().Dispose();
        running.Dequeue().Dispose();
        Assert.Equal((0, 0), turns.Of("vera"));
    }

    [Fact]
    public async Task Take_GivenUpWhileItWaits_LeavesTheLine()
    {
        var turns = new ReadTurns(1);
        var first = await turns.TakeAsync("vera", Token);
        using var stop = new CancellationTokenSource();
        var second = turns.TakeAsync("vera", stop.Token);
        var third = turns.TakeAsync("vera", Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.TakeAsync("vera", stop.Token));
        Assert.Equal((1, 1), turns.Of("vera"));
        first.Dispose();
        (await third).Dispose();
        Assert.Equal((0, 0), turns.Of("vera"));
    }

    /// <summary>However many ask, leave and fail at once: never more than the most, and no turn is lost.</summary>
    [Fact]
    public async Task Take_ByManyAtOnce_NeverMoreThanTheMostAndNoneIsLost()
    {
        var turns = new ReadTurns(3);
        var most = new int[4];
        var now = new int[4];
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(
            async () =>
            {
                var person = i % 4;
                using var stop = new CancellationTokenSource();
                var taking = turns.TakeAsync($"person-{person}", stop.Token);
                if (i % 7 == 0)
                {
                    await stop.CancelAsync();
                }

                try
                {
                    using var turn = await taking;
                    var running = Interlocked.Increment(ref now[person]);
                    int seen;
                    while (running > (seen = Volatile.Read(ref most[person])) && Interlocked.CompareExchange(ref most[person], running, seen) != seen)
                    {
                    }

                    await Task.Yield();
                    Interlocked.Decrement(ref now[person]);
                }
                catch (OperationCanceledException)
                {
                    // left the line
                }
            },
            Token)));

        Assert.All(most, number => Assert.InRange(number, 1, 3));
        Assert.All(Enumerable.Range(0, 4), person => Assert.Equal((0, 0), turns.Of($"person-{person}")));
    }

    /// <summary>Reads of the database, each held by a gate: those of one person beyond the most have not begun, others run, and a sign-in is looked up.</summary>
    [Fact]
    public async Task Reads_OfOnePerson_WaitForTheirOwnAlone()
    {
        using var db = await TestDatabase.CreateAsync();
        var credentials = new CredentialStore(db.Database, db.Clock);
        var secret = (await credentials.CreateAsync(CredentialKind.Session, "vera", DashboardRole.Viewer, TimeSpan.FromHours(1), Token)).Secret;
        using var gate = new ManualResetEventSlim();
        var begun = 0;
        using var vera = ReadingPerson.Enter("vera");
        var held = Enumerable.Range(0, ReadTurns.DefaultMost).Select(_ => ReadAsync(gate)).ToList();
        var further = ReadAsync(gate);
        while (Volatile.Read(ref begun) < ReadTurns.DefaultMost || db.Database.Turns.Of("vera").Waiting < 1)
        {
            await Task.Yield();
        }

        Assert.NotNull(await credentials.FindValidAsync(CredentialKind.Session, secret, Token)); // waits for nobody
        using (ReadingPerson.Enter("bob"))
        {
            Assert.Equal(1, await db.Database.ReadAsync((_, _) => 1, Token));
        }

        using (ReadingPerson.Enter(null))
        {
            Assert.Equal(1, await db.Database.ReadAsync((_, _) => 1, Token));
        }

        Assert.Equal(ReadTurns.DefaultMost, Volatile.Read(ref begun));
        Assert.False(further.IsCompleted);
        gate.Set();
        Assert.Equal(15, (await Task.WhenAll([.. held, further])).Sum()); // a read on the way takes no turn: else these would wait for each other
        Assert.Equal((0, 0), db.Database.Turns.Of("vera"));

        async Task<int> ReadAsync(ManualResetEventSlim opens) => await db.Database.QueryAsync(
            async (_, token) =>
            {
                Interlocked.Increment(ref begun);
                opens.Wait(token);
                return await db.Database.ReadAsync((_, _) => 3, token);
            },
            Token);
    }

    /// <summary>A read that fails or is stopped gives its turn back.</summary>
    [Fact]
    public async Task Reads_ThatFailOrAreStopped_GiveTheirTurnsBack()
    {
        using var db = await TestDatabase.CreateAsync();
        using var vera = ReadingPerson.Enter("vera");
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.ReadAsync<int>((_, _) => throw new InvalidOperationException(), Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Database.ReadAsync(
            (_, token) =>
            {
                stop.Cancel();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            stop.Token));

        Assert.Equal((0, 0), db.Database.Turns.Of("vera"));
    }
}
