using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.Queries.Catalog;

/// <summary>The catalog file, as it is written.</summary>
internal sealed record CatalogFile
{
    /// <summary>The entries, in catalog order.</summary>
    public required IReadOnlyList<CatalogEntry> Queries { get; init; }

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
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Purpose { get; init; }

    public required string Selection { get; init; }

    public required string Text { get; init; }

    public string? GuideText { get; init; }

    public string? DifferenceFromGuide { get; init; }

    public required int StackRank { get; init; }
}

/// <summary>Serialisation of the catalog file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CatalogFile))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
