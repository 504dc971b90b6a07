namespace AuditDashboard.Kubernetes.Actors;

/// <summary>Who is behind an event, as far as the log tells.</summary>
public sealed record Actor
{
    /// <summary>A short name for lists: the user as the log has it, a service account as <c>namespace/name</c>, a role's session as its session name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What sort of user asked; of the one who signed in, not of whom it impersonated.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The Kubernetes user who signed in; null where the record names none.</summary>
    public string? Username { get; init; }

    /// <summary>The user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>How the user signed in.</summary>
    public required SignIn SignIn { get; init; }

    /// <summary>The name of the user whose rights were used instead; null where nobody was impersonated.</summary>
    public string? Impersonated => Impersonation?.Username;

    /// <summary>The user whose rights were used instead; null where nobody was impersonated.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>Namespace of the service account; null for others.</summary>
    public string? ServiceAccountNamespace { get; init; }

    /// <summary>Name of the service account; null for others.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>The pod that the service account's token was made for; null where the record names none.</summary>
    public BoundPod? Pod { get; init; }

    /// <summary>Name of the node; null for others.</summary>
    public string? NodeName { get; init; }

    /// <summary>The IAM principal; null where the record names none. Rely on it only where <see cref="IsIamProven"/>.</summary>
    public IamIdentity? Iam { get; init; }

    /// <summary>True where EKS' authenticator signed the user in, so that AWS IAM vouches for the principal (not for its session's name).</summary>
    public bool IsIamProven { get; init; }

    /// <summary>True where the record proves the service account, which its name alone does not.</summary>
    public bool IsServiceAccountProven { get; init; }

    /// <summary>Account of the IAM principal; null where IAM vouches for none.</summary>
    public string? AwsAccount { get; init; }

    /// <summary>Where the request came from, client first.</summary>
    public IReadOnlyList<SourceAddress> Addresses { get; init; } = [];

    /// <summary>The program, as it claims; null where it claims none.</summary>
    public ClientProgram? Program { get; init; }

    /// <summary>The steps from the Kubernetes user to the human, each with what it rests on.</summary>
    public IReadOnlyList<ActorHop> Hops { get; init; } = [];

    /// <summary>The step that least can be relied on; null where there are no steps.</summary>
    public ActorHop? WeakestHop => Hops.MaxBy(hop => hop.Evidence);
}
