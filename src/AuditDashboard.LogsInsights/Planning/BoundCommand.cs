using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>A command with its expressions bound where it was written, so that it means the same wherever it is moved.</summary>
/// <param name="Source">The command.</param>
internal sealed record BoundCommand(Command Source)
{
    /// <summary>Steps that work on one row at a time; empty for <c>sort</c> and <c>limit</c>.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Keys of <c>sort</c>, else null.</summary>
    public OrderKey[]? SortKeys { get; init; }

    /// <summary>Rows of <c>limit</c>, else null.</summary>
    public int? Limit { get; init; }

    /// <summary>Keys of <c>dedup</c>, else null.</summary>
    public Node[]? DedupKeys { get; init; }

    /// <summary>True for <c>sort</c> and <c>limit</c>.</summary>
    public bool IsOrdering => SortKeys is not null || Limit is not null;
}
