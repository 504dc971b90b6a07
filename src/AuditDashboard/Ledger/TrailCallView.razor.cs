using AuditDashboard.Storage.Trail;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Ledger;

/// <summary>One call of the AWS API: how it ended, who made it step by step, and its record.</summary>
public sealed partial class TrailCallView
{
    /// <summary>The call; null where there is none of this id.</summary>
    [Parameter, EditorRequired]
    public StoredTrailCall? Call { get; set; }

    /// <summary>Where closing leads.</summary>
    [Parameter, EditorRequired]
    public required string CloseUrl { get; set; }
}
