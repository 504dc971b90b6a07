namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>A word with a meaning inside commands.</summary>
/// <param name="Word">The word.</param>
/// <param name="IsReserved">True if it cannot be the bare name of a field.</param>
/// <param name="Signature">How it is written.</param>
/// <param name="Summary">What it means.</param>
internal sealed record Keyword(string Word, bool IsReserved, string Signature, string Summary);

/// <summary>The words with a meaning inside commands; a field of such a name is written in backticks.</summary>
internal static class Keywords
{
    /// <summary>All of them.</summary>
    public static readonly Keyword[] All =
    [
        new("and", true, "condition and condition", "True if both conditions are true."),
        new("or", true, "condition or condition", "True if one of the conditions is true."),
        new("not", true, "not condition", "True if the condition is false; a comparison with a missing field is neither."),
        new("in", true, "value in [value, …]", "True if the value equals one of the list."),
        new("like", true, "value like \"text\" or value like /regular expression/", "True if the text holds the other, or a match of the expression; case counts unless (?i) is written."),
        new("as", true, "expression as name", "Names a column or a new field."),
        new("by", true, "stats aggregate by expression, …", "What to group by."),
        new("asc", true, "sort expression asc", "Ascending; the default."),
        new("desc", true, "sort expression desc", "Descending."),
        new("any", false, "limit any rows", "Any rows will do, in no order; here the same as limit."),
        new("into", false, "unnest expression into name", "Names the element of each row."),
        new("offset", false, "bin(5m) offset 1h", "Shifts the bins by a period, so that two windows can be compared."),
        new("logfmt", false, "parse field logfmt as name", "Reads pairs such as user=ann code=200; name.user is a value."),
        new("csv", false, "parse field csv as name, …", "Reads values between commas."),
        new("with", false, "fillmissing with value for column", "The value of a column in the rows that are added."),
        new("for", false, "fillmissing with value for column", "The column that gets the value."),
        new("field", false, "json field=name \"key\" as name", "The field that holds the JSON text."),
        new("multi", false, "parse field /regular expression/ multi", "A row for each match instead of the first match only."),
    ];

    private static readonly HashSet<string> Reserved = new(All.Where(k => k.IsReserved).Select(k => k.Word), StringComparer.OrdinalIgnoreCase);

    /// <summary>True for the words that cannot be a bare field name.</summary>
    public static bool IsReserved(in Token token) => token.Kind == TokenKind.Name && !token.IsQuoted && Reserved.Contains(token.Text);
}
