namespace AuditDashboard.Storage.Schema;

/// <summary>A listing of a cluster's roles and bindings that was imported.</summary>
internal sealed class ListingEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    /// <summary>When it was made, microseconds since 1970.</summary>
    public long Time { get; set; }

    public long ImportedAt { get; set; }

    /// <summary>Name of the file that it came from.</summary>
    public required string Source { get; set; }

    /// <summary>SHA-256 of its objects, in hex: the same listing is stored once.</summary>
    public required string ContentHash { get; set; }

    /// <summary>Bit n is set where every object of the tracked kind n is in it.</summary>
    public int Kinds { get; set; }

    public int Objects { get; set; }
}

/// <summary>One object of a listing, redacted.</summary>
internal sealed class ListingObjectEntity
{
    public long ListingId { get; set; }

    public int Kind { get; set; }

    /// <summary>Empty for what lies in none.</summary>
    public required string Namespace { get; set; }

    public required string Name { get; set; }

    public int Encoding { get; set; }

    /// <summary>Bytes before packing.</summary>
    public int Length { get; set; }

    public required byte[] Content { get; set; }
}
