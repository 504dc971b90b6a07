using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Collection;

/// <summary>What reading a cluster costs: today's budget, and the last days by day and by query.</summary>
public sealed partial class CostSection
{
    /// <summary>A budget further away than this many times the dearest day would make all bars too short to read.</summary>
    private const double FurthestBudget = 4;

    /// <summary>The cluster's name, as it may be shown.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The costs.</summary>
    [Parameter, EditorRequired]
    public required ClusterCost Cost { get; set; }

    private double Saved => Cost.AloneDollars - Cost.Dollars;

    private double Dearest => Cost.Days.Max(d => d.Dollars);

    private bool IsBudgetInSight => Cost.DailyBudget is { } budget && budget <= Dearest * FurthestBudget;

    private double Scale => Math.Max(Dearest, IsBudgetInSight ? Cost.DailyBudget.GetValueOrDefault() : 0);

    private string? BudgetMark => IsBudgetInSight ? Percent(Cost.DailyBudget.GetValueOrDefault()) : null;

    private string Percent(double dollars) => Scale <= 0 ? "0%" : (dollars / Scale * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
