using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Language of a query.</summary>
public class QueryLanguage : ConstantClass
{
    /// <summary>Logs Insights QL.</summary>
    public static readonly QueryLanguage CWLI = new("CWLI");

    /// <summary>OpenSearch PPL.</summary>
    public static readonly QueryLanguage PPL = new("PPL");

    /// <summary>OpenSearch SQL.</summary>
    public static readonly QueryLanguage SQL = new("SQL");

    /// <summary>A value by its text on the wire; one that is not among the fields of this class too.</summary>
    /// <param name="value">The text.</param>
    public QueryLanguage(string value)
        : base(value)
    {
    }

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static QueryLanguage FindValue(string value) => FindValue<QueryLanguage>(value);

    /// <summary>The value with this text.</summary>
    /// <param name="value">The text on the wire.</param>
    public static implicit operator QueryLanguage(string value) => FindValue(value);

    internal static QueryLanguage? From(string? value) => value is null ? null : FindValue(value);
}
