using System.Text.RegularExpressions;
using AuditDashboard.Kubernetes.Display;
using AuditDashboard.Queries;

namespace AuditDashboard.Settings;

/// <summary>Makes the catalog out of the built-in queries and the setting <c>Queries</c>.</summary>
internal static partial class CatalogSettings
{
    /// <summary>Reads the catalog; null where a user's query is wrong, which is then among the problems.</summary>
    public static QueryCatalog? Read(IConfiguration configuration, List<string> problems)
    {
        var before = problems.Count;
        var queries = new List<UserQuery>();
        var keys = new List<string>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in SettingsReader.Items(configuration, "Queries", problems))
        {
            if (ReadOne(section, ids, problems) is { } query)
            {
                queries.Add(query);
                keys.Add(section.Path);
            }
        }

        var catalog = QueryCatalog.Create(queries, out var errors);
        problems.AddRange(errors.Select(error => $"{keys[error.Index]}:Text: {error.Message}"));
        return problems.Count == before ? catalog : null;
    }

    private static UserQuery? ReadOne(IConfigurationSection section, Dictionary<string, string> ids, List<string> problems)
    {
        var reader = new SettingsReader(section, problems);
        var id = reader.Text("Id", "");

        // The id of an optional query alone takes it as it ships.
        var shipped = OptionalQueries.All.FirstOrDefault(optional => optional.Id == id);
        var query = new UserQuery
        {
            Id = id,
            Title = Visible(reader.Text("Title", shipped?.Title ?? id)),
            Purpose = Visible(reader.Text("Purpose", shipped?.Purpose ?? "")),
            Text = reader.Text("Text", shipped?.Text ?? ""),
        };
        reader.RefuseUnknown();
        if (string.IsNullOrWhiteSpace(query.Text))
        {
            reader.Refuse("Text", "is empty. Write a query, such as filter objectRef.subresource = \"exec\".");
            return null;
        }

        if (FindIdProblem(id, section.Path, ids) is { } problem)
        {
            // Its text is checked all the same, under an id that nobody else has.
            reader.Refuse("Id", problem);
            return query with { Id = $"unusable-{ids.Count}-{section.Key}" };
        }

        return query;
    }

    // Titles stand where no marks can: in options, on canvas, in menus.
    private static string Visible(string text) => DisplayText.Split(text).ToString();

    private static string? FindIdProblem(string id, string key, Dictionary<string, string> ids)
    {
        const string Hint = "Write 1 to 40 lower-case letters, digits or hyphens that begin with a letter, such as exec-into-pods.";
        return id.Length == 0 ? $"is empty. {Hint}"
            : !IdPattern().IsMatch(id) || id == "all" ? $"is '{id}'. {Hint}"
            : QueryCatalog.BuiltIn.TryGet(id, out _) ? $"is '{id}', which is the id of a built-in query. Write another id."
            : !ids.TryAdd(id, key) ? $"is '{id}', which {ids[id]} has already. Write another id."
            : null;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
