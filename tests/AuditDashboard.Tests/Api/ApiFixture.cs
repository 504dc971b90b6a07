using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Api;

/// <summary>One server for all tests of the API: they only read.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!; // set by InitializeAsync before any test runs

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync();
        await Host.ImportAsync(
            "lab",
            AuditLines.Role("create", "first", "2026-11-20T10:00:00.123456Z"),
            AuditLines.Role("delete", "second", "2026-11-20T10:00:30Z"),
            AuditLines.Role("update", "third", "2026-11-20T10:02:00Z"),
            AuditLines.Role("create", "undated", null),
            AuditLines.Event("get", "secrets", "token", "bob", "2026-11-20T10:02:00Z", 403),
            AuditLines.Event("get", "pods", "noise", "bob", "2026-11-20T10:02:00Z", 200));
        await Host.ImportAsync("other", AuditLines.Role("create", "elsewhere", "2026-11-20T10:01:00Z"));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
