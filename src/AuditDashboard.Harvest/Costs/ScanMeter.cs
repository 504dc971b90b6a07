using AuditDashboard.Harvest.Sources;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Costs;

/// <summary>Follows one reading of a source, scan after scan: keeps it to the budget, and makes charges of what is billed.</summary>
internal sealed class ScanMeter : IDisposable
{
    private readonly ScanBudget? _budget;
    private readonly bool _tellsOfAuditLog;
    private readonly bool _tellsOfItsLog;
    private ScanHold? _hold;
    private int _spent;
    private int _taken;

    /// <summary>Makes one.</summary>
    /// <param name="budget">The budget; null for a source that bills nothing.</param>
    /// <param name="isOfAPerson">True for what a person asks for: it has no part in the reserve, and needs no knowledge of the log.</param>
    /// <param name="tellsOfAuditLog">False for another log than the cluster's audit log: what it holds says nothing of that.</param>
    /// <param name="tellsOfItsLog">False where a scan may read less than its window holds, such as one that is stopped: it teaches the budget no rate.</param>
    public ScanMeter(ScanBudget? budget, bool isOfAPerson = false, bool tellsOfAuditLog = true, bool tellsOfItsLog = true)
    {
        _budget = budget;
        _tellsOfAuditLog = tellsOfAuditLog && tellsOfItsLog;
        _tellsOfItsLog = tellsOfItsLog;
        Report = new ScanReport
        {
            Forbid = (window, queries) =>
            {
                Settle();
                return isOfAPerson && _budget is { KnowsRate: false } ? null : _budget?.TryHold(window, isOfAPerson ? [] : [.. queries.Select(q => q.Id)], out _hold);
            },
        };
    }

    /// <summary>What the source reports to.</summary>
    public ScanReport Report { get; }

    /// <summary>What was billed since the last time. No scan runs then.</summary>
    public IReadOnlyList<ScanCharge> TakeCharges(ScanPurpose purpose)
    {
        Settle();
        var charges = new List<ScanCharge>();
        for (; _taken < Report.Billed.Count; _taken++)
        {
            var billed = Report.Billed[_taken];
            charges.Add(new ScanCharge(
                purpose, billed.QueryIds, billed.Bytes, AloneBytesOf(billed, purpose), _tellsOfAuditLog ? billed.Window : null, _budget?.PriceOf(billed.Bytes) ?? 0));
        }

        return charges;
    }

    // Only harvest saves by merging: a comparison reads query by query as well.
    private static long AloneBytesOf(BilledScan billed, ScanPurpose purpose) =>
        purpose != ScanPurpose.Harvest ? billed.Bytes
        : billed.IsAgain ? 0
        : billed.Bytes * Math.Max(1, billed.QueryIds.Count);

    /// <summary>Notes that the reading came to its end.</summary>
    public void End()
    {
        if (Report.Billed.Count == 0)
        {
            _budget?.SpendUnknown();
        }
    }

    /// <summary>Lets go what is held, however the reading ended.</summary>
    public void Dispose() => Settle();

    // What is held is let go after what was billed is spent: in between, nobody may take it for free.
    private void Settle()
    {
        for (; _spent < Report.Billed.Count; _spent++)
        {
            _budget?.Spend(Report.Billed[_spent].Bytes, _tellsOfItsLog ? Report.Billed[_spent].Window : null);
        }

        _hold?.Dispose();
        _hold = null;
    }
}
