using Amazon.CloudWatchLogs.Model;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Says of a log group that does not exist what is likely wrong: its name, or the region.</summary>
internal static class MissingGroup
{
    private const string Prefix = "/aws/eks/";
    private const int MostNamed = 5;

    /// <summary>Looks what other log groups of EKS clusters the region has, where that is allowed, and says so.</summary>
    /// <returns>Null if nothing more can be said than that there is none.</returns>
    public static async Task<string?> DescribeAsync(CloudWatchClients clients, CallPacer pacer, CloudWatchSourceOptions options, CancellationToken cancellationToken)
    {
        if (options.GroupName is not { } name)
        {
            return null;
        }

        List<string> others;
        try
        {
            await pacer.WaitAsync(cancellationToken);
            var page = await clients.Reader.DescribeLogGroupsAsync(new DescribeLogGroupsRequest { LogGroupNamePrefix = Prefix, Limit = 50 }, cancellationToken);
            others = [.. (page.LogGroups ?? []).Select(g => g.LogGroupName).OfType<string>()];
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, cancellationToken))
        {
            // No permission that reading needs.
            return null;
        }

        var region = ServiceTrouble.RegionOf(options);
        return others.Count == 0
            ? $"There is no log group {name} in {region}, nor one of any other EKS cluster: the region is likely another, or the account, or control plane logging was never switched on."
            : others.Contains(name, StringComparer.Ordinal) ? null
            : $"There is no log group {name} in {region}. There are {string.Join(", ", others.Take(MostNamed))}{(others.Count > MostNamed ? " and more" : "")}: check the name, and that the cluster's control plane logging was ever switched on.";
    }
}
