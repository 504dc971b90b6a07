using System.Globalization;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>What a person may be called: what they do is recorded under it, and their saved queries are kept under it.</summary>
internal static class PersonName
{
    /// <summary>What is wrong with a name, as the end of a sentence that begins with it; null if nothing is.</summary>
    public static string? FindProblem(string name)
    {
        const string Write = "Write a name such as alice or alice@example.com.";
        if (string.IsNullOrWhiteSpace(name))
        {
            return $"is blank. {Write}";
        }

        if (name.Length > CredentialStore.MaxName)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is longer than {CredentialStore.MaxName} characters. {Write}");
        }

        if (name != name.Trim() || name.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar || IsHidden(System.Text.Rune.GetUnicodeCategory(rune))))
        {
            return $"holds characters that cannot be seen, or begins or ends with a space. {Write}";
        }

        // Words in parentheses stand for nobody and for the command line, and "local" for whoever sits at this machine.
        return name[0] == '(' || name.Equals(Person.Local.Name, StringComparison.OrdinalIgnoreCase)
            ? $"is a name that the dashboard uses itself. {Write}"
            : null;
    }

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
