using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;

namespace AuditDashboard.Tests.Shared;

public sealed class BinRollupTests
{
    [Fact]
    public void Join_SeededModels_EveryWideBarIsTheSumOfTheMinutesInside()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var from = random.NextInt64(0, 2_000_000_000_000_000);
            var window = new TimeWindow(from, from + 1 + random.NextInt64(0, 3 * 1440 * TimeWindow.MinuteMicros));
            var model = RandomModel(random, window);
            var width = BinRollup.Widths[random.Next(BinRollup.Widths.Count)];

            var joined = BinRollup.Join(model, width);

            Assert.Equal(BinRollup.CountBins(window, width), joined.BinCount);
            Assert.Equal(0, joined.StartMicros % (width * TimeWindow.MinuteMicros));
            Assert.True(joined.StartMicros <= window.FromMicros);
            for (var s = 0; s < model.Series.Count; s++)
            {
                // Independently: put each minute's count into the bar that its start divides into.
                var expected = new Dictionary<long, int>();
                for (var i = 0; i < model.BinCount; i++)
                {
                    var minute = (model.StartMicros / TimeWindow.MinuteMicros) + i;
                    expected[minute / width] = expected.GetValueOrDefault(minute / width) + model.Series[s].Counts[i];
                }

                Assert.Equal(expected.OrderBy(e => e.Key).Select(e => e.Value), joined.Series[s].Counts);
                Assert.Equal(model.Series[s].Total, joined.Series[s].Total);
            }
        }
    }

    [Fact]
    public void BinWindow_AllBars_AdjoinAndFillTheWindow()
    {
        var window = new TimeWindow(90_500_000, 90_500_000 + (61 * TimeWindow.MinuteMicros));
        var model = BinRollup.Join(RandomModel(new Random(1), window), 5);

        var bars = Enumerable.Range(0, model.BinCount).Select(model.BinWindow).ToList();

        Assert.Equal(window.FromMicros, bars[0].FromMicros);
        Assert.Equal(window.ToMicros, bars[^1].ToMicros);
        Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(pair.First.ToMicros, pair.Second.FromMicros));
        Assert.All(bars, bar => Assert.False(bar.IsEmpty));
    }

    [Theory]
    [InlineData(24, 1500, 1)]
    [InlineData(25, 1500, 1)]
    [InlineData(26, 1500, 2)]
    [InlineData(7 * 24, 1500, 10)]
    [InlineData(30 * 24, 1500, 30)]
    [InlineData(24, 96, 15)]
    [InlineData(24, 95, 30)]
    public void WidthFor_Hours_IsTheNarrowestThatFits(int hours, int maxBins, int expected)
    {
        var window = new TimeWindow(0, hours * 60 * TimeWindow.MinuteMicros);

        Assert.Equal(expected, BinRollup.WidthFor(window, maxBins));
    }

    [Fact]
    public void WidthForPixels_Day_KeepsThreePixelsABar()
    {
        var model = RandomModel(new Random(2), new TimeWindow(0, 1440 * TimeWindow.MinuteMicros));

        Assert.Equal(5, BinRollup.WidthForPixels(model, 1360));
        Assert.Equal(1, BinRollup.WidthForPixels(model, 4320));
        Assert.Equal(15, BinRollup.WidthForPixels(model, 330));
    }

    [Fact]
    public void Join_WidthThatIsNoMultiple_IsRefused()
    {
        var model = BinRollup.Join(RandomModel(new Random(3), new TimeWindow(0, 60 * TimeWindow.MinuteMicros)), 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => BinRollup.Join(model, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinRollup.Join(model, 1));
    }

    [Theory]
    [InlineData(1, "bars of 1 min")]
    [InlineData(5, "bars of 5 min from 1-minute bins")]
    [InlineData(120, "bars of 2 h from 1-minute bins")]
    [InlineData(1440, "bars of 1 day from 1-minute bins")]
    [InlineData(10080, "bars of 7 days from 1-minute bins")]
    public void Describe_Width_SaysTheUnitAndWhereItComesFrom(int width, string expected) => Assert.Equal(expected, BinRollup.Describe(width));

    internal static ChartModel RandomModel(Random random, TimeWindow window)
    {
        var start = window.FromMicros / TimeWindow.MinuteMicros * TimeWindow.MinuteMicros;
        var bins = (int)BinRollup.CountBins(window, 1);
        return new ChartModel
        {
            Window = window,
            StartMicros = start,
            WidthMinutes = 1,
            Series =
            [
                .. new[] { "roles", "denied" }.Select(id => new ChartSeries(id, id, "--q-" + id, [.. Enumerable.Range(0, bins).Select(_ => random.Next(4) == 0 ? random.Next(50) : 0)])),
            ],
        };
    }
}
