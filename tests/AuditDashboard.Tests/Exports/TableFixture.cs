using AuditDashboard.Reviews;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Api;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Investigation;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Exports;

/// <summary>One server for all tests of lists that are not events, with more than a page of each list that has pages.</summary>
public sealed class TableFixture : IAsyncLifetime
{
    public const int Roles = 205;

    private const string Allowed = "\"annotations\":{\"authorization.k8s.io/decision\":\"allow\",\"authorization.k8s.io/reason\":\"RBAC: allowed by RoleBinding \\\"builders/web\\\" of Role \\\"builder\\\" to User \\\"alice\\\"\"},";

    public ApiHost Host { get; private set; } = null!; // set by InitializeAsync before any test runs

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync();
        await Host.ImportAsync(
            "lab",
            [
                .. Enumerable.Range(0, Roles).Select(i => Web(AuditLines.Role("create", $"r-{i:000}", At(0, i), 201)).Replace("\"responseStatus\"", Allowed + "\"responseStatus\"", StringComparison.Ordinal)),
                Web(AuditLines.Role("create", "reader", At(10, 0), 201)).Replace("\"responseStatus\"", RbacRecords.Response("Role", "reader", "1", RbacRecords.Rules("get", "secrets")) + "\"responseStatus\"", StringComparison.Ordinal),
                Web(AuditLines.Role("update", "reader", At(11, 0))).Replace("\"responseStatus\"", RbacRecords.Response("Role", "reader", "2", RbacRecords.Rules("list", "secrets")) + "\"responseStatus\"", StringComparison.Ordinal),
                Web(AuditLines.Event("create", "rolebindings", "readers", "=cmd|' /C calc'!A0", At(12, 0), 201)).Replace("\"responseStatus\"", RbacRecords.Response("RoleBinding", "readers", "3", RbacRecords.Binds("bob\\u202e", "reader")) + "\"responseStatus\"", StringComparison.Ordinal),
                "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"verb\":[\"create\",\"=1+1\"],\"objectRef\":{\"resource\":\"roles\"}}",
            ]);
        await Host.ImportAsync(
            "lab",
            """{"Records":[{"eventVersion":"1.09","eventID":"e-1","eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","eventTime":"2026-11-20T10:15:00Z","userIdentity":{"type":"IAMUser","userName":"ada","arn":"arn:aws:iam::111122223333:user/ada"},"requestParameters":{"name":"lab","principalArn":"arn:aws:iam::111122223333:role/ops","kubernetesGroups":["ops"]}},"""
            + """{"eventVersion":"1.09","eventID":"w-1","eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","eventTime":"2026-11-20T10:16:00Z","userIdentity":{"type":"WebIdentityUser","userName":"system:serviceaccount:web:api","identityProvider":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/api"}}]}""");
        await ShareAsync();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static string Web(string line) => line.Replace("\"default\"", "\"web\"", StringComparison.Ordinal);

    private static string At(int minute, int millisecond) => $"2026-11-20T10:{minute:00}:00.{millisecond:000}Z";

    private async Task ShareAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var maker = new Person("=maker", DashboardRole.Reviewer, IsSignedIn: true);
        const string View = "/changes?cluster=lab&from=2026-11-20T10:10:00Z&to=2026-11-20T11:00:00Z";
        await Host.Services.GetRequiredService<SnapshotMaker>().MakeAsync(View, new SnapshotRequest("@snapshot", "", null), maker, progress: null, token);
        await Host.Services.GetRequiredService<ShortLinkStore>().CreateAsync("=maker", View, "+link", "a\nnote", "lab", token);
        var found = await Host.Services.GetRequiredService<EventReader>().GetPageAsync(new EventFilter { Cluster = "lab", OnlyChanges = true }, null, 3, token);
        await Host.Services.GetRequiredService<ReviewDesk>().OpenAsync(
            [.. found.Rows.Select(row => row.Id)], new NewReview("-review", "", 1), new Reviewer("=maker", IsVerified: true), token);
    }
}
