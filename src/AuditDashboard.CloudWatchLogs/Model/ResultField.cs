namespace Amazon.CloudWatchLogs.Model;

/// <summary>One cell of a result row.</summary>
public partial class ResultField
{
    /// <summary>Name of the column.</summary>
    public string? Field { get; set; }

    /// <summary>The value, always as text.</summary>
    public string? Value { get; set; }
}
