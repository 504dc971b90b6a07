using AuditDashboard.Harvest.Clusters;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Tests.Clusters;

public sealed class SourceChoiceTests
{
    private static readonly ClusterOptions[] Clusters =
    [
        new() { Name = "prod", Source = "CloudWatch", LogGroup = "/aws/eks/prod/cluster", Region = "eu-west-1" },
        new() { Name = "staging", Source = "CloudWatch", LogGroup = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/staging/cluster", Region = "eu-west-1" },
        new() { Name = "exported", Source = "Files" },
    ];

    [Theory]
    [InlineData("", null, null)]
    [InlineData("", "prod", "prod")]
    [InlineData("SOURCE '/aws/eks/prod/cluster'", null, "prod")]
    [InlineData("SOURCE '/aws/eks/prod/cluster'", "prod", "prod")]
    [InlineData("SOURCE '/aws/eks/staging/cluster'", null, "staging")]
    [InlineData("SOURCE 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/staging/cluster'", "staging", "staging")]
    [InlineData("SOURCE 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/prod/cluster'", null, "prod")]
    [InlineData("SOURCE logGroups(namePrefix: ['/aws/eks/pr'])", null, "prod")]
    [InlineData("SOURCE logGroups(namePrefix: ['/aws/eks/'], accountIdentifiers: ['444455556666'])", null, "prod")]
    [InlineData("SOURCE '/aws/eks/other/cluster'", "exported", "exported")]
    public void Make_NamesOneOrNone_GivesTheCluster(string source, string? cluster, string? expected) =>
        Assert.Equal(new SourceChoice(expected, null), SourceChoice.Make(SourceOf(source), cluster, Clusters));

    [Theory]
    [InlineData("SOURCE '/aws/eks/prod/cluster'", "staging", "staging, which is arn:aws:logs")]
    [InlineData("SOURCE '/aws/eks/prod/cluste'", "prod", "prod, which is /aws/eks/prod/cluster")]
    [InlineData("SOURCE '/aws/eks/prod/cluster2'", null, "none of the clusters prod, staging")]
    [InlineData("SOURCE logGroups(namePrefix: ['/aws/eks/'])", null, "prod, staging")]
    [InlineData("SOURCE logGroups(namePrefix: ['/aws/eks/s'], accountIdentifiers: ['444455556666'])", "staging", "does not name the log group of staging")]
    public void Make_NamesAnother_IsRefused(string source, string? cluster, string words) =>
        Assert.Contains(words, SourceChoice.Make(SourceOf(source), cluster, Clusters).Refusal, StringComparison.Ordinal);

    [Fact]
    public void Make_NamesAllThereAre_ReadsAll() =>
        Assert.Equal(new SourceChoice(null, null), SourceChoice.Make(SourceOf("SOURCE logGroups(namePrefix: ['/aws/eks/'])"), null, Clusters[..2]));

    private static QuerySource? SourceOf(string source)
    {
        Assert.True(InsightsQuery.TryCompile($"{(source.Length > 0 ? source + " | " : "")}fields verb", new QueryOptions(), out var query, out _));
        return query.Source;
    }
}
