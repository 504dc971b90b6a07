namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Tells outcomes by their code, and names them.</summary>
public static class Outcomes
{
    /// <summary>The outcome that a code stands for; the code alone decides, so that lists, facets and pages agree.</summary>
    public static Outcome Of(int? code) => code switch
    {
        null => Outcome.Unknown,
        401 => Outcome.NotSignedIn,
        403 => Outcome.RefusedByRbac,
        < 400 => Outcome.Allowed,
        _ => Outcome.Failed,
    };

    /// <summary>The words for an outcome: "allowed", "refused by RBAC", "not signed in", "failed", "outcome unknown".</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.RefusedByRbac => "refused by RBAC",
        Outcome.NotSignedIn => "not signed in",
        Outcome.Failed => "failed",
        _ => "outcome unknown",
    };

    /// <summary>As <see cref="Words(Outcome)"/>, but a 403 that authorization had allowed is "refused after RBAC allowed it": an admission controller said no.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="decision"><see cref="AuditEvent.Decision"/>; null where unknown.</param>
    public static string Words(Outcome outcome, string? decision) =>
        outcome == Outcome.RefusedByRbac && decision == "allow" ? "refused after RBAC allowed it" : Words(outcome);
}
