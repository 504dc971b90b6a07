namespace AuditDashboard.SignIn;

/// <summary>Lets one refusal a second through to the record, and counts the others: a flood of attempts must not fill the disk.</summary>
public sealed class RefusalGate(TimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private long _skipped;

    /// <summary>True if this refusal is to be recorded.</summary>
    /// <param name="skipped">How many were not since the last that was.</param>
    public bool TryPass(out long skipped)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now < _next)
            {
                _skipped++;
                skipped = 0;
                return false;
            }

            _next = now + Step;
            skipped = _skipped;
            _skipped = 0;
            return true;
        }
    }
}
