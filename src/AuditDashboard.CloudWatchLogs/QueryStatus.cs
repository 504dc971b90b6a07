using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>State of a query.</summary>
public class QueryStatus : ConstantClass
{
    /// <summary>It was stopped.</summary>
    public static readonly QueryStatus Cancelled = new("Cancelled");

    /// <summary>It ran to its end.</summary>
    public static readonly QueryStatus Complete = new("Complete");

    /// <summary>It failed.</summary>
    public static readonly QueryStatus Failed = new("Failed");

    /// <summary>It runs; rows may be there in part.</summary>
    public static readonly QueryStatus Running = new("Running");

    /// <summary>It waits.</summary>
    public static readonly QueryStatus Scheduled = new("Scheduled");

    /// <summary>It ran for longer than the service allows.</summary>
    public static readonly QueryStatus Timeout = new("Timeout");

    /// <summary>The service does not know.</summary>
    public static readonly QueryStatus Unknown = new("Unknown");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public QueryStatus(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static QueryStatus FindValue(string value) => FindValue<QueryStatus>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator QueryStatus(string value) => FindValue(value);

    internal static QueryStatus? From(string? value) => value is null ? null : FindValue(value);
}
