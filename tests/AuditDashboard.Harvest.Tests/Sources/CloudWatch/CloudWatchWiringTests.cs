using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

public sealed class CloudWatchWiringTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Registry_CloudWatchClusters_HaveTheirSourcesAndTheScheduleOfCloudWatch()
    {
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Cron = "*/7 * * * *" },
            [
                new ClusterOptions { Name = "a", Source = "CloudWatch", LogGroup = "/aws/eks/a/cluster", Region = "eu-west-1" },
                new ClusterOptions { Name = "b", Source = "CloudWatch", LogGroup = "/aws/eks/b/cluster", Region = "eu-west-1", Cron = "*/9 * * * *" },
            ]);

        var clusters = host.Provider.GetRequiredService<ClusterRegistry>().Clusters;

        Assert.Equal(["a CloudWatch */7 * * * *", "b CloudWatch */9 * * * *"], clusters.Select(c => $"{c.Name} {c.Source.Kind} {c.Cron}"));
    }

    [Theory]
    [InlineData("eu-west-1", null, null, true)]
    [InlineData("us-east-1", null, null, false)]
    [InlineData("eu-west-1", "arn:aws:iam::111122223333:role/audit", null, false)]
    [InlineData("eu-west-1", null, "other", false)]
    public void Queues_OfRegionAndCredentials_AreSharedByAllWhoAskTheSameAccount(string region, string? role, string? profile, bool isSame)
    {
        using var queues = new QueryQueues(TimeProvider.System, new CloudWatchOptions());
        var first = queues.Of(new CloudWatchSourceOptions { LogGroup = "/aws/eks/a/cluster", Region = "eu-west-1" });

        var second = queues.Of(new CloudWatchSourceOptions { LogGroup = "/aws/eks/b/cluster", Region = region, RoleArn = role, Profile = profile });

        Assert.Equal(isSame, ReferenceEquals(first, second));
    }

    [Fact]
    public void Queues_TwoRolesOfOneAccount_ShareOne()
    {
        using var queues = new QueryQueues(TimeProvider.System, new CloudWatchOptions());

        var first = queues.Of(new CloudWatchSourceOptions { LogGroup = "a", Region = "eu-west-1", RoleArn = "arn:aws:iam::111122223333:role/one" });
        var second = queues.Of(new CloudWatchSourceOptions { LogGroup = "b", Region = "eu-west-1", RoleArn = "arn:aws:iam::111122223333:role/path/two" });

        Assert.Same(first, second);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/dashboard", null, true)]
    [InlineData("arn:aws:iam::444455556666:role/dashboard", null, false)]
    [InlineData("arn:aws:iam::111122223333:role/dashboard", "AKIAFIRST", false)]
    public void Queues_ServiceAccountsRoleAndARoleOfItsAccount_ShareOneUnlessKeysComeFirst(string role, string? key, bool isSame)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/run/secrets/token",
            ["AWS_ROLE_ARN"] = role,
            ["AWS_ACCESS_KEY_ID"] = key,
            ["AWS_SECRET_ACCESS_KEY"] = key,
        };
        using var queues = new QueryQueues(TimeProvider.System, new CloudWatchOptions(), variables.GetValueOrDefault);

        var first = queues.Of(new CloudWatchSourceOptions { LogGroup = "a", Region = "eu-west-1" });
        var second = queues.Of(new CloudWatchSourceOptions { LogGroup = "b", Region = "eu-west-1", RoleArn = "arn:aws:iam::111122223333:role/audit" });

        Assert.Equal(isSame, ReferenceEquals(first, second));
    }

    [Fact]
    public async Task Queue_AsManyQueriesAsTheSettingSays_TheNextWaits()
    {
        using var queues = new QueryQueues(TimeProvider.System, new CloudWatchOptions { ConcurrentQueries = 2 });
        var queue = queues.Of(new CloudWatchSourceOptions { LogGroup = "a", Region = "eu-west-1" });
        using var first = await queue.EnterAsync(TestContext.Current.CancellationToken);
        var second = await queue.EnterAsync(TestContext.Current.CancellationToken);

        var third = queue.EnterAsync(TestContext.Current.CancellationToken);
        var hasWaited = !third.IsCompleted;
        second.Dispose();

        using var place = await third;
        Assert.True(hasWaited);
    }
}
