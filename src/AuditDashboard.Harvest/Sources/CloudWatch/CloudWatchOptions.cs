namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Settings under <c>CloudWatch</c>: what all clusters of one account and region share. The account's people and other programs share its limits too.</summary>
public sealed class CloudWatchOptions
{
    /// <summary>Logs Insights queries at once in one account and region. Default 5, 1 to 100. Unit: queries.</summary>
    public int ConcurrentQueries { get; set; } = 5;

    /// <summary>Calls to one account and region. Default 8, 0.5 to 9.9, where the service allows 10 of each kind. Unit: calls a second.</summary>
    public double CallsPerSecond { get; set; } = 8;

    /// <summary>Longest time between two audit events that counts as quiet: a longer one counts as a time without an audit log. Default 1 hour, 10 minutes to 7 days.</summary>
    public TimeSpan MaxSilence { get; set; } = TimeSpan.FromHours(1);

    /// <summary>False makes no calls with keys that hold until somebody deletes them, such as an IAM user's. Default true: <c>check</c> advises against them.</summary>
    public bool AllowsLongTermKeys { get; set; } = true;
}
