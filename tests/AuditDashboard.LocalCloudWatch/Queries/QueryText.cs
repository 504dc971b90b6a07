using AuditDashboard.LogsInsights;

namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>Changes a query so that its rows say which event they are: the service gives <c>@ptr</c> with every row of events.</summary>
internal static class QueryText
{
    /// <summary>The query with <c>@ptr</c> among its columns; as it is where its rows are no events.</summary>
    public static string WithPointer(InsightsQuery query)
    {
        var commands = Split(query.CanonicalText);
        if (query.Columns.Contains("@ptr", StringComparer.Ordinal) || commands.Exists(c => c.StartsWith("stats ", StringComparison.Ordinal)))
        {
            return query.CanonicalText;
        }

        var display = commands.FindLastIndex(c => c.StartsWith("display ", StringComparison.Ordinal));
        if (display >= 0)
        {
            commands[display] += ", @ptr";
        }
        else
        {
            var first = commands.FindIndex(c => !c.StartsWith("SOURCE", StringComparison.OrdinalIgnoreCase));
            var hasFields = commands.Exists(c => c.StartsWith("fields ", StringComparison.Ordinal));
            commands.Insert(Math.Max(first, 0), hasFields ? "fields @ptr" : "fields @timestamp, @message, @ptr");
        }

        return string.Join(" | ", commands);
    }

    /// <summary>True if a command reads the message, beyond giving it out as a column.</summary>
    public static bool ReadsMessage(InsightsQuery query) => Split(query.CanonicalText)
        .Exists(c => (c.Contains("@message", StringComparison.Ordinal) && !c.StartsWith("fields ", StringComparison.Ordinal) && !c.StartsWith("display ", StringComparison.Ordinal))
            || c.StartsWith("parse \"", StringComparison.Ordinal) || c.StartsWith("parse /", StringComparison.Ordinal));

    // The canonical print puts " | " between commands; what stands in quotes, backticks, regular expressions or parentheses may hold it too.
    private static List<string> Split(string text)
    {
        var commands = new List<string>();
        var begin = 0;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' or '\'' or '`':
                    i = Close(text, i, text[i]);
                    break;
                case '/' when BeginsRegex(text, i):
                    i = Close(text, i, '/');
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']':
                    depth--;
                    break;
                case '|' when depth == 0:
                    commands.Add(text[begin..i].Trim());
                    begin = i + 1;
                    break;
                default:
                    break;
            }
        }

        commands.Add(text[begin..].Trim());
        return commands;
    }

    private static int Close(string text, int at, char mark)
    {
        for (at++; at < text.Length && text[at] != mark; at++)
        {
            if (text[at] == '\\' && mark != '`')
            {
                at++;
            }
        }

        return at;
    }

    // A slash divides behind a value, and begins a regular expression behind a word of the language or a comma.
    private static bool BeginsRegex(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd();
        return before.EndsWith("like") || before.EndsWith("=~") || before.EndsWith("parse") || before.EndsWith(",")
            || (before.LastIndexOf("parse ") is >= 0 and var parse && !before[parse..].Contains('|') && !before[parse..].Contains('/'));
    }
}
