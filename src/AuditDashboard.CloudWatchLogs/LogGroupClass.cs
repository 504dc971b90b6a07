using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Class of a log group.</summary>
public class LogGroupClass : ConstantClass
{
    /// <summary>Keeps events for a day, to pass them on; cannot be queried.</summary>
    public static readonly LogGroupClass DELIVERY = new("DELIVERY");

    /// <summary>Cheaper, without discovered fields.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The official package's name.")]
    public static readonly LogGroupClass INFREQUENT_ACCESS = new("INFREQUENT_ACCESS");

    /// <summary>All features.</summary>
    public static readonly LogGroupClass STANDARD = new("STANDARD");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public LogGroupClass(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static LogGroupClass FindValue(string value) => FindValue<LogGroupClass>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator LogGroupClass(string value) => FindValue(value);

    internal static LogGroupClass? From(string? value) => value is null ? null : FindValue(value);
}
