using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>State of a data protection policy.</summary>
public class DataProtectionStatus : ConstantClass
{
    /// <summary>It is on.</summary>
    public static readonly DataProtectionStatus ACTIVATED = new("ACTIVATED");

    /// <summary>It was replaced.</summary>
    public static readonly DataProtectionStatus ARCHIVED = new("ARCHIVED");

    /// <summary>It was deleted.</summary>
    public static readonly DataProtectionStatus DELETED = new("DELETED");

    /// <summary>It is off.</summary>
    public static readonly DataProtectionStatus DISABLED = new("DISABLED");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public DataProtectionStatus(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static DataProtectionStatus FindValue(string value) => FindValue<DataProtectionStatus>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator DataProtectionStatus(string value) => FindValue(value);

    internal static DataProtectionStatus? From(string? value) => value is null ? null : FindValue(value);
}
