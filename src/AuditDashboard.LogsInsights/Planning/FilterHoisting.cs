using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>
/// Moves a filter that follows <c>sort</c> or <c>limit</c> in front of them, with what it needs, so that "sort, limit 100, filter"
/// gives the newest 100 matching rows and not the matching ones of the newest 100 (A13).
/// </summary>
internal static class FilterHoisting
{
    /// <summary>The commands of one segment (up to <c>stats</c> or <c>dedup</c>) in the order they run.</summary>
    /// <param name="segment">The commands as written.</param>
    /// <param name="moved">The filters that were moved; none if the order is the written one.</param>
    public static IReadOnlyList<BoundCommand> Reorder(IReadOnlyList<BoundCommand> segment, out IReadOnlyList<Command> moved)
    {
        var firstOrdering = Index(segment, c => c.IsOrdering);
        var lastFilter = LastIndex(segment, c => c.Source is FilterCommand);
        if (firstOrdering < 0 || lastFilter < firstOrdering)
        {
            moved = [];
            return segment;
        }

        // Everything between that works on single rows goes along: the filter may use names that it makes.
        var head = segment.Take(firstOrdering);
        var between = segment.Skip(firstOrdering).Take(lastFilter - firstOrdering + 1).ToList();
        moved = [.. between.Where(c => c.Source is FilterCommand).Select(c => c.Source)];
        return [.. head, .. between.Where(c => !c.IsOrdering), .. between.Where(c => c.IsOrdering), .. segment.Skip(lastFilter + 1)];
    }

    private static int Index(IReadOnlyList<BoundCommand> commands, Func<BoundCommand, bool> test)
    {
        for (var i = 0; i < commands.Count; i++)
        {
            if (test(commands[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int LastIndex(IReadOnlyList<BoundCommand> commands, Func<BoundCommand, bool> test)
    {
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            if (test(commands[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
