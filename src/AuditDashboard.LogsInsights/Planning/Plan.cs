using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>What a run does: steps in order, and the columns of its rows. Immutable once made.</summary>
internal sealed class Plan
{
    /// <summary>Slots of the records.</summary>
    public required Layout Layout { get; init; }

    /// <summary>The steps, the last of which keeps the final rows.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>Names of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Slots of the columns, in the rows behind the last step.</summary>
    public required int[] ColumnSlots { get; init; }

    /// <summary>The search that passes over records which the first filters cannot match.</summary>
    public required LiteralSearch? Search { get; init; }

    /// <summary>The query as it runs, where filters were moved; else the text as written.</summary>
    public required string EffectiveText { get; init; }
}
