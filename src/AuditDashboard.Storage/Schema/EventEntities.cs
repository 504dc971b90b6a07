namespace AuditDashboard.Storage.Schema;

/// <summary>One stored audit event: numbers only, so that scans stay short. Null stands for absent throughout.</summary>
/// <remarks>What charts, facets and chips need comes first in the row: SQLite reads a row from its start.</remarks>
internal sealed class EventEntity
{
    /// <summary>Row number; grows with insertion.</summary>
    public long Id { get; set; }

    public long ClusterId { get; set; }

    /// <summary>Microseconds since 1970; null = undated.</summary>
    public long? Time { get; set; }

    /// <summary>Number of <see cref="Kubernetes.Rbac.ChangeKind"/>.</summary>
    public int Kind { get; set; }

    public int? Code { get; set; }

    public long? VerbId { get; set; }

    public long? UserId { get; set; }

    public long? NamespaceId { get; set; }

    public long? NameId { get; set; }

    public long? ResourceId { get; set; }

    /// <summary>The first source address.</summary>
    public long? AddressId { get; set; }

    public long? ApiGroupId { get; set; }

    public long? UserAgentId { get; set; }

    public long? UriId { get; set; }

    public long? AuditIdId { get; set; }

    public long? StageId { get; set; }

    public long? ImpersonatedUserId { get; set; }

    /// <summary>The whole list of source addresses where there is more than one.</summary>
    public long? AddressListId { get; set; }

    public long? DecisionId { get; set; }

    /// <summary>The narrowest query that selects it: where the stack counts it.</summary>
    public long StackQueryId { get; set; }

    /// <summary>Bits of <see cref="Kubernetes.Audit.AuditEventFlags"/>.</summary>
    public int Flags { get; set; }

    public bool IsFromFiles { get; set; }

    /// <summary>When it was stored, microseconds since 1970.</summary>
    public long FirstSeen { get; set; }

    /// <summary>When the source took it in, microseconds since 1970.</summary>
    public long? IngestionTime { get; set; }

    /// <summary>The canned queries that select it, a bit each (see <see cref="Ingest.QueryBits"/>): what <c>event_match</c> says, without leaving the index.</summary>
    public long QueryBits { get; set; }

    /// <summary>32 bytes: cluster and content, before redaction.</summary>
    public required byte[] Identity { get; set; }
}

/// <summary>The redacted record of an event, compressed, beside the narrow row.</summary>
internal sealed class EventBodyEntity
{
    public long EventId { get; set; }

    /// <summary>How <see cref="Content"/> is packed: a number of <see cref="Ingest.BodyEncoding"/>.</summary>
    public int Encoding { get; set; }

    /// <summary>Bytes when unpacked.</summary>
    public int Length { get; set; }

    public required byte[] Content { get; set; }
}

/// <summary>A canned query selects an event. Cluster and time repeat the event's, for the index that pages read.</summary>
internal sealed class EventMatchEntity
{
    public long EventId { get; set; }

    public long QueryId { get; set; }

    public long ClusterId { get; set; }

    public long? Time { get; set; }
}

/// <summary>Matches of a query in one minute: each event in every query that selects it.</summary>
internal sealed class MinuteCountEntity
{
    public long ClusterId { get; set; }

    public long QueryId { get; set; }

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; set; }

    public long N { get; set; }
}

/// <summary>Events of one minute: each under its narrowest query only.</summary>
internal sealed class MinuteStackEntity
{
    public long ClusterId { get; set; }

    public long QueryId { get; set; }

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; set; }

    public long N { get; set; }
}
