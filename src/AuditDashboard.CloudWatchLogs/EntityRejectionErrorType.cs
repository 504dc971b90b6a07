using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Why an entity was refused.</summary>
public class EntityRejectionErrorType : ConstantClass
{
    /// <summary>It is too large.</summary>
    public static readonly EntityRejectionErrorType EntitySizeTooLarge = new("EntitySizeTooLarge");

    /// <summary>Its attributes are not valid.</summary>
    public static readonly EntityRejectionErrorType InvalidAttributes = new("InvalidAttributes");

    /// <summary>It is not valid.</summary>
    public static readonly EntityRejectionErrorType InvalidEntity = new("InvalidEntity");

    /// <summary>Its key attributes are not valid.</summary>
    public static readonly EntityRejectionErrorType InvalidKeyAttributes = new("InvalidKeyAttributes");

    /// <summary>Its type is not valid.</summary>
    public static readonly EntityRejectionErrorType InvalidTypeValue = new("InvalidTypeValue");

    /// <summary>It lacks something.</summary>
    public static readonly EntityRejectionErrorType MissingRequiredFields = new("MissingRequiredFields");

    /// <summary>The class of the log group takes none.</summary>
    public static readonly EntityRejectionErrorType UnsupportedLogGroupType = new("UnsupportedLogGroupType");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public EntityRejectionErrorType(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static EntityRejectionErrorType FindValue(string value) => FindValue<EntityRejectionErrorType>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator EntityRejectionErrorType(string value) => FindValue(value);

    internal static EntityRejectionErrorType? From(string? value) => value is null ? null : FindValue(value);
}
