[assembly: AssemblyFixture(typeof(AuditDashboard.BrowserTests.Hostile.HostileFixture))]

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The dashboard of the corpus, started by the first test that wants it: they only read it.</summary>
public sealed class HostileFixture : IAsyncDisposable
{
    private readonly Lazy<Task<HostileDashboard>> _dashboard = new(HostileDashboard.StartAsync);

    /// <summary>The dashboard.</summary>
    internal Task<HostileDashboard> GetAsync() => _dashboard.Value;

    public async ValueTask DisposeAsync()
    {
        if (_dashboard is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _dashboard.Value).DisposeAsync();
        }
    }
}
