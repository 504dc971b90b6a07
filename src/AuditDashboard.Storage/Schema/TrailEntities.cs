namespace AuditDashboard.Storage.Schema;

/// <summary>A call of the AWS API that bears on a cluster's access, out of CloudTrail.</summary>
internal sealed class TrailCallEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    /// <summary>SHA-256 over the cluster's name and the record before redaction.</summary>
    public required byte[] Identity { get; set; }

    /// <summary>CloudTrail's own id; null where the record has none.</summary>
    public string? EventId { get; set; }

    /// <summary>Microseconds since 1970; null where it has none.</summary>
    public long? Time { get; set; }

    /// <summary>1 for a change of who may get in, 2 for a workload that takes a role.</summary>
    public int Kind { get; set; }

    /// <summary>Of a workload, its service account as namespace/name; else null.</summary>
    public string? Subject { get; set; }

    /// <summary>Of a workload, the role asked for; else null.</summary>
    public string? Role { get; set; }

    /// <summary>0 succeeded, 1 failed, 2 denied.</summary>
    public int Outcome { get; set; }

    /// <summary>Whether CloudTrail's id is also that of another content.</summary>
    public bool IsRepeated { get; set; }

    public bool IsFromFiles { get; set; }

    public long FirstSeen { get; set; }

    public int Encoding { get; set; }

    /// <summary>Bytes before packing.</summary>
    public int Length { get; set; }

    public required byte[] Content { get; set; }
}

/// <summary>From the first to the last record of CloudTrail in a file, of whatever service: a hint, since files vouch for bytes and not for time.</summary>
internal sealed class TrailSpanEntity
{
    public long ClusterId { get; set; }

    public required string Origin { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public long CollectedAt { get; set; }
}
