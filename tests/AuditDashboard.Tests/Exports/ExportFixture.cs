using AuditDashboard.Tests.Api;
using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Exports;

/// <summary>One server for all tests of exports: they only read.</summary>
public sealed class ExportFixture : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!; // set by InitializeAsync before any test runs

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync();
        await Host.ImportAsync(
            "lab",
            AuditLines.Role("create", "first", "2026-11-20T10:00:00.123456Z"),
            AuditLines.Role("delete", "=cmd|' /C calc'!A0", "2026-11-20T10:00:30Z"),
            AuditLines.Role("update", "third\\u001b[2J\\n\\u202e;=1", "2026-11-20T10:02:00Z"),
            AuditLines.Role("create", "undated", null),
            AuditLines.Event("update", "roles", "pool", "carol", "2026-11-20T10:03:00Z", 200).Replace("rbac.authorization.k8s.io", "cloud.example", StringComparison.Ordinal),
            AuditLines.Event("get", "secrets", "token", "bob", "2026-11-20T10:02:00Z", 403),
            AuditLines.Event("get", "secrets", "token", "bob", "2026-11-20T10:02:01Z", 401),
            AuditLines.Event("get", "pods", "p", "system:anonymous", "2026-11-20T10:02:02Z", 403),
            AuditLines.Event("update", "configmaps", "aws-auth", "eve", "2026-11-20T10:04:00Z", 200)
                .Replace("default", "kube-system", StringComparison.Ordinal).Replace("rbac.authorization.k8s.io", "", StringComparison.Ordinal));
        await Host.ImportAsync("other", AuditLines.Role("create", "elsewhere", "2026-11-20T10:01:00Z"));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
