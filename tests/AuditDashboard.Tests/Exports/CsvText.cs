namespace AuditDashboard.Tests.Exports;

/// <summary>Reads CSV as RFC 4180 says, to check what was written by other means than those that wrote it.</summary>
internal static class CsvText
{
    /// <summary>All rows with their fields.</summary>
    public static List<string[]> Read(string text)
    {
        var rows = new List<string[]>();
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (isQuoted)
            {
                if (character != '"')
                {
                    field.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (character == '"')
            {
                Assert.Equal(0, field.Length);
                isQuoted = true;
            }
            else if (character == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (character == '\r')
            {
                Assert.Equal('\n', text[++i]);
                fields.Add(field.ToString());
                field.Clear();
                rows.Add([.. fields]);
                fields.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        Assert.False(isQuoted);
        Assert.Equal(0, field.Length);
        Assert.Empty(fields);
        return rows;
    }
}
