using AuditDashboard.Harvest.Import;
using AuditDashboard.Reviews;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Investigation;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn.Commands;

/// <summary>What commands are called on: addresses of pages, and numbers of things, of the cluster demo.</summary>
internal sealed record CommandThings(string List, string Change, string OtherChange, string Snapshot, long OpenLink, string Review, string ReviewedItem, string LinkTitle)
{
    /// <summary>Makes one of each in the server's database; all are made by somebody else than who is signed in.</summary>
    public static async Task<CommandThings> MakeAsync(TokenServer server)
    {
        server.Start();
        var (services, token) = (server.Services, TestContext.Current.CancellationToken);
        var maker = new Person("maker", DashboardRole.Administrator, IsSignedIn: true);
        var reviewer = new Reviewer("maker", IsVerified: true);
        await ImportAsync(services, Update("one", 50), Update("two", 40));
        var found = await FindAsync(services);
        var list = "/changes?cluster=demo&from=2020-01-01T00:00:00Z&to=2031-01-01T00:00:00Z";
        var snapshot = await services.GetRequiredService<SnapshotMaker>().MakeAsync(list, new SnapshotRequest("Frozen", "", null), maker, progress: null, token);
        var link = await services.GetRequiredService<ShortLinkStore>().CreateAsync("maker", list, "Shared", "", "demo", token);
        var desk = services.GetRequiredService<OpenLinkDesk>();
        var view = await services.GetRequiredService<SnapshotReader>().ReadAsync(snapshot, 1, token);
        await desk.MakeAsync(view!.Manifest!, TimeSpan.FromDays(1), maker, token); // it was made above
        var review = await services.GetRequiredService<ReviewDesk>().OpenAsync(list, new NewReview("Reviewed", "", 1), reviewer, token);
        var item = (await services.GetRequiredService<ReviewReader>().ReadAsync(review, token))!.Document!.Items[0].Id; // it was opened above
        await ImportAsync(services, Update("three", 30)); // news of the review

        var other = found.Single(stored => stored.Row.Name == "two");
        var write = await services.GetRequiredService<HistoryReader>().GetWriteAsync(other, token);
        await services.GetRequiredService<AuditDashboard.Harvest.LookBacks.LookBackDesk>().AskAsync(other, write.Changes[0].Version.Key, TimeSpan.FromDays(1), "maker", token);
        return new CommandThings(
            list,
            $"{list}&sel={found.Single(stored => stored.Row.Name == "one").Row.Id}",
            $"{list}&sel={other.Row.Id}",
            "/snapshots/" + snapshot,
            (await desk.ListAsync(snapshot, token))[0].Id,
            "/reviews/" + review,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/reviews/{review}?sel={item}"),
            link.Title);

        // The object's version before is in nothing that is collected.
        string Update(string name, int minutesAgo) => AuditLines
            .Event("update", "roles", name, "alice", services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-minutesAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), 200)
            .Replace("\"default\"", "\"web\"", StringComparison.Ordinal)
            .Replace("\"responseStatus\"", RbacRecords.Response("Role", name, "5", RbacRecords.Rules("get", "pods")) + "\"responseStatus\"", StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<StoredEvent>> FindAsync(IServiceProvider services) =>
        (await services.GetRequiredService<EventReader>().GetPageWithJsonAsync(new EventFilter { Cluster = "demo", OnlyChanges = true }, null, 10, TestContext.Current.CancellationToken)).Events;

    private static async Task ImportAsync(IServiceProvider services, params string[] lines)
    {
        var path = Path.Combine(Path.GetTempPath(), $"audit-commands-{Guid.NewGuid():N}.log");
        try
        {
            await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
            var imported = await services.GetRequiredService<ImportRunner>().ImportAsync("demo", [path], new Progress<ImportProgress>(), TestContext.Current.CancellationToken);
            Assert.Empty(imported.Errors);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
