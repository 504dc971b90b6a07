using AuditDashboard.Kubernetes.Grants;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Used;

/// <summary>Whether a grant was used in a window, as far as collected requests tell.</summary>
public sealed record UsedData
{
    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>What was asked.</summary>
    public required UsedState State { get; init; }

    /// <summary>The answer; null where more events would have to be read than is allowed at once.</summary>
    public required GrantUse? Use { get; init; }

    /// <summary>Events of the window that might tell.</summary>
    public required long Candidates { get; init; }

    /// <summary>Subjects of the binding, from the newest collected write that shows them; empty where none does.</summary>
    public required IReadOnlyList<RbacSubject> Subjects { get; init; }

    /// <summary>Why it cannot be told whether the grant was used beyond what is shown, one sentence each.</summary>
    public required IReadOnlyList<string> CannotTell { get; init; }

    /// <summary>Uses that are listed, newest first.</summary>
    public required IReadOnlyList<EventRow> Rows { get; init; }

    /// <summary>How many there are of what is listed.</summary>
    public required int Listed { get; init; }
}
