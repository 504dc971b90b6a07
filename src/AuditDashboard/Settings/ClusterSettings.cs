using System.Text.RegularExpressions;
using AuditDashboard.Harvest.Clusters;

namespace AuditDashboard.Settings;

/// <summary>Reads the setting <c>Clusters</c>.</summary>
internal static partial class ClusterSettings
{
    private static readonly string[] Sources = ["Demo", "Files", "CloudWatch"];
    private static readonly string[] DemoOnly = ["Seed", "MatchesPerMinute", "NoiseRatio"];

    /// <summary>The cluster that stands where none is configured.</summary>
    public static ClusterOptions DemoAlone => new() { Name = "demo", Source = "Demo" };

    /// <summary>Reads all clusters; none configured means the demo cluster alone.</summary>
    public static IReadOnlyList<ClusterOptions> Read(IConfiguration configuration, List<string> problems)
    {
        var clusters = new List<ClusterOptions>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in SettingsReader.Items(configuration, "Clusters", problems))
        {
            var cluster = ReadOne(section, problems);
            if (cluster.Name.Length > 0 && !names.TryAdd(cluster.Name, section.Path))
            {
                problems.Add($"{section.Path}:Name is '{cluster.Name}', which {names[cluster.Name]} has already. Write another name.");
            }

            clusters.Add(cluster);
        }

        return clusters.Count == 0 ? [DemoAlone] : clusters;
    }

    /// <summary>True for 1 to 100 letters, digits, dots, underscores and hyphens that begin with a letter or digit.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    private static ClusterOptions ReadOne(IConfigurationSection section, List<string> problems)
    {
        var reader = new SettingsReader(section, problems);
        var defaults = new ClusterOptions();
        var cluster = new ClusterOptions
        {
            Name = reader.Text("Name", ""),
            Source = ReadSource(reader),
            Cron = reader.Text("Cron", "") is { Length: > 0 } cron ? cron : null,
            Seed = reader.Integer("Seed", defaults.Seed, 0, long.MaxValue),
            MatchesPerMinute = reader.Number("MatchesPerMinute", defaults.MatchesPerMinute, 0.1, 600),
            NoiseRatio = reader.Number("NoiseRatio", defaults.NoiseRatio, 0, 100),
        };
        CloudWatchSettings.ReadCluster(reader, cluster);
        reader.Text("CloudTrail", ""); // an object of its own, read below
        cluster.CloudTrail = CloudTrailSettings.Read(section.GetSection("CloudTrail"), cluster, problems);
        foreach (var path in reader.List("Paths"))
        {
            cluster.Paths.Add(path);
        }

        CheckName(reader, cluster.Name);
        CheckPaths(reader, cluster);
        if (cluster.Cron is not null && CronText.FindProblem(cluster.Cron) is { } cronProblem)
        {
            reader.Refuse("Cron", cronProblem);
        }

        foreach (var name in DemoOnly.Where(reader.Has))
        {
            if (cluster.Source is "Files" or "CloudWatch")
            {
                reader.Refuse(name, $"has a meaning for the source Demo only. Remove it, or write Demo into {reader.Key("Source")}.");
            }
        }

        foreach (var name in CloudWatchSettings.ClusterMembers.Where(reader.Has))
        {
            if (cluster.Source is "Files" or "Demo")
            {
                reader.Refuse(name, $"has a meaning for the source CloudWatch only. Remove it, or write CloudWatch into {reader.Key("Source")}.");
            }
        }

        if (cluster.Source == "CloudWatch")
        {
            CloudWatchSettings.CheckCluster(reader, cluster);
        }

        reader.RefuseUnknown();
        return cluster;
    }

    private static string ReadSource(SettingsReader reader)
    {
        var written = reader.Text("Source", "");
        var source = Array.Find(Sources, s => string.Equals(s, written, StringComparison.OrdinalIgnoreCase));
        switch (source)
        {
            case null when written.Length == 0:
                reader.Refuse("Source", "is empty. Write CloudWatch, Files or Demo.");
                break;
            case null:
                reader.Refuse("Source", $"is '{written}'. Write CloudWatch, Files or Demo.");
                break;
            default:
                break;
        }

        return source ?? "";
    }

    private static void CheckName(SettingsReader reader, string name)
    {
        if (name.Length == 0)
        {
            reader.Refuse("Name", "is empty. Write the cluster's name, such as prod.");
        }
        else if (!IsName(name))
        {
            reader.Refuse("Name", $"is '{name}'. Write 1 to 100 letters, digits, dots, underscores or hyphens that begin with a letter or digit.");
        }
    }

    private static void CheckPaths(SettingsReader reader, ClusterOptions cluster)
    {
        if (cluster.Source == "Files" && cluster.Paths.Count == 0)
        {
            reader.Refuse("Paths", "is empty. Write a list of audit files or folders, such as [\"/var/log/kubernetes/audit\"].");
        }
        else if (cluster.Source is "Demo" or "CloudWatch" && cluster.Paths.Count > 0)
        {
            reader.Refuse("Paths", $"has a meaning for the source Files only. Remove it, or write Files into {reader.Key("Source")}.");
        }

        for (var i = 0; i < cluster.Paths.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(cluster.Paths[i]) || cluster.Paths[i].Contains('\0'))
            {
                reader.Refuse($"Paths:{i}", "is empty. Write the path of an audit file or folder.");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
