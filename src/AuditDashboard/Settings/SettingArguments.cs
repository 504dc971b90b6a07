namespace AuditDashboard.Settings;

/// <summary>
/// Checks settings on the command line before .NET reads them: it passes over words, misspelt names and names without a value in silence.
/// Forms as .NET reads them: <c>--Key=Value</c>, <c>--Key Value</c>, <c>/Key=Value</c>, <c>/Key Value</c>, <c>Key=Value</c>.
/// </summary>
internal static class SettingArguments
{
    private const string Form = "Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.";

    /// <summary>Finds what is wrong.</summary>
    /// <param name="args">The arguments, without the verb.</param>
    /// <param name="verbs">The verbs of the command line: one of them may have been meant.</param>
    /// <returns>A sentence for each argument that has no effect; none if all are settings.</returns>
    public static IReadOnlyList<string> FindProblems(IReadOnlyList<string> args, IReadOnlyList<string> verbs)
    {
        var problems = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            var (prefix, rest) = argument.StartsWith("--", StringComparison.Ordinal) ? ("--", argument[2..])
                : argument.StartsWith('/') ? ("/", argument[1..])
                : ("", argument);
            var equals = rest.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? rest : rest[..equals];
            if (key.Length == 0 || (prefix.Length == 0 && (equals < 0 || key[0] == '-')))
            {
                problems.Add(RefuseWord(argument, verbs));
                continue;
            }

            if (!SettingNames.IsKnown(key))
            {
                problems.Add(RefuseName(prefix + key, key));
            }

            if (equals >= 0)
            {
                continue;
            }

            // The next argument is the value, whatever it is, unless it is a setting itself.
            if (i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                i++;
            }
            else if (SettingNames.IsKnown(key))
            {
                problems.Add($"'{argument}' has no value. {Form}");
            }
        }

        return problems;
    }

    private static string RefuseName(string written, string key) => SettingNames.FindNear(key) is { } near
        ? $"'{written}' is not a setting. Did you mean --{near}?"
        : $"'{written}' is not a setting. Known are {string.Join(", ", SettingNames.Documented)}. {Form}";

    private static string RefuseWord(string word, IReadOnlyList<string> verbs)
    {
        var name = word.TrimStart('-').Split('=', 2)[0];
        return verbs.Contains(word, StringComparer.Ordinal) ? $"'{word}' is a verb and must come first."
            : NearName.Find(name, verbs) is { } verb ? $"'{word}' is not understood. Did you mean the verb {verb}? A verb comes first."
            : SettingNames.IsKnown(name) ? $"'{word}' is not understood. Did you mean --{name}?"
            : SettingNames.FindNear(name) is { } near ? $"'{word}' is not understood. Did you mean --{near}?"
            : $"'{word}' is not understood. {Form}";
    }
}
