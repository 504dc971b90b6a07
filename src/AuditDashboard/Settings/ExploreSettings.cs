using AuditDashboard.Explore;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>Explore</c>.</summary>
internal static class ExploreSettings
{
    /// <summary>Reads it.</summary>
    public static ExploreOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("Explore"), problems);
        var defaults = new ExploreOptions();
        var options = new ExploreOptions
        {
            TimeLimit = reader.Duration("TimeLimit", defaults.TimeLimit, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            FilesTimeLimit = reader.Duration("FilesTimeLimit", defaults.FilesTimeLimit, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            MemoryLimitBytes = reader.Integer("MemoryLimitBytes", defaults.MemoryLimitBytes, 1L << 20, 1L << 32),
            ConcurrentRuns = (int)reader.Integer("ConcurrentRuns", defaults.ConcurrentRuns, 1, 64),
            CloudWatchRole = RoleOf(reader, defaults.CloudWatchRole),
            HistoryLength = (int)reader.Integer("HistoryLength", defaults.HistoryLength, 0, 10_000),
        };
        reader.RefuseUnknown();
        return options;
    }

    private static DashboardRole RoleOf(SettingsReader reader, DashboardRole fallback)
    {
        const string Name = "CloudWatchRole";
        var word = reader.Text(Name, RoleWords.Of(fallback));
        if (RoleWords.Find(word) is { } role and not DashboardRole.Viewer)
        {
            return role;
        }

        reader.Refuse(Name, $"is '{word}'. Write {RoleWords.Of(DashboardRole.Reviewer)} or {RoleWords.Of(DashboardRole.Administrator)}.");
        return fallback;
    }
}
