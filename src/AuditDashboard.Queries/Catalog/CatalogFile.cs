using System.Text.Json;

namespace AuditDashboard.Queries.Catalog;

/// <summary>The catalog file, as it is written.</summary>
internal static class CatalogFile
{
    /// <summary>Reads the file that is embedded in this assembly.</summary>
    /// <returns>The entries, in catalog order.</returns>
    public static IReadOnlyList<CatalogEntry> Read()
    {
        using var stream = typeof(CatalogFile).Assembly.GetManifestResourceStream("catalog.json")
            ?? throw new InvalidOperationException("The catalog is not embedded.");

        // Member by member: a serializer takes longer to start than this takes in all, and every short command waits for it.
        using var document = JsonDocument.Parse(stream);
        return [.. Only(document.RootElement, "queries").EnumerateArray().Select(ReadEntry)];
    }

    private static JsonElement Only(JsonElement parent, string name) =>
        parent.GetPropertyCount() == 1 ? parent.GetProperty(name) : throw new InvalidDataException($"The catalog holds more than '{name}'.");

    private static CatalogEntry ReadEntry(JsonElement json)
    {
        var entry = new CatalogEntry
        {
            Id = Text(json, "id"),
            Title = Text(json, "title"),
            Purpose = Text(json, "purpose"),
            Selection = Text(json, "selection"),
            Text = Text(json, "text"),
            GuideText = OptionalText(json, "guideText"),
            DifferenceFromGuide = OptionalText(json, "differenceFromGuide"),
            StackRank = json.GetProperty("stackRank").GetInt32(),
        };
        var members = 6 + (entry.GuideText is null ? 0 : 1) + (entry.DifferenceFromGuide is null ? 0 : 1);
        return json.GetPropertyCount() == members ? entry : throw new InvalidDataException($"The catalog's entry '{entry.Id}' holds a member that nobody reads.");
    }

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new InvalidDataException($"An entry of the catalog has null for '{name}'.");

    private static string? OptionalText(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
