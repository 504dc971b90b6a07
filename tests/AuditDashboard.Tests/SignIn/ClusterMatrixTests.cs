using System.Net.Http.Headers;
using AuditDashboard.Exports;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

/// <summary>
/// Roles × clusters × every route of the server: nothing of a cluster reaches whoever is limited to another, and what they may not see is answered
/// as what is not there. The routes are the server's own list, so that a new one is asked too.
/// </summary>
public sealed class ClusterMatrixTests(TwoClusters two) : IClassFixture<TwoClusters>
{
    // What routes need to say anything at all; asked of each with what it does not know too.
    private static readonly string[] Queries =
    [
        "", "range=7d", "limit=200", "verb=get&resource=secrets", "kind=Role&namespace={word}-space&name={word}-role&range=7d", "kind=RoleBinding&namespace={word}-space&name={word}-binding",
        "name={word}-user", "name=system%3Aanonymous&range=7d", "format=csv&range=7d", "format=ndjson&range=7d", "format=json&range=7d", "width=1h", "q={word}", "user={word}-user", "q={word}&range=7d", "page=1",
    ];

    // Of the lists that are exported by routes of their own.
    private static readonly string[] ListQueries =
    [
        "", "format=csv", "format=json", "format=ndjson&range=7d", "format=about&range=7d", "kind=Role&ns={word}-space&name={word}-role&format=json", "kind=RoleBinding&ns={word}-space&name={word}-binding&range=7d&format=json",
        "verb=get&resource=secrets&user={word}-user&range=7d&format=json", "name={word}-user&format=csv",
    ];

    public static TheoryData<DashboardRole> Roles => [DashboardRole.Viewer, DashboardRole.Reviewer, DashboardRole.Administrator];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Route_AskedByWhoeverIsLimited_SaysNothingOfOtherClusters(DashboardRole role)
    {
        var token = await two.Server.MakeAsync(CredentialKind.ApiToken, role, "script", clusters: TwoClusters.Scope);
        using var person = await two.Server.SignInAsync(role, clusters: TwoClusters.Scope);
        var (asked, own) = (0, 0);
        var faults = new List<string>();

        // Names of the other cluster's things stand in addresses; what comes back must hold none that was not asked by.
        foreach (var path in Paths(TwoClusters.Other).Concat(Paths(TwoClusters.Own)).Concat(Paths(null)))
        {
            foreach (var (body, _) in await AskAsync(person, token, path))
            {
                asked++;
                own += body.Contains(TwoClusters.OwnWord, StringComparison.Ordinal) && !path.Contains(TwoClusters.OwnWord, StringComparison.Ordinal) ? 1 : 0;
                if ((!path.Contains(TwoClusters.OtherWord, StringComparison.Ordinal) && body.Contains(TwoClusters.OtherWord, StringComparison.Ordinal))
                    || (!path.Contains(TwoClusters.Other, StringComparison.Ordinal) && body.Contains(TwoClusters.Other, StringComparison.Ordinal)))
                {
                    faults.Add(path);
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
        Assert.True(asked > 1_000, $"{asked} answers");
        Assert.True(own > 20, $"{own} answers said something of the own cluster"); // the addresses are such that answer
    }

    /// <summary>The same addresses do tell whoever may see all: otherwise the test above would prove nothing.</summary>
    [Fact]
    public async Task Route_AskedByWhoeverMaySeeAll_SaysSomethingOfTheOtherCluster()
    {
        var token = await two.Server.MakeAsync(CredentialKind.ApiToken, DashboardRole.Viewer, "script");
        using var person = await two.Server.SignInAsync(DashboardRole.Viewer);
        var told = new HashSet<string>(StringComparer.Ordinal);

        foreach (var path in Paths(TwoClusters.Other).Concat(Paths(null)).Where(p => !p.Contains(TwoClusters.OtherWord, StringComparison.Ordinal)))
        {
            if ((await AskAsync(person, token, path)).Any(answer => answer.Body.Contains(TwoClusters.OtherWord, StringComparison.Ordinal)))
            {
                told.Add(path.Split('?')[0]);
            }
        }

        var things = two.Of[TwoClusters.Other];
        string[] expected =
        [
            "/api/v1/events", $"/api/v1/events/{things.Event}", "/api/v1/changes", "/api/v1/can", "/api/v1/unexplained", "/api/v1/reviews", $"/api/v1/reviews/{things.Review}",
            .. ExportList.Keys.Select(list => $"/api/v1/exports/{list}"),
            .. new[] { "queue", "actor", "reviews", "unreadable" }.Select(list => $"/api/v1/exports/{list}"),
        ];
        Assert.Equal([], expected.Except(told));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Route_AskedForWhatMayNotBeSeen_AnswersAsForWhatIsNotThere(DashboardRole role)
    {
        var token = await two.Server.MakeAsync(CredentialKind.ApiToken, role, "script", clusters: TwoClusters.Scope);
        using var person = await two.Server.SignInAsync(role, clusters: TwoClusters.Scope);
        var faults = new List<string>();
        var (there, absent) = (two.Of[TwoClusters.Other], TwoClusters.Things.None);

        foreach (var path in Paths(TwoClusters.Other))
        {
            var forbidden = await AskAsync(person, token, path);
            var missing = await AskAsync(person, token, AsAbsent(path));
            for (var i = 0; i < forbidden.Count; i++)
            {
                if (forbidden[i].Status != missing[i].Status || Plain(AsAbsent(forbidden[i].Body)) != Plain(missing[i].Body))
                {
                    faults.Add($"{path}: {forbidden[i].Status} {forbidden[i].Body[..Math.Min(300, forbidden[i].Body.Length)]}\n  absent: {missing[i].Status} {missing[i].Body[..Math.Min(300, missing[i].Body.Length)]}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(10)));

        string AsAbsent(string text) => text.Replace(TwoClusters.Other, TwoClusters.Absent, StringComparison.Ordinal).Replace(there.Event, absent.Event, StringComparison.Ordinal)
            .Replace(there.Review, absent.Review, StringComparison.Ordinal).Replace(there.Snapshot, absent.Snapshot, StringComparison.Ordinal).Replace(there.Link, absent.Link, StringComparison.Ordinal);
    }

    /// <summary>The chain goes through the snapshots of all clusters: whoever sees one of them alone is told that it holds, not that the one before is gone.</summary>
    [Fact]
    public async Task Snapshot_AfterOneOfAnotherCluster_HoldsForWhoeverMayNotSeeThatOne()
    {
        var reader = two.Server.Services.GetRequiredService<SnapshotReader>();
        using var entered = ClusterScope.Of([TwoClusters.Other]).Enter();

        var row = Assert.Single(await reader.ListAsync(SnapshotReader.MaxListed, TestContext.Current.CancellationToken));
        var view = await reader.ReadAsync(two.Of[TwoClusters.Other].Snapshot, 1, TestContext.Current.CancellationToken);

        Assert.Equal((2, null), (row.Sequence, row.Problem));
        Assert.Equal([], view?.Broken);
        Assert.Null(await reader.ReadAsync(two.Of[TwoClusters.Own].Snapshot, 1, TestContext.Current.CancellationToken));
    }

    /// <summary>What concerns all clusters at once is not for administrators of some.</summary>
    [Fact]
    public async Task WhatConcernsAllClusters_AskedByAnAdministratorOfSome_IsRefused()
    {
        using var some = await two.Server.SignInAsync(DashboardRole.Administrator, clusters: TwoClusters.Scope);
        using var none = await two.Server.SignInAsync(DashboardRole.Administrator, clusters: ClusterScope.None);

        foreach (var visitor in new[] { some, none })
        {
            foreach (var path in (string[])["/activity", "/jobs", "/jobs/recurring"])
            {
                using var answer = await visitor.GetAsync(path);
                Assert.Equal("/not-allowed", answer.Headers.Location?.OriginalString);
            }

            using var api = await visitor.GetAsync("/api/v1/activity");
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, api.StatusCode);
        }
    }

    // Tokens and times that differ from answer to answer.
    private static string Plain(string body) => System.Text.RegularExpressions.Regex.Replace(
        body, "(CfDJ8[A-Za-z0-9_-]+|\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z|\\d{8}T\\d{6}Z|\"traceId\":\"[^\"]*\"|&quot;[^&]*&quot;|[0-9a-f]{32}-[0-9a-f-]+|<!--Blazor.*?-->)", "*", System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    private static async Task<List<(string Body, int Status)>> AskAsync(Visitor person, string token, string path)
    {
        var answers = new List<(string, int)>();
        using (var answer = await person.GetAsync(path))
        {
            answers.Add((await ReadAsync(answer), (int)answer.StatusCode));
        }

        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await person.SendAsync(request);
            answers.Add((await ReadAsync(answer), (int)answer.StatusCode));
        }

        return answers;

        static async Task<string> ReadAsync(HttpResponseMessage answer) =>
            $"{answer.Headers.Location}\n{answer.Content.Headers.ContentDisposition}\n{System.Text.Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))}";
    }

    /// <summary>Every route that is asked by GET, with every query: about a cluster, or about none.</summary>
    private IEnumerable<string> Paths(string? cluster)
    {
        var things = two.Of[cluster ?? TwoClusters.Other];
        var word = cluster == TwoClusters.Own ? TwoClusters.OwnWord : TwoClusters.OtherWord;
        foreach (var route in RoleMatrixTests.RoutesOf(two.Server).Where(r => r.Method == "GET" && !r.Route.StartsWith("/_", StringComparison.Ordinal) && !r.Route.StartsWith("/jobs", StringComparison.Ordinal)).Select(r => r.Route).Distinct())
        {
            IEnumerable<string> paths = route switch
            {
                _ when route.Contains("{list}", StringComparison.Ordinal) => ExportList.Keys.Append("x").Select(list => route.Replace("{list}", list, StringComparison.Ordinal)),
                "/{**path:file}" or "/api/{**path}" => ["/api/x"],
                _ => [route.Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id}", things.Event, StringComparison.Ordinal).Replace("{Id}", things.Event, StringComparison.Ordinal)
                    .Replace("/s/{code}", "/s/" + things.Link, StringComparison.Ordinal).Replace("/snapshots/{Code}", "/snapshots/" + things.Snapshot, StringComparison.Ordinal)
                    .Replace("{code}", things.Review, StringComparison.Ordinal).Replace("{Code}", things.Review, StringComparison.Ordinal)],
            };
            foreach (var path in paths)
            {
                var isList = route.StartsWith("/api/v1/exports/", StringComparison.Ordinal) && !route.Contains('{', StringComparison.Ordinal);
                foreach (var query in (isList ? ListQueries : Queries).Select(q => q.Replace("{word}", word, StringComparison.Ordinal)))
                {
                    string?[] parts = [cluster is null ? null : $"cluster={cluster}", query];
                    yield return path + "?" + string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p)));
                }
            }
        }
    }
}
