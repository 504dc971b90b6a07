using System.Diagnostics.CodeAnalysis;
using AuditDashboard.Explore;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using Microsoft.Extensions.Configuration.Json;

namespace AuditDashboard.Settings;

/// <summary>All settings, read once at start, checked and parsed.</summary>
public sealed record DashboardSettings
{
    /// <summary>Absolute path that relative paths of the settings are under.</summary>
    public required string ContentRoot { get; init; }

    /// <summary>Settings under <c>Storage</c>.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Absolute path of the SQLite file.</summary>
    public string DatabasePath => Path.GetFullPath(Storage.Path, ContentRoot);

    /// <summary>Settings under <c>Harvest</c>.</summary>
    public required HarvestOptions Harvest { get; init; }

    /// <summary>Settings under <c>Retention</c>: how long what is stored is kept.</summary>
    public required RetentionOptions Retention { get; init; }

    /// <summary>Settings under <c>CloudWatch</c>.</summary>
    public required CloudWatchOptions CloudWatch { get; init; }

    /// <summary>Settings under <c>Explore</c>.</summary>
    public required ExploreOptions Explore { get; init; }

    /// <summary>Settings under <c>Explanations</c>: what explains changes.</summary>
    public required QueueOptions Explanations { get; init; }

    /// <summary>The clusters, at least one: the demo cluster stands where none is configured.</summary>
    public required IReadOnlyList<ClusterOptions> Clusters { get; init; }

    /// <summary>The canned queries: the built-in ones, then those of the setting <c>Queries</c>.</summary>
    public required QueryCatalog Catalog { get; init; }

    /// <summary>Settings under <c>SignIn</c>, and <c>PublicUrl</c>.</summary>
    public required SignInOptions SignIn { get; init; }

    /// <summary>Where the server listens: loopback addresses, unless people sign in.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Reads and checks all settings and tries whether the database's folder can be written.</summary>
    /// <param name="configuration">Where values come from.</param>
    /// <param name="contentRoot">Absolute path that relative paths are under.</param>
    /// <param name="settings">The settings, if nothing is wrong.</param>
    /// <param name="problems">All that is wrong: each sentence names its key and says what to write.</param>
    public static bool TryLoad(
        IConfiguration configuration, string contentRoot,
        [NotNullWhen(true)] out DashboardSettings? settings, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        RefuseUnknownNames(configuration, found);
        var storage = FeatureSettings.ReadStorage(configuration, found);
        var harvest = FeatureSettings.ReadHarvest(configuration, found);
        var retention = FeatureSettings.ReadRetention(configuration, found);
        var cloudWatch = CloudWatchSettings.Read(configuration, found);
        var explore = ExploreSettings.Read(configuration, found);
        var explanations = ExplanationSettings.Read(configuration, found);
        var clusters = ClusterSettings.Read(configuration, found);
        var catalog = CatalogSettings.Read(configuration, found);
        var signIn = SignInSettings.Read(configuration, found);
        var urls = ListenUrls.Read(configuration, signIn.Mode, found);
        if (StorageLocation.FindProblem(Path.GetFullPath(storage.Path, contentRoot)) is { } problem)
        {
            found.Add($"Storage:Path {problem}");
        }

        problems = found;
        settings = found.Count > 0 || catalog is null ? null : new DashboardSettings
        {
            ContentRoot = contentRoot,
            Storage = storage,
            Harvest = harvest,
            Retention = retention,
            CloudWatch = cloudWatch,
            Explore = explore,
            Explanations = explanations,
            Clusters = clusters,
            Catalog = catalog,
            SignIn = signIn,
            Urls = urls,
        };
        return settings is not null;
    }

    /// <summary>
    /// Names what stands at the top and has no meaning. A settings file is ours alone, so that every name in it must be known. The environment
    /// holds other programs' variables too: there a section that is nearly one of ours is refused, and a single value is not judged.
    /// </summary>
    private static void RefuseUnknownNames(IConfiguration configuration, List<string> problems)
    {
        var inFiles = (configuration as IConfigurationRoot)?.Providers.OfType<JsonConfigurationProvider>()
            .SelectMany(file => file.GetChildKeys([], parentPath: null)).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var section in configuration.GetChildren().Where(section => !SettingNames.IsKnown(section.Key)))
        {
            var isInFile = inFiles.Contains(section.Key);
            var near = isInFile ? SettingNames.FindNear(section.Key)
                : section.GetChildren().Any() ? NearName.Find(section.Key, SettingNames.Sections)
                : null;
            if (near is not null)
            {
                problems.Add($"{section.Key} is not a setting. Did you mean {near}?");
            }
            else if (isInFile)
            {
                problems.Add($"{section.Key} is not a setting. Remove it; known are {string.Join(", ", SettingNames.Documented)}.");
            }
        }
    }
}
