namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>A browser on the dashboard of the corpus.</summary>
/// <param name="Dashboard">The dashboard.</param>
/// <param name="Session">The browser's page.</param>
/// <param name="Problems">What was seen that should not be; locked while it is changed.</param>
internal sealed record HostileVisit(HostileDashboard Dashboard, BrowserSession Session, List<string> Problems) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
