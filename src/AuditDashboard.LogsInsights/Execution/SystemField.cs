namespace AuditDashboard.LogsInsights.Execution;

/// <summary>The fields that the source gives beside the message.</summary>
internal enum SystemField
{
    Timestamp,
    Message,
    IngestionTime,
    LogStream,
    Log,
    Pointer,
}

/// <summary>Names of the system fields.</summary>
internal static class SystemFields
{
    /// <summary>All names, in the order of <see cref="SystemField"/>.</summary>
    public static readonly string[] Names = ["@timestamp", "@message", "@ingestionTime", "@logStream", "@log", "@ptr"];

    /// <summary>What each is, in the same order.</summary>
    public static readonly string[] Summaries =
    [
        "The instant of the record.",
        "The record as the source gives it.",
        "The instant at which the source received the record.",
        "The log stream, such as kube-apiserver-audit-0123….",
        "Account and log group.",
        "An opaque pointer to the record.",
    ];

    /// <summary>Finds a system field by its exact name.</summary>
    public static bool TryParse(string name, out SystemField field)
    {
        var at = Array.IndexOf(Names, name);
        field = (SystemField)Math.Max(at, 0);
        return at >= 0;
    }
}
