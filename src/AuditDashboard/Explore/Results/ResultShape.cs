using AuditDashboard.Explore.Running;

namespace AuditDashboard.Explore.Results;

/// <summary>The columns of a result by what they are, worked out once a result.</summary>
public sealed record ResultShape
{
    /// <summary>Columns of instants.</summary>
    public required IReadOnlyList<bool> IsTime { get; init; }

    /// <summary>Columns of numbers.</summary>
    public required IReadOnlyList<bool> IsNumber { get; init; }

    /// <summary>Works out the shape of a result.</summary>
    public static ResultShape Of(ExploreResult result) => new()
    {
        IsTime = [.. Enumerable.Range(0, result.Columns.Count).Select(i => CellText.IsTime(result, i))],
        IsNumber = [.. Enumerable.Range(0, result.Columns.Count).Select(i => CellText.IsNumber(result, i))],
    };
}
