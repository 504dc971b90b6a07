namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// Finds a value in parsed JSON by its flattened name, as discovery names fields: keys joined by dots, elements by their numbers. A
/// key may itself hold dots, so every way to cut the name is tried, the shortest key first.
/// </summary>
internal static class FlattenedPath
{
    /// <summary>The value of that name; missing if there is none.</summary>
    public static Value Find(in Value value, ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return value;
        }

        if (value.List is { } list)
        {
            var end = name.IndexOf('.') is var dot && dot < 0 ? name.Length : dot;
            return int.TryParse(name[..end], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Count
                ? Find(list[index], end == name.Length ? default : name[(end + 1)..])
                : default;
        }

        if (value.Map is not { } map)
        {
            return default;
        }

        for (var end = 1; end <= name.Length; end++)
        {
            if ((end == name.Length || name[end] == '.') && map.TryGetValue(name[..end].ToString(), out var below))
            {
                var found = Find(below, end == name.Length ? default : name[(end + 1)..]);
                if (!found.IsMissing)
                {
                    return found;
                }
            }
        }

        return default;
    }
}
