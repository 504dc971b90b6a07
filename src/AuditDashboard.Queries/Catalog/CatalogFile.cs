using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.Queries.Catalog;

/// <summary>The catalog file, as it is written. Its members can be set, which makes it quicker to start reading than a type that has to be constructed.</summary>
internal sealed record CatalogFile
{
    /// <summary>The entries, in catalog order.</summary>
    [JsonRequired]
    public IReadOnlyList<CatalogEntry> Queries { get; set; } = [];

    /// <summary>Reads the file that is embedded in this assembly.</summary>
    public static CatalogFile Read()
    {
        using var stream = typeof(CatalogFile).Assembly.GetManifestResourceStream("catalog.json")
            ?? throw new InvalidOperationException("The catalog is not embedded.");
        return JsonSerializer.Deserialize(stream, CatalogJsonContext.Default.CatalogFile)
            ?? throw new InvalidOperationException("The catalog is empty.");
    }
}

/// <summary>An entry of the catalog file; the members are those of <see cref="CannedQuery"/>.</summary>
internal sealed record CatalogEntry
{
    [JsonRequired]
    public string Id { get; set; } = "";

    [JsonRequired]
    public string Title { get; set; } = "";

    [JsonRequired]
    public string Purpose { get; set; } = "";

    [JsonRequired]
    public string Selection { get; set; } = "";

    [JsonRequired]
    public string Text { get; set; } = "";

    public string? GuideText { get; set; }

    public string? DifferenceFromGuide { get; set; }

    [JsonRequired]
    public int StackRank { get; set; }
}

/// <summary>Serialisation of the catalog file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CatalogFile))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
