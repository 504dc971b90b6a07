using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>
/// The queries inside <c>in (…)</c> of one query, in the order they are bound. A query is planned twice: first without their
/// values, to find and check them; then, once a first pass has given the values, with them as constants.
/// </summary>
/// <param name="values">The values of each, in that order; null while they are not known.</param>
internal sealed class Subqueries(IReadOnlyList<ValueSet>? values = null)
{
    private readonly List<InQuery> _found = [];

    /// <summary>The queries found so far.</summary>
    public IReadOnlyList<InQuery> Found => _found;

    /// <summary>Binds one.</summary>
    public ConditionNode Bind(InQuery membership, Node value)
    {
        // An expression may be bound more than once; it stays one query.
        var index = _found.FindIndex(q => ReferenceEquals(q, membership));
        if (index < 0)
        {
            index = _found.Count;
            _found.Add(membership);
        }

        return new InSetNode(value, values is null ? new ValueSet([]) : values[index]);
    }
}
