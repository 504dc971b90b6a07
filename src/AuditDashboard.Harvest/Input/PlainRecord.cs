namespace AuditDashboard.Harvest.Input;

/// <summary>A plain event that a <see cref="PlainJudge"/> keeps.</summary>
public record struct PlainRecord
{
    /// <summary>Where it begins in its block.</summary>
    internal int Offset { get; init; }

    /// <summary>Its length in bytes.</summary>
    internal int Length { get; init; }

    /// <summary>Which selections it matches, a bit for each, where a judge tells.</summary>
    public ulong Mask { get; set; }

    /// <summary>Its own time in microseconds since 1970; null if it has none.</summary>
    public long? TimeMicros { get; set; }

    /// <summary>Where its fields are, in the store of its block.</summary>
    public int Fields { get; set; }
}
