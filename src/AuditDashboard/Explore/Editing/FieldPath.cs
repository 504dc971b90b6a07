namespace AuditDashboard.Explore.Editing;

/// <summary>Names of fields as a query writes them.</summary>
internal static class FieldPath
{
    /// <summary>Adds a member to a path: bare where it can be, else in backticks; null where the language cannot write it.</summary>
    /// <param name="path">The path so far; empty for the record.</param>
    /// <param name="member">The member's name, or the number of a list's element.</param>
    public static string? Append(string path, string member) =>
        member.Length == 0 || member.Contains('`', StringComparison.Ordinal) || member.Any(char.IsControl)
            ? null
            : (path.Length == 0 ? "" : path + ".") + (IsBare(member, isFirst: path.Length == 0) ? member : "`" + member + "`");

    private static bool IsBare(string member, bool isFirst) =>
        member.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && (!isFirst || !char.IsAsciiDigit(member[0]));
}
