namespace AuditDashboard.Harvest.Costs;

/// <summary>What a scan that runs may cost, held back from all others until it is let go.</summary>
internal sealed class ScanHold : IDisposable
{
    private readonly SpendingDay _spending;
    private long _picos;

    /// <summary>Holds an amount. The caller has the lock.</summary>
    /// <param name="spending">Where it is held.</param>
    /// <param name="picos">Unit: 10⁻¹² US dollars.</param>
    public ScanHold(SpendingDay spending, long picos)
    {
        _spending = spending;
        _picos = picos;
        spending.HeldPicos += picos;
    }

    /// <summary>Lets it go; does nothing the second time.</summary>
    public void Dispose()
    {
        lock (_spending.Lock)
        {
            _spending.HeldPicos -= _picos;
            _picos = 0;
        }
    }
}
