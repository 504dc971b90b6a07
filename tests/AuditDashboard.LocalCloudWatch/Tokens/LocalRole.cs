namespace AuditDashboard.LocalCloudWatch.Tokens;

/// <summary>A role that a local server lets its callers assume.</summary>
public sealed record LocalRole
{
    /// <summary>External id that has to be given; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Token of a service account that is given the role without a signature; null for none.</summary>
    public string? WebIdentityToken { get; init; }

    /// <summary>Secret of its credentials; null for another one each time.</summary>
    public string? Secret { get; init; }

    /// <summary>Session token of its credentials; null for another one each time.</summary>
    public string? SessionToken { get; init; }

    /// <summary>How long credentials of it last; default an hour.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);
}
