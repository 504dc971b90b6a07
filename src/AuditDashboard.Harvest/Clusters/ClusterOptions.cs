namespace AuditDashboard.Harvest.Clusters;

/// <summary>One entry of the setting <c>Clusters</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Name of the cluster: 1 to 100 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>, starting with a letter or digit.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>Demo</c>, <c>Files</c> or <c>CloudWatch</c>.</summary>
    public string Source { get; set; } = "";

    /// <summary>Files: audit files and folders. Relative paths are under the content root.</summary>
    public IList<string> Paths { get; } = [];

    /// <summary>CloudWatch: the log group's name, such as <c>/aws/eks/NAME/cluster</c>, or its ARN without <c>:*</c>.</summary>
    public string? LogGroup { get; set; }

    /// <summary>CloudWatch: the AWS region, such as <c>eu-west-1</c>.</summary>
    public string? Region { get; set; }

    /// <summary>CloudWatch: ARN of a role to assume, for a log group of another account; null for the credentials themselves.</summary>
    public string? RoleArn { get; set; }

    /// <summary>CloudWatch: the external id that the role asks for; null for none.</summary>
    public string? ExternalId { get; set; }

    /// <summary>CloudWatch: the profile of AWS's shared config files to take credentials from; null for the whole chain of the environment.</summary>
    public string? Profile { get; set; }

    /// <summary>Where CloudTrail writes, and which of its records are about the cluster.</summary>
    public CloudTrailOptions CloudTrail { get; set; } = new();

    /// <summary>Schedule as cron with five or six fields (seconds first) in UTC; null for the default of the source.</summary>
    public string? Cron { get; set; }

    /// <summary>Demo: the seed. Default 1.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>Demo: events that canned queries select, per minute on average. Default 6, 0.1 to 600.</summary>
    public double MatchesPerMinute { get; set; } = 6;

    /// <summary>Demo: noise events for each event that a canned query selects. Default 4, 0 to 100.</summary>
    public double NoiseRatio { get; set; } = 4;
}
