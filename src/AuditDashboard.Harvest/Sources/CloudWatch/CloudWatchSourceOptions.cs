using Amazon.Runtime;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Where and how the audit events of one cluster, or records of CloudTrail, are read in CloudWatch Logs.</summary>
public sealed record CloudWatchSourceOptions
{
    /// <summary>Rows that the service gives where it does not take a larger number.</summary>
    internal const int SafeRowLimit = 10_000;

    /// <summary>The log group: its name, such as <c>/aws/eks/NAME/cluster</c>, or its ARN without <c>:*</c>.</summary>
    public required string LogGroup { get; init; }

    /// <summary>The AWS region, such as <c>eu-west-1</c>; null for that of the environment.</summary>
    public string? Region { get; init; }

    /// <summary>ARN of a role to assume; null for the credentials of the environment themselves.</summary>
    public string? RoleArn { get; init; }

    /// <summary>External id that the role asks for; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Profile of AWS's shared config files to take credentials from; null for the whole chain of the environment.</summary>
    public string? Profile { get; init; }

    /// <summary>False makes no calls with keys that hold until somebody deletes them. Default true.</summary>
    public bool AllowsLongTermKeys { get; init; } = true;

    /// <summary>Credentials of one's own; null for those of the profile or the environment.</summary>
    internal AWSCredentials? Credentials { get; init; }

    /// <summary>Address of the Security Token Service; null for AWS's, or what the environment says.</summary>
    internal string? SecurityTokenUrl { get; init; }

    /// <summary>True for a log group that CloudTrail writes into: all of its streams are read, and its own records vouch for a time.</summary>
    public bool IsTrail { get; init; }

    /// <summary>Most rows that one query may give, 1 to 100,000; default 100,000. A service that refuses it is asked for 10,000.</summary>
    public int RowLimit { get; init; } = 100_000;

    /// <summary>How long after an instant the service may still deliver events of it; default 20 minutes.</summary>
    public TimeSpan DeliveryDelay { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Longest time between two audit events that counts as quiet; a longer one counts as a time without an audit log. Default 1 hour; null believes every silence.</summary>
    public TimeSpan? MaxSilence { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a query may take from the moment it is started; then it is stopped. Default 10 minutes.</summary>
    public TimeSpan QueryDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one call may take until all of its answer is here; repetitions have their own. Default 60 s.</summary>
    internal TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How the streams that are read begin; null for all streams.</summary>
    internal string? StreamPrefix => IsTrail ? null : StreamFilter.StreamName;

    /// <summary>What is read, in words.</summary>
    internal string RecordWord => IsTrail ? "record of CloudTrail" : "audit event";

    /// <summary>True for a stream that is read; null is a stream that is not told.</summary>
    internal bool IsRead(string? stream) => StreamPrefix is not { } prefix || stream?.StartsWith(prefix, StringComparison.Ordinal) != false;

    /// <summary>The log group's name; null where it is named by its ARN.</summary>
    internal string? GroupName => GroupArn is null ? LogGroup : null;

    /// <summary>The log group's ARN; null where it is named by its name.</summary>
    internal string? GroupArn => LogGroup.StartsWith("arn:", StringComparison.Ordinal) ? LogGroup : null;
}
