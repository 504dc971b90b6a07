using AuditDashboard.Harvest.Import;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

/// <summary>A server in token mode with two clusters of the same content, where every text of one names it, and with things that people share about each.</summary>
public class TwoClusters : IAsyncLifetime
{
    public TwoClusters()
        : this([])
    {
    }

    internal TwoClusters(params (string Key, string Value)[] settings)
        : this(new TokenServer(settings))
    {
    }

    internal TwoClusters(TokenServer server) => Server = server;

    /// <summary>What limited persons of the tests may see.</summary>
    public const string Own = "alphacluster";

    /// <summary>What they may not.</summary>
    public const string Other = "betaacluster";

    /// <summary>What is not there; as long as the others.</summary>
    public const string Absent = "gammacluster";

    /// <summary>Stands in every text of the other cluster's events.</summary>
    public const string OtherWord = "betaword";

    /// <summary>Stands in every text of their own cluster's events.</summary>
    public const string OwnWord = "alphaword";

    internal TokenServer Server { get; }

    /// <summary>Ids and codes of each cluster's things, by what stands for them in routes.</summary>
    internal IReadOnlyDictionary<string, Things> Of { get; private set; } = new Dictionary<string, Things>();

    internal static ClusterScope Scope { get; } = ClusterScope.Of([Own]);

    public async ValueTask InitializeAsync()
    {
        Server.Start();
        Of = new Dictionary<string, Things> { [Own] = await FillAsync(Own, OwnWord), [Other] = await FillAsync(Other, OtherWord) };
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }

    private async Task<Things> FillAsync(string cluster, string word)
    {
        var token = TestContext.Current.CancellationToken;
        var services = Server.Services;
        var path = Path.Combine(Path.GetTempPath(), $"audit-two-{Guid.NewGuid():N}.log");
        string At(int minutes) => services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        string Line(string verb, string resource, string name, string user, int minutes, int code) => AuditLines.Event(verb, resource, name, user, At(minutes), code)
            .Replace("/apis/x", "/apis/" + word, StringComparison.Ordinal).Replace("\"default\"", $"\"{word}-space\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(
            path,
            [
                Line("create", "roles", word + "-role", word + "-user", 60, 201),
                Line("update", "roles", word + "-role", word + "-user", 50, 200),
                Line("create", "rolebindings", word + "-binding", word + "-user", 40, 201),
                Line("update", "configmaps", "aws-auth", word + "-user", 35, 200).Replace(word + "-space", "kube-system", StringComparison.Ordinal).Replace("rbac.authorization.k8s.io", "", StringComparison.Ordinal),
                Line("get", "secrets", word + "-secret", word + "-user", 30, 403),
                Line("list", "secrets", word + "-secret", word + "-user", 29, 401),
                Line("get", "pods", word + "-pod", "system:anonymous", 28, 403),
                "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"verb\":[\"" + word + "\"],\"objectRef\":{\"resource\":\"roles\"}}",
            ],
            token);
        var imported = await services.GetRequiredService<ImportRunner>().ImportAsync(cluster, [path], new Progress<ImportProgress>(), token);
        File.Delete(path);
        Assert.Empty(imported.Errors);

        var events = services.GetRequiredService<EventReader>();
        var found = (await events.GetPageWithJsonAsync(new EventFilter { Cluster = cluster, OnlyChanges = true }, null, 10, token)).Events;
        var view = $"/changes?cluster={cluster}&from=2020-01-01T00:00:00Z&to=2031-01-01T00:00:00Z";
        var maker = new Person("maker", DashboardRole.Reviewer, IsSignedIn: true);
        var snapshot = await services.GetRequiredService<SnapshotMaker>().MakeAsync(view, new SnapshotRequest(word + " snapshot", word, null), maker, progress: null, token);
        var link = await services.GetRequiredService<ShortLinkStore>().CreateAsync("maker", view, word + " link", word, cluster, token);
        var review = await services.GetRequiredService<AuditDashboard.Reviews.ReviewDesk>().OpenAsync(
            [.. found.Select(stored => stored.Row.Id)], new NewReview(word + " review", word, 1), new Reviewer("maker", IsVerified: true), token);
        return new Things(found[0].Row.Id, review, snapshot, link.Code);
    }

    internal sealed record Things(string Event, string Review, string Snapshot, string Link)
    {
        /// <summary>As if they were there: nothing has these.</summary>
        public static Things None { get; } = new(new string('0', 32), LinkCode.Create(), LinkCode.Create(), LinkCode.Create());
    }
}
