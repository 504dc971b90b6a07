using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Tests.Support;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Coverage;

/// <summary>Coverage in a real file against a bitmap with one place a second, after random harvests, failures, file spans and a change of the selection.</summary>
public sealed class CoverageModelTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const int Places = 50;
    private const long Micros = 1_000_000;
    private static readonly string[] Queries = ["roles", "secrets"];

    private static readonly Gen<TimeWindow> Window = Gen.Select(Gen.Int[0, Places], Gen.Int[1, 20]).Select((from, length) => At(from, from + length));

    private static readonly Gen<Step> Steps = Gen.OneOf<Step>(
        Gen.Select(Window, Gen.Int[0, 1], Gen.Bool, Pick.One(CoverageHow.Live, CoverageHow.ReRead, CoverageHow.Backfill), Pick.One("now", "now", "before"))
            .Select((w, q, settled, how, hash) => (Step)new Gain(w, q, settled, how, hash)),
        Gen.Select(Window, Gen.Int[1, 3]).Select((w, q) => (Step)new Failure(w, q)),
        Gen.Select(Window, Pick.One("file-a", "file-b")).Select((w, origin) => (Step)new FileSpanSeen(w, origin)),
        Gen.Int[-5, 70].Select(at => (Step)new Owed(at)),
        Gen.Int[0, 5_000].Select(seconds => (Step)new Wait(seconds)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coverage_AfterRandomSteps_EqualsTheBitmap()
    {
        using var db = await TestDatabase.CreateAsync();
        var round = 0;
        await Gen.Select(Steps.Array[1, 14], Window).SampleAsync(
            async (steps, asked) =>
            {
                var cluster = $"cluster-{round++}";
                var model = new Model();
                foreach (var step in steps)
                {
                    await ApplyAsync(db, cluster, model, step);
                }

                // A whole view, and one cut anywhere.
                foreach (var window in new[] { At(-3, Places + 25), asked })
                {
                    var queries = Queries.Select(q => new CoverageQuery(q, "now")).ToList();
                    var lines = await db.Coverage.GetLinesAsync(cluster, window, queries, Token);
                    var now = TimeWindow.ToMicrosSinceEpoch(db.Clock.GetUtcNow());

                    for (var q = 0; q < Queries.Length; q++)
                    {
                        AssertFills(window, lines[q].Stretches);
                        Assert.Equal(Instants(window).Select(at => model.At(q, at, now)), Instants(window).Select(at => Told(lines[q].Stretches, at)));
                        Assert.Equal(
                            Instants(window).Where(at => model.IsCollected(q, at, settledOnly: false)),
                            Instants(window).Where(at => Collected(db, cluster, q, settledOnly: false).Intervals.Any(i => i.Contains(at))));
                        Assert.Equal(
                            Instants(window).Where(at => model.IsCollected(q, at, settledOnly: true)),
                            Instants(window).Where(at => Collected(db, cluster, q, settledOnly: true).Intervals.Any(i => i.Contains(at))));
                    }

                    AssertSummary(await db.Coverage.GetSummaryAsync(cluster, window, queries, Token), window, model, now);
                }
            },
            seed: Seed, iter: 150, threads: 1);
    }

    [Fact]
    public async Task Coverage_UnknownCluster_IsOutOfScopeAndNothingIsCollected()
    {
        using var db = await TestDatabase.CreateAsync();
        var window = At(0, 10);

        var summary = await db.Coverage.GetSummaryAsync("nobody", window, [new CoverageQuery("roles", "now")], Token);

        Assert.Equal([new CoverageStretch(window, CoverageState.OutOfScope, null, null, null)], summary.Stretches);
        Assert.Equal((0d, TimeSpan.Zero, 0, null), (summary.CollectedFraction, summary.NotCollected, summary.Gaps, summary.SettledTo));
    }

    private static async Task ApplyAsync(TestDatabase db, string cluster, Model model, Step step)
    {
        switch (step)
        {
            case Gain gain:
                var batch = TestDatabase.Batch() with
                {
                    Cluster = cluster,
                    Coverage = [new CoverageGain(Queries[gain.Query], gain.Hash, gain.Window, gain.How, 10, 1_000, gain.IsSettled)],
                };
                await db.Ingest.CommitAsync(batch, Token);
                break;
            case Failure failure:
                await db.Runs.NoteFailedWindowAsync(cluster, [.. Queries.Where((_, i) => (failure.Queries & (1 << i)) != 0)], failure.Window, failure.Reason, lease: null, Token);
                break;
            case FileSpanSeen span:
                await db.Ingest.CommitAsync(TestDatabase.Batch() with { Cluster = cluster, FileSpans = [new(span.Origin, span.Window)] }, Token);
                break;
            case Owed owed:
                await db.Clusters.RegisterAsync(cluster, "Demo", TimeWindow.FromMicrosSinceEpoch(At(owed.From, owed.From).FromMicros), Token);
                break;
            case Wait wait:
                db.Clock.Advance(TimeSpan.FromSeconds(wait.Seconds));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }

        model.Apply(step);
    }

    private static IntervalSet Collected(TestDatabase db, string cluster, int query, bool settledOnly) =>
        db.Coverage.GetCollectedAsync(cluster, new CoverageQuery(Queries[query], "now"), settledOnly, Token).GetAwaiter().GetResult();

    private static void AssertFills(TimeWindow window, IReadOnlyList<CoverageStretch> stretches)
    {
        Assert.Equal(window.FromMicros, stretches[0].Window.FromMicros);
        Assert.Equal(window.ToMicros, stretches[^1].Window.ToMicros);
        Assert.All(stretches, s => Assert.False(s.Window.IsEmpty));
        Assert.All(stretches.Zip(stretches.Skip(1)), pair =>
        {
            Assert.Equal(pair.First.Window.ToMicros, pair.Second.Window.FromMicros);
            Assert.NotEqual(pair.First with { Window = pair.Second.Window }, pair.Second);
        });
    }

    private static void AssertSummary(CoverageSummary summary, TimeWindow window, Model model, long now)
    {
        CoverageState[] worstFirst =
            [CoverageState.Failed, CoverageState.NotCollected, CoverageState.FromFiles, CoverageState.OutOfScope, CoverageState.Settling, CoverageState.Collected];
        var expected = Instants(window).Select(at => worstFirst.First(state => Queries.Where((_, q) => model.At(q, at, now).State == state).Any())).ToList();
        AssertFills(window, summary.Stretches);
        Assert.Equal(expected, Instants(window).Select(at => Told(summary.Stretches, at).State));

        var collected = expected.Count(s => s is CoverageState.Collected or CoverageState.Settling);
        var missing = expected.Count(s => s is CoverageState.NotCollected or CoverageState.Failed);
        Assert.Equal(collected + missing == 0 ? 0 : (double)collected / (collected + missing), summary.CollectedFraction, 1e-9);
        Assert.Equal(TimeSpan.FromSeconds(missing), summary.NotCollected);
        var gaps = expected.Select(s => s is CoverageState.NotCollected or CoverageState.Failed).ToList();
        Assert.Equal(gaps.Where((isGap, i) => isGap && (i == 0 || !gaps[i - 1])).Count(), summary.Gaps);
        var settled = expected.SkipWhile(s => s == CoverageState.OutOfScope).TakeWhile(s => s == CoverageState.Collected).Count();
        Assert.Equal(
            settled == 0 ? null : TimeWindow.FromMicrosSinceEpoch(window.FromMicros + ((expected.TakeWhile(s => s == CoverageState.OutOfScope).Count() + settled) * Micros)),
            summary.SettledTo);
        Assert.Equal(Instants(window).Any(model.HasFiles), summary.HasFileEvents);
    }

    private static (CoverageState State, CoverageHow? How, string? Reason) Told(IReadOnlyList<CoverageStretch> stretches, long at)
    {
        var stretch = Assert.Single(stretches, s => s.Window.Contains(at));
        return (stretch.State, stretch.How, stretch.Reason);
    }

    private static IEnumerable<long> Instants(TimeWindow window)
    {
        for (var at = window.FromMicros; at < window.ToMicros; at += Micros)
        {
            yield return at;
        }
    }

    private static TimeWindow At(int from, int to) => new(TestEvents.T0 + (from * Micros), TestEvents.T0 + (to * Micros));

    private abstract record Step;

    private sealed record Gain(TimeWindow Window, int Query, bool IsSettled, CoverageHow How, string Hash) : Step;

    private sealed record Failure(TimeWindow Window, int Queries) : Step
    {
        public string Reason => $"No answer for {Window.FromMicros}.";
    }

    private sealed record FileSpanSeen(TimeWindow Window, string Origin) : Step;

    private sealed record Owed(int From) : Step;

    private sealed record Wait(int Seconds) : Step;

    /// <summary>What was last said of each instant, one entry a second.</summary>
    private sealed class Model
    {
        private readonly Dictionary<(int Query, string Hash, long At), Gain> _gains = [];
        private readonly Dictionary<(int Query, long At), string> _failures = [];
        private readonly Dictionary<string, TimeWindow> _spans = [];
        private long? _owedFrom;

        public void Apply(Step step)
        {
            switch (step)
            {
                case Gain gain:
                    foreach (var at in Instants(gain.Window))
                    {
                        _gains[(gain.Query, gain.Hash, at)] = gain;
                        _failures.Remove((gain.Query, at));
                    }

                    break;
                case Failure failure:
                    foreach (var at in Instants(failure.Window))
                    {
                        foreach (var query in Enumerable.Range(0, Queries.Length).Where(q => (failure.Queries & (1 << q)) != 0))
                        {
                            _failures[(query, at)] = failure.Reason;
                        }
                    }

                    break;
                case FileSpanSeen span:
                    var known = _spans.GetValueOrDefault(span.Origin, span.Window);
                    _spans[span.Origin] = new TimeWindow(Math.Min(known.FromMicros, span.Window.FromMicros), Math.Max(known.ToMicros, span.Window.ToMicros));
                    break;
                case Owed owed:
                    var from = CoverageModelTests.At(owed.From, owed.From).FromMicros;
                    _owedFrom = Math.Min(_owedFrom ?? from, from);
                    break;
            }
        }

        public bool HasFiles(long at) => _spans.Values.Any(s => s.Contains(at));

        public bool IsCollected(int query, long at, bool settledOnly) => _gains.TryGetValue((query, "now", at), out var gain) && (gain.IsSettled || !settledOnly);

        public (CoverageState State, CoverageHow? How, string? Reason) At(int query, long at, long now)
        {
            if (_gains.TryGetValue((query, "now", at), out var gain))
            {
                return (gain.IsSettled ? CoverageState.Collected : CoverageState.Settling, gain.How, null);
            }

            if (_failures.TryGetValue((query, at), out var reason))
            {
                return (CoverageState.Failed, null, reason);
            }

            if (_owedFrom is { } from && at >= from && at < now)
            {
                return (CoverageState.NotCollected, null, HasFiles(at) ? CoverageLayers.OnlyFromFilesReason : null);
            }

            return HasFiles(at) ? (CoverageState.FromFiles, CoverageHow.Files, CoverageLayers.FromFilesReason) : (CoverageState.OutOfScope, null, null);
        }
    }
}
