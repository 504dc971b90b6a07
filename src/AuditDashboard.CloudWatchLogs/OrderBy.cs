using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Order of streams.</summary>
public class OrderBy : ConstantClass
{
    /// <summary>By the time of the last event.</summary>
    public static readonly OrderBy LastEventTime = new("LastEventTime");

    /// <summary>By name.</summary>
    public static readonly OrderBy LogStreamName = new("LogStreamName");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public OrderBy(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static OrderBy FindValue(string value) => FindValue<OrderBy>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator OrderBy(string value) => FindValue(value);

    internal static OrderBy? From(string? value) => value is null ? null : FindValue(value);
}
