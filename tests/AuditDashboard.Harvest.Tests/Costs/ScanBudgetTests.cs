using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Tests.Costs;

public sealed class ScanBudgetTests
{
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private static readonly TimeWindow Hour = TimeWindow.Between(Noon.AddHours(-1), Noon);

    // 1 USD a day, a quarter of it kept; a GB costs 0.1 USD.
    private static ScanBudget Budget(double daily = 1) => new("lab", new HarvestOptions { DailyBudget = daily, BudgetReserve = 0.25, PricePerGigabyte = 0.1 }, new SpendingDay());

    [Fact]
    public void Forbid_NothingKnownOfTheLog_LetsAQuarterOfAnHourPassAndNothingLonger()
    {
        var budget = Budget();

        Assert.Null(budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-15), Noon), ["denied"]));
        Assert.Equal(
            "It is not known yet how much the log of lab holds, so a scan of 1 hours is not begun under a budget.",
            budget.Forbid(Hour, ["denied"]));
    }

    [Fact]
    public void Forbid_SourceThatDoesNotSayWhatItScans_LetsEverythingPass()
    {
        var budget = Budget();

        budget.SpendUnknown();

        Assert.True(budget.IsUnmetered);
        Assert.Null(budget.Forbid(Hour, ["denied"]));
    }

    [Fact]
    public void Forbid_NextScanWouldPassThreeQuarters_PausesAllButTheProtected()
    {
        var budget = Budget();

        budget.Spend(6 * Gigabyte, Hour);
        var sentence = budget.Forbid(Hour, ["roles", "denied"]);

        // 0.6 spent, and an hour costs 0.6 again: more than 0.75, and more than 1.
        Assert.Equal(
            "The budget of 1 USD a day for scans of lab is used up, but for the part kept for changes of roles, bindings and aws-auth. All other queries pause until 00:00 UTC; what is not read until then stays owed. The setting is Harvest:DailyBudget.",
            sentence);
        Assert.Null(budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-14), Noon), ["denied"]));
        Assert.Null(budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-39), Noon), ["roles", "aws-auth"]));
        Assert.Contains("Harvest pauses until 00:00 UTC", budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-41), Noon), ["roles", "aws-auth"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Forbid_PersonsOwnQuery_HasNoPartInTheReserve()
    {
        var budget = Budget();

        budget.Spend(75 * Gigabyte / 10, Hour);

        Assert.NotNull(budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-1), Noon), []));
        Assert.Null(budget.Forbid(TimeWindow.Between(Noon.AddMinutes(-1), Noon), ["roles"]));
    }

    [Fact]
    public void Forbid_MinuteOfFlood_DoesNotMakeHoursAsDearAsItself()
    {
        var budget = Budget(daily: 2);

        budget.Refresh(DateOnly.FromDateTime(Noon.UtcDateTime), 0, new ScanRate(Gigabyte / 3600.0, 100 * Gigabyte / 3600.0));

        Assert.Null(budget.Forbid(TimeWindow.Between(Noon.AddHours(-3), Noon), ["denied"]));
        Assert.NotNull(budget.Forbid(TimeWindow.Between(Noon.AddHours(-4), Noon), ["denied"]));
    }

    [Fact]
    public void Refresh_NextDay_StartsAnew()
    {
        var budget = Budget();
        var today = DateOnly.FromDateTime(Noon.UtcDateTime);
        budget.Refresh(today, 0, null);
        budget.Spend(9 * Gigabyte, Hour);

        // What is not committed yet counts too.
        budget.Refresh(today, ScanPrice.FromDollars(0.1), null);
        var spent = budget.SpentDollars;
        budget.Refresh(today.AddDays(1), 0, null);

        Assert.Equal((0.9, 0.0), (spent, budget.SpentDollars));
    }

    [Fact]
    public void Forbid_NoLimit_NeverPauses()
    {
        var budget = Budget(daily: 0);

        budget.Spend(1_000 * Gigabyte, Hour);

        Assert.Null(budget.Forbid(Hour, ["denied"]));
        Assert.Null(budget.DailyDollars);
    }

    /// <summary>0.1 USD are spent and an hour costs 0.1, so of the 0.75 that are not kept six more hours fit, and a seventh does not.</summary>
    [Fact]
    public void TryHold_ScansThatBeginAtOnce_DoNotSpendTheSameMoney()
    {
        var budget = Budget();
        budget.Spend(Gigabyte, Hour);
        var holds = new System.Collections.Concurrent.ConcurrentBag<ScanHold>();
        var sentences = new System.Collections.Concurrent.ConcurrentBag<string>();

        Parallel.For(0, 32, _ =>
        {
            if (budget.TryHold(Hour, ["denied"], out var hold) is { } sentence)
            {
                sentences.Add(sentence);
            }
            else
            {
                holds.Add(hold!); // the price of the log is known
            }
        });

        Assert.Equal((6, 26), (holds.Count, sentences.Count));
        Assert.All(sentences, sentence => Assert.Equal(
            "What scans of lab that run at the moment may cost does not leave enough of its budget of 1 USD a day for this one. It stays owed and is tried again at the next run. The setting is Harvest:DailyBudget.",
            sentence));
        Assert.Equal(0.05, budget.UnreservedLeftDollars!.Value, 1e-9);

        // What is kept is there all the same, and nothing of all this is spent yet.
        Assert.Null(budget.Forbid(Hour, ["roles"]));
        Assert.False(budget.IsSpentFor(Hour, ["denied"]));
        Assert.Equal(0.1, budget.SpentDollars);

        var first = holds.First();
        first.Dispose();
        first.Dispose();

        Assert.Equal(0.15, budget.UnreservedLeftDollars.Value, 1e-9);
        Assert.Null(budget.Forbid(Hour, ["denied"]));
        Assert.NotNull(budget.Forbid(TimeWindow.Between(Noon.AddHours(-2), Noon), ["denied"]));
    }

    [Fact]
    public void TryHold_WhatIsForbiddenOrHasNoPrice_HoldsNothing()
    {
        var unknown = Budget();
        var spent = Budget();
        spent.Spend(8 * Gigabyte, Hour);

        Assert.Null(unknown.TryHold(TimeWindow.Between(Noon.AddMinutes(-15), Noon), ["denied"], out var none));
        Assert.NotNull(spent.TryHold(Hour, ["denied"], out var forbidden));

        Assert.Equal((null, null), (none, forbidden));
        Assert.True(spent.IsSpentFor(Hour, ["denied"]));
    }
}
