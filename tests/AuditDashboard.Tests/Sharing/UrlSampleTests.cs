using AuditDashboard.Anonymous;
using AuditDashboard.AwsAuth;
using AuditDashboard.Changes;
using AuditDashboard.Collection;
using AuditDashboard.Events;
using AuditDashboard.Explore;
using AuditDashboard.Investigation;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Investigation.Objects;
using AuditDashboard.Ledger;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.Secrets;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Sharing;
using AuditDashboard.Used;

namespace AuditDashboard.Tests.Sharing;

/// <summary>
/// Links of every version that was ever given out, one a line in <c>UrlSamples/vN.txt</c>, still mean what they meant. Samples are added, never changed
/// or removed: where a page writes the same state otherwise today, <c> ⇶ </c> and today's address stand behind the old one.
/// </summary>
public sealed class UrlSampleTests
{
    public static TheoryData<string, string> Samples()
    {
        var data = new TheoryData<string, string>();
        for (var version = 1; version <= UrlVersion.Current; version++)
        {
            foreach (var line in LinesOf(version))
            {
                var parts = line.Split(" ⇶ ");
                data.Add(parts[0], parts[^1]);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_OfAnyVersion_IsUnderstoodInFull_AndMeansTheSame(string url, string today)
    {
        var problems = new List<string>();
        var query = PageQuery.Parse(url);

        var again = Reread(url, query, problems);

        Assert.Empty(problems);
        Assert.Empty(query.Unknown);
        Assert.Equal(today.Replace("?v=1", "", StringComparison.Ordinal).Replace("&v=1", "", StringComparison.Ordinal), again);
    }

    [Fact]
    public void Samples_OfEachVersion_AreOfEveryView()
    {
        for (var version = 1; version <= UrlVersion.Current; version++)
        {
            var paths = LinesOf(version).Select(line => line.Split(' ')[0]).ToList();

            Assert.All(paths, path => Assert.True(LinkTarget.IsView(path), path));
            Assert.Empty(LinkTarget.Views.Append("/event/0123456789abcdef0123456789abcdef").Except(paths.Select(path => path.Split('?')[0])));
        }
    }

    [Theory]
    [InlineData("/?v=2", "newer version")]
    [InlineData("/?v=0", "not one number")]
    [InlineData("/?v=x", "not one number")]
    [InlineData("/?v=", "not one number")]
    [InlineData("/?v=1&v=1", "not one number")]
    public void Version_ThatIsNotKnown_IsSaid(string url, string expected)
    {
        PageScope.TryFrom(PageQuery.Parse(url), out var scope, out var problems);

        Assert.Equal(new PageScope(), scope);
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    // As the pages read and print themselves.
    private static string Reread(string url, PageQuery query, List<string> problems)
    {
        var path = url.Split('?')[0];
        if (path.StartsWith(EventPageState.PathPrefix, StringComparison.Ordinal))
        {
            PageScope.TryFrom(query, out var own, out _);
            query.TakeAll("view"); // the page reads its address itself
            return EventPageState.From("http://localhost" + url, problems).ToUrl(own.Cluster);
        }

        PageScope.TryFrom(query, out var scope, out var scopeProblems);
        problems.AddRange(scopeProblems);
        switch (path)
        {
            case "/":
                return DashboardUrls.Overview(scope);
            case "/changes":
                var isOther = ChangesProfile.ReadOtherGroups(query, problems);
                ChangePanelState.TryFrom(query, problems, out var panel);
                return DashboardUrls.Changes(scope, [.. ChangesProfile.ToPairs(isOther), .. panel.ToPairs(), .. ReadList(query, problems)]);
            case "/queue":
                return DashboardUrls.Queue(scope, QueueState.Read(query, problems).ToPairs());
            case "/aws-auth":
                AwsAuthState.TryFrom(query, problems, out var awsAuth);
                return DashboardUrls.AwsAuth(scope, awsAuth.ToPairs());
            case "/access":
                return DashboardUrls.Access(scope, LedgerState.Read(query, problems).ToPairs());
            case "/workload-identity":
                return DashboardUrls.Workloads(scope, WorkloadState.Read(query, problems).ToPairs());
            case "/secrets":
                return DashboardUrls.Secrets(scope, [.. ListChoice.Read(SecretsProfile.Choices, query, problems).ToPairs(), .. ReadList(query, problems)]);
            case "/anonymous":
                return DashboardUrls.Anonymous(scope, [.. ListChoice.Read(AnonymousProfile.Choices, query, problems).ToPairs(), .. ReadList(query, problems)]);
            case "/events":
                var queries = EventsProfile.ReadQueries(query, QueryCatalog.BuiltIn, problems).Select(q => new KeyValuePair<string, string>("query", q.Id)).ToList();
                return DashboardUrls.Events(scope, [.. queries, .. ReadList(query, problems)]);
            case "/who-can":
                WhoCanState.TryFrom(query, problems, out var question);
                return InvestigationUrls.WhoCan(scope, question.ToPairs());
            case "/object":
                ObjectPageState.TryFrom(query, problems, out var shown);
                return InvestigationUrls.Object(scope, shown.Key ?? throw new InvalidOperationException("The sample names no object."), shown.ToPairs());
            case "/actor":
                return query.Take("name") is { } name ? DashboardUrls.Actor(name, scope) : DashboardUrls.Actors(scope);
            case "/used":
                return DashboardUrls.Used(scope, UsedState.Read(query, problems).ToPairs());
            case "/explore":
                return DashboardUrls.Explore(scope, ExploreState.Read(query, problems).ToPairs());
            case "/queries":
                var canned = query.Take("query");
                Assert.True(canned is null || QueryCatalog.BuiltIn.TryGet(canned, out _), canned);
                return DashboardUrls.Queries(scope, canned is null ? [] : [new("query", canned)]);
            case "/collection":
                return DashboardUrls.Collection(scope, CollectionState.Read(query, id => QueryCatalog.BuiltIn.TryGet(id, out _), problems).ToPairs());
            default:
                throw new InvalidOperationException($"There is no reader for {path} here.");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadList(PageQuery query, List<string> problems)
    {
        EventListUrl.TryFrom(query, problems, out var state);
        return state.ToPairs();
    }

    /// <summary>The samples of a version, as they are written.</summary>
    internal static IEnumerable<string> LinesOf(int version)
    {
        using var stream = typeof(UrlSampleTests).Assembly.GetManifestResourceStream($"v{version}.urls") ?? throw new InvalidOperationException($"Version {version} has no samples.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('/'))];
    }
}
