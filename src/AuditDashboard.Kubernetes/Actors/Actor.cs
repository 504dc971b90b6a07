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

    /// <summary>The user whose rights were used instead; null where nobody was impersonated.</summary>
    public string? Impersonated { get; init; }

    /// <summary>Namespace of the service account; null for others.</summary>
    public string? ServiceAccountNamespace { get; init; }

    /// <summary>Name of the service account; null for others.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Name of the node; null for others.</summary>
    public string? NodeName { get; init; }

    /// <summary>The IAM principal; null where the record names none.</summary>
    public IamIdentity? Iam { get; init; }

    /// <summary>Account of the IAM principal; null where unknown.</summary>
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
