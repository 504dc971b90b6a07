namespace AuditDashboard.Kubernetes.Audit;

/// <summary>How a request ended. The numbers may be stored.</summary>
public enum Outcome
{
    /// <summary>The record has no code: the request was only received, or a pipeline left it out.</summary>
    Unknown = 0,

    /// <summary>A code below 400.</summary>
    Allowed = 1,

    /// <summary>403. RBAC answers so; admission may too, and then the decision still says allow (see <see cref="Outcomes.Words(Outcome, string?)"/>).</summary>
    RefusedByRbac = 2,

    /// <summary>401.</summary>
    NotSignedIn = 3,

    /// <summary>Any other code from 400.</summary>
    Failed = 4,
}
