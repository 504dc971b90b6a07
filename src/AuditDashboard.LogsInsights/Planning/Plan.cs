using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

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

    /// <summary>Of a query inside <c>in (…)</c>: the slot of its values; else null.</summary>
    public int? ValueSlot { get; init; }

    /// <summary>Fields of the records that the plan reads, by name.</summary>
    public required IReadOnlyList<string> FieldsRead { get; init; }

    /// <summary>The filters that run on every record, before any row is held back.</summary>
    public required IReadOnlyList<Expr> LeadingFilters { get; init; }

    /// <summary>What records must hold in their bytes to come into question: all of these, each one of the texts joined by "or".</summary>
    public required IReadOnlyList<string> Literals { get; init; }

    /// <summary>The commands in the order they run.</summary>
    public required IReadOnlyList<Command> Order { get; init; }

    /// <summary>Rows that a run gives at most; null for all.</summary>
    public required int? Limit { get; init; }

    /// <summary>The search that passes over records which the first filters cannot match.</summary>
    public required LiteralSearch? Search { get; init; }

    /// <summary>The query as it runs, where filters were moved; else the text as written.</summary>
    public required string EffectiveText { get; init; }
}
