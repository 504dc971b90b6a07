using System.Text.RegularExpressions;

namespace AuditDashboard.Explore.Results;

/// <summary>Which function made a column, as far as the text tells: by the column's own name, or by the name given with <c>as</c>.</summary>
internal static class ColumnOrigin
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const string Arguments = @"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)";

    private static readonly Regex Call = new($@"^\s*(\w+)\s*{Arguments}\s*$", Options);

    /// <summary>Name of the function in lower case; null if it was no call, or cannot be told.</summary>
    public static string? Of(string text, string column)
    {
        if (Call.Match(column) is { Success: true } own)
        {
            return own.Groups[1].Value.ToLowerInvariant();
        }

        var named = Regex.Match(text, $@"(\w+)\s*{Arguments}\s*as\s+`?{Regex.Escape(column)}`?(?:[^\w.]|$)", Options);
        return named.Success ? named.Groups[1].Value.ToLowerInvariant() : null;
    }
}
