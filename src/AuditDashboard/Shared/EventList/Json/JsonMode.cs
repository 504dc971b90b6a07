namespace AuditDashboard.Shared.EventList.Json;

/// <summary>How a record is shown.</summary>
public enum JsonMode
{
    /// <summary>A tree that opens step by step.</summary>
    Tree,

    /// <summary>Text set in lines.</summary>
    Text,

    /// <summary>The stored bytes as they are, in one line.</summary>
    Raw,
}
