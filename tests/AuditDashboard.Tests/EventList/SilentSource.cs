using AuditDashboard.Harvest.Sources;

namespace AuditDashboard.Tests.EventList;

/// <summary>A source that pages name and nobody reads.</summary>
internal sealed class SilentSource : ILogSource
{
    public string Kind => "Demo";

    public string? Advice { get; init; }

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
