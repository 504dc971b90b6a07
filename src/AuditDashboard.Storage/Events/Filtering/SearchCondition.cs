namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>A searched text, resolved to the ids of the texts that hold it.</summary>
/// <param name="Sets">For each column of the event: the ids, and the index that finds them. Columns without any are left out.</param>
internal sealed record SearchCondition(IReadOnlyList<(string Column, string Index, IReadOnlyList<long> Ids)> Sets)
{
    /// <summary>True if no stored text holds it.</summary>
    public bool IsImpossible => Sets.Count == 0;

    /// <summary>Adds the condition.</summary>
    public void AddTo(SqlParts sql) =>
        sql.And(IsImpossible ? "0" : "(" + string.Join(" OR ", Sets.Select(s => $"{s.Column} {sql.IsIn(s.Ids)}")) + ")");
}
