namespace AuditDashboard.Kubernetes.Actors;

/// <summary>What a statement about an actor rests on.</summary>
public enum Evidence
{
    /// <summary>The API server authenticated it or saw it itself.</summary>
    ApiServer,

    /// <summary>AWS IAM vouches for it.</summary>
    Iam,

    /// <summary>The client chose it.</summary>
    Client,

    /// <summary>The log does not hold it.</summary>
    Unknown,
}
