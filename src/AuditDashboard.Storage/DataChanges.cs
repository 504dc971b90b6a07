namespace AuditDashboard.Storage;

/// <summary>Tells open pages of new data, also of that which another process wrote. One instance a process.</summary>
public sealed class DataChanges
{
    /// <summary>Calls <paramref name="onChanged"/> after each change of the database (coalesced), on a thread pool thread, until disposed.</summary>
    public IDisposable Subscribe(Func<Task> onChanged) => throw new NotSupportedException("contract only");

    /// <summary>Watches the database until cancelled. The web host runs this as a background service.</summary>
    public Task WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException("contract only");
}
