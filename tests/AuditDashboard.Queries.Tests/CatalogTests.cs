using System.Text;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries.Tests;

public sealed class CatalogTests
{
    private const string Preamble = "fields @timestamp, @message | sort @timestamp desc | limit 100 | filter ";

    [Fact]
    public void BuiltIn_All_TwelveInOrderWithDistinctRanks()
    {
        var queries = QueryCatalog.BuiltIn.Queries;

        Assert.Equal(
            ["roles", "rolebindings", "clusterroles", "clusterrolebindings", "aws-auth", "secrets", "secrets-forbidden", "anonymous", "anonymous-allowed", "anonymous-granted", "denied", "serviceaccounts"],
            queries.Select(q => q.Id));
        Assert.Equal(Enumerable.Range(1, 12), queries.Select(q => q.StackRank).Order());
        Assert.All(queries, q => Assert.DoesNotContain("stage", q.SelectionText, StringComparison.Ordinal));
        Assert.All(queries, q => Assert.Equal(q.GuideText is null, q.DifferenceFromGuide is null));
        Assert.All(queries, q => Assert.Matches("^[0-9a-f]{64}$", q.SelectionHash));
        Assert.Equal(12, queries.Select(q => q.SelectionHash).Distinct().Count());
    }

    [Fact]
    public void BuiltIn_Texts_RunWithoutNotesAndContainTheirSelection()
    {
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            Assert.True(InsightsQuery.TryCompile(query.Text, QueryOptions.Default, out var compiled, out var error), $"{query.Id}: {error}");
            Assert.Empty(compiled.Notes);
            Assert.Contains(StreamFilter.Condition, query.Text, StringComparison.Ordinal);
            Assert.True(compiled.TryGetSelection([StreamFilter.Condition], out var selection, out _));
            Assert.Equal(query.Selection.CanonicalText, selection.CanonicalText);
        }
    }

    [Theory]
    [InlineData("roles", Preamble + """objectRef.resource="roles" and verb in ["create", "update", "patch", "delete"]""")]
    [InlineData("rolebindings", Preamble + """objectRef.resource="rolebindings" and verb in ["create", "update", "patch", "delete"]""")]
    [InlineData("clusterroles", Preamble + """objectRef.resource="clusterroles" and verb in ["create", "update", "patch", "delete"]""")]
    [InlineData("clusterrolebindings", Preamble + """objectRef.resource="clusterrolebindings" and verb in ["create", "update", "patch", "delete"]""")]
    [InlineData("anonymous", """fields @timestamp, @message, sourceIPs.0 | sort @timestamp desc | limit 100 | filter user.username="system:anonymous" and responseStatus.code in ["401", "403"]""")]
    public void GuideText_Accepted_MovesItsFilter(string id, string guideText)
    {
        Assert.True(QueryCatalog.BuiltIn.TryGet(id, out var query));
        Assert.Equal(guideText, query.GuideText);

        Assert.True(InsightsQuery.TryCompile(guideText, QueryOptions.Default, out var compiled, out var error), error?.ToString());

        Assert.Equal("N-FILTER-MOVED", Assert.Single(compiled.Notes).Code);
    }

    [Fact]
    public void GuideText_OfSecrets_RefusedWithWhatToWrite()
    {
        const string guideText = Preamble + """objectRef.resource="secrets" and verb in ["get", "watch", "list"] and responseStatus.code="401" | count() by bin(1m)""";
        Assert.True(QueryCatalog.BuiltIn.TryGet("secrets", out var query));
        Assert.Equal(guideText, query.GuideText);

        Assert.False(InsightsQuery.TryCompile(guideText, QueryOptions.Default, out _, out var error));

        Assert.Equal("E-STATS-MISSING", error.Code);
        Assert.Equal(guideText.IndexOf("count()", StringComparison.Ordinal) + 1, error.Column);
        Assert.Contains("stats count() by bin(1m)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz", false)]
    [InlineData("/livez/ping", false)]
    [InlineData("/readyz?verbose", false)]
    [InlineData("/version", false)]
    [InlineData("/version/", false)]
    [InlineData("/versionx", true)]
    [InlineData("/healthzz/ping", true)]
    [InlineData("/api/v1/pods", true)]
    [InlineData("/apis/version", true)]
    public void AnonymousAllowed_Path_OnlyOpenPathsAreLeftOut(string path, bool expected)
    {
        var record = Record($$$"""{"user":{"username":"system:anonymous"},"requestURI":"{{{path}}}","responseStatus":{"code":200}}""");

        Assert.Equal(expected, Get("anonymous-allowed").Matches(record));
    }

    [Fact]
    public void AnonymousAllowed_NoPath_Selected() =>
        Assert.True(Get("anonymous-allowed").Matches(Record("""{"user":{"username":"system:anonymous"},"responseStatus":{"code":200}}""")));

    [Theory]
    [InlineData("deletecollection", "", true)]
    [InlineData("delete", "aws-auth", true)]
    [InlineData("delete", "coredns", false)]
    [InlineData("get", "aws-auth", false)]
    public void AwsAuth_VerbAndName_AsInTheDesign(string verb, string name, bool expected)
    {
        var record = Record($$$"""{"verb":"{{{verb}}}","objectRef":{"resource":"configmaps","namespace":"kube-system","name":"{{{name}}}"}}""");

        Assert.Equal(expected, Get("aws-auth").Matches(record));
    }

    [Theory]
    [InlineData("""{"verb":"create","objectRef":{"resource":"clusterrolebindings"},"responseObject":{"subjects":[{"kind":"User","name":"x]"},{"kind":"User","name":"a"},{"kind":"User","name":"system:anonymous"}]}}""", true)]
    [InlineData("""{"verb":"patch","objectRef":{"resource":"rolebindings"},"requestObject":{"subjects" : [ { "kind" : "Group", "name" : "system:unauthenticated" } ]}}""", true)]
    [InlineData("""{"verb":"create","objectRef":{"resource":"rolebindings"},"requestObject":{"subjects":[{"name":"system:\u0061nonymous"}]}}""", true)]
    [InlineData("""{"verb":"create","user":{"username":"system:anonymous"},"objectRef":{"resource":"rolebindings","name":"system:anonymous"}}""", false)]
    [InlineData("""{"verb":"get","objectRef":{"resource":"rolebindings"},"responseObject":{"subjects":[{"name":"system:anonymous"}]}}""", false)]
    public void AnonymousGranted_Bodies_OnlySubjectsCount(string record, bool expected) =>
        Assert.Equal(expected, Get("anonymous-granted").Matches(Record(record)));

    [Fact]
    public void Selections_RealEvents_SameAsReadByHand()
    {
        var folder = RealData.Folder();
        Assert.SkipUnless(folder is not null, RealData.Absent);
        var scan = new MergedScan(QueryCatalog.BuiltIn.Queries);
        var matches = 0;
        foreach (var line in RealData.Lines(folder!)) // skipped above if null
        {
            var record = new LogRecord { Message = line };
            var found = scan.Matched(scan.Match(record)).Select(q => q.Id).Order(StringComparer.Ordinal).ToList();

            Assert.Equal(HandReading.Select(line).Order(StringComparer.Ordinal), found);
            matches += found.Count;
        }

        Assert.True(matches > 20, $"only {matches} matches");
    }

    private static Selection Get(string id)
    {
        Assert.True(QueryCatalog.BuiltIn.TryGet(id, out var query));
        return query.Selection;
    }

    private static LogRecord Record(string json) => new() { Message = Encoding.UTF8.GetBytes(json) };
}
