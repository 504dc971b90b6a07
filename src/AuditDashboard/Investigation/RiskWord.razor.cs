using AuditDashboard.Kubernetes.Access;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>A level of risk: its steps and its word. The reasons stand elsewhere; never a number.</summary>
public sealed partial class RiskWord
{
    /// <summary>The level.</summary>
    [Parameter, EditorRequired]
    public required RiskLevel Level { get; set; }

    /// <summary>The word of a level.</summary>
    public static string WordOf(RiskLevel level) => level == RiskLevel.None ? "Nothing new" : level.ToString();

    private string Word => WordOf(Level);

    private string Css => "r" + (int)Level;
}
