using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Storage.Credentials;

/// <summary>What a credential opens. The numbers are stored.</summary>
public enum CredentialKind
{
    /// <summary>A link that signs one browser in, once.</summary>
    SignInLink = 1,

    /// <summary>The session of a browser that is signed in.</summary>
    Session = 2,

    /// <summary>A token with which scripts call the HTTP API.</summary>
    ApiToken = 3,

    /// <summary>A link that shows one snapshot to whoever has it; its name is the snapshot's code.</summary>
    OpenLink = 4,
}

/// <summary>What a person of the tool may do; each role may do what those before it may. The numbers are stored.</summary>
public enum DashboardRole
{
    /// <summary>Looks at everything that is collected.</summary>
    Viewer = 1,

    /// <summary>Also runs queries over files and accounts, and keeps queries that others see.</summary>
    Reviewer = 2,

    /// <summary>Also starts jobs, sees the job board, and what people did in the tool.</summary>
    Administrator = 3,
}

/// <summary>A credential without its secret.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it opens.</param>
/// <param name="Name">Whom it stands for.</param>
/// <param name="Role">What that person may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it opens nothing.</param>
/// <param name="UsedAt">When a link was used, or a token last (to the minute); null if never.</param>
/// <param name="RevokedAt">When it was revoked; null if it was not.</param>
public sealed record Credential(
    long Id, CredentialKind Kind, string Name, DashboardRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>The clusters that the role is limited to.</summary>
    public ClusterScope Clusters { get; init; } = ClusterScope.All;

    /// <summary>True if it opens something at this moment.</summary>
    public bool IsValid(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt && (Kind != CredentialKind.SignInLink || UsedAt is null);
}
