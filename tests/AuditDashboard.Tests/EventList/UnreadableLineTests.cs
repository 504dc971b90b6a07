using AuditDashboard.AwsAuth;
using AuditDashboard.Changes;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Secrets;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Quarantine;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.EventList;

/// <summary>A record that was cut off may be the very change that is looked for: a list that is empty beside it must say so.</summary>
public sealed class UnreadableLineTests : PageTestContext
{
    [Fact]
    public async Task Lists_OfWhatARecordMayBe_SayThatItIsThere()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await QuarantineAsync("{\"resource\":\"configmaps\",\"name\":\"aws-auth\" [Truncated...]", "aws-auth");
        await QuarantineAsync("{\"resource\":\"roles\" [Truncated...]", "roles", "aws-auth");

        var changes = Open<ChangesPage>("/changes?cluster=demo");
        changes.WaitForAssertion(() => Assert.Equal("▸ 2 records that cannot be read", changes.Find("[data-testid=unreadable]").TextContent));
        Assert.StartsWith("/collection?", changes.Find("[data-testid=unreadable]").GetAttribute("href"), StringComparison.Ordinal);
        changes.Dispose();

        var awsAuth = Open<AwsAuthPage>("/aws-auth?cluster=demo");
        awsAuth.WaitForAssertion(() => Assert.Contains("mayMatch=aws-auth", awsAuth.Find("[data-testid=unreadable]").GetAttribute("href"), StringComparison.Ordinal));
        Assert.Contains("No changes of aws-auth", awsAuth.Find("h1").TextContent, StringComparison.Ordinal);
        awsAuth.Dispose();

        var secrets = Open<SecretsPage>("/secrets?cluster=demo");
        secrets.WaitForAssertion(() => Assert.NotEmpty(secrets.FindAll("[data-testid=list-count]")));
        Assert.Empty(secrets.FindAll("[data-testid=unreadable]"));
    }

    private async Task QuarantineAsync(string text, params string[] mayMatch)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var record = new QuarantinedRecord(
            RecordIdentity.Compute("demo", bytes), new Redactor(new byte[32]).RedactUnreadable(bytes), "The record ends too early.", "a.log, line 7", null, mayMatch);
        await Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Quarantined = [record] }, Token);
    }
}
