using System.Text;
using System.Text.RegularExpressions;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Reads files for spreadsheets as one would.</summary>
internal static partial class SheetText
{
    /// <summary>Fields of RFC 4180 that a spreadsheet would compute.</summary>
    public static List<string> Formulas(string csv)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var character in csv)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && character is ',' or '\n')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        return [.. fields.Where(f => Formula().IsMatch(f) && !Number().IsMatch(f))];
    }

    [GeneratedRegex(@"^([\t\r\n\0]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?[0-9.]+(e[+-]?[0-9]+)?\r?$|^\r$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
