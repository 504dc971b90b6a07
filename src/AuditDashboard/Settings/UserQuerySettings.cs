using System.Text.RegularExpressions;

namespace AuditDashboard.Settings;

/// <summary>Reads the setting <c>Queries</c>.</summary>
internal static partial class UserQuerySettings
{
    /// <summary>Reads the user's queries and the shape of each; whether they compile is told with the catalog.</summary>
    public static IReadOnlyList<(string Key, UserQueryOptions Query)> Read(IConfiguration configuration, List<string> problems)
    {
        var queries = new List<(string Key, UserQueryOptions Query)>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in SettingsReader.Items(configuration, "Queries", problems))
        {
            var reader = new SettingsReader(section, problems);
            var id = reader.Text("Id", "");
            var query = new UserQueryOptions
            {
                Id = id,
                Title = reader.Text("Title", id),
                Purpose = reader.Text("Purpose", ""),
                Text = reader.Text("Text", ""),
            };
            reader.RefuseUnknown();
            if (!IdPattern().IsMatch(id))
            {
                reader.Refuse("Id", id.Length == 0
                    ? "is empty. Write a short name, such as exec-into-pods."
                    : $"is '{id}'. Write 1 to 60 lower-case letters, digits or hyphens that begin with a letter.");
                continue;
            }

            if (!ids.TryAdd(id, section.Path))
            {
                reader.Refuse("Id", $"is '{id}', which {ids[id]} has already. Write another id.");
                continue;
            }

            if (string.IsNullOrWhiteSpace(query.Text))
            {
                reader.Refuse("Text", "is empty. Write the query, such as filter objectRef.subresource = \"exec\".");
                continue;
            }

            queries.Add((section.Path, query));
        }

        return queries;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
