using System.CommandLine;
using AuditDashboard.Settings;

namespace AuditDashboard.Commands;

/// <summary>Says what is wrong with the arguments of a verb, with the verb or option that was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>One sentence for each error of the parser.</summary>
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        string[] known =
        [
            .. parsed.CommandResult.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name),
            .. parsed.CommandResult.Command.Options.Select(option => option.Name),
        ];
        foreach (var error in parsed.Errors)
        {
            // The parser quotes the word that it could not place.
            var unmatched = parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
            var near = unmatched is null ? null : NearName.Find(unmatched, known);
            yield return near is null ? error.Message : $"{error.Message} Did you mean {near}?";
        }
    }
}
