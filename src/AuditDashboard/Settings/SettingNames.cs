using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Storage;

namespace AuditDashboard.Settings;

/// <summary>The names that may stand at the top of the settings, so that a mistyped one is not passed over in silence.</summary>
internal static class SettingNames
{
    /// <summary>Sections that are objects or lists of ours.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["Storage", "Harvest", "Retention", "CloudWatch", "Explore", "SignIn", "Clusters", "Queries", "Explanations"];

    /// <summary>What is documented.</summary>
    public static IReadOnlyList<string> Documented { get; } = ["Urls", "PublicUrl", .. Sections, "Logging"];

    // What .NET's host reads under the names of WebHostDefaults and HostDefaults; test hosts pass some of them as arguments.
    private static readonly string[] OfTheHost =
    [
        "AllowedHosts", "ApplicationName", "CaptureStartupErrors", "ContentRoot", "DetailedErrors", "Environment", "HostingStartupAssemblies",
        "HostingStartupExcludeAssemblies", "Kestrel", "PreferHostingUrls", "PreventHostingStartup", "ShutdownTimeoutSeconds", "StartupAssembly",
        "StaticWebAssets", "SuppressStatusMessages", "WebRoot", "$schema",
    ];

    /// <summary>True if the first part of a key, such as <c>Storage</c> of <c>Storage:Path</c>, has a meaning. The parts below it are checked where they are read.</summary>
    public static bool IsKnown(string key)
    {
        var top = TopOf(key);
        return Documented.Concat(OfTheHost).Contains(top, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The key that an unknown one was probably meant to be; null if none is near.</summary>
    public static string? FindNear(string key)
    {
        var top = TopOf(key);
        return NearName.Find(top, Documented) is { } near
            ? near + key[top.Length..]
            : NearName.Find(key, WholeKeys());
    }

    private static string TopOf(string key) => key.Split(':', 2)[0];

    private static IEnumerable<string> WholeKeys() =>
    [
        .. typeof(StorageOptions).GetProperties().Select(property => $"Storage:{property.Name}"),
        .. typeof(HarvestOptions).GetProperties().Select(property => $"Harvest:{property.Name}"),
        .. typeof(RetentionOptions).GetProperties().Select(property => $"Retention:{property.Name}"),
        .. typeof(CloudWatchOptions).GetProperties().Select(property => $"CloudWatch:{property.Name}"),
    ];
}
