using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Storage;

namespace AuditDashboard.Settings;

/// <summary>Reads the sections <c>Storage</c>, <c>Harvest</c> and <c>Retention</c>.</summary>
internal static class FeatureSettings
{
    /// <summary>Reads <c>Storage</c>.</summary>
    public static StorageOptions ReadStorage(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("Storage"), problems);
        var defaults = new StorageOptions();
        var options = new StorageOptions
        {
            Path = reader.Text("Path", defaults.Path),
            BusyTimeout = reader.Duration("BusyTimeout", defaults.BusyTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            ChangePollInterval = reader.Duration(
                "ChangePollInterval", defaults.ChangePollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            ReadsPerPerson = (int)reader.Integer("ReadsPerPerson", defaults.ReadsPerPerson, 1, 100),
        };
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0'))
        {
            reader.Refuse("Path", "is blank. Write the path of the SQLite file, such as data/audit.db.");
            options.Path = defaults.Path;
        }

        reader.RefuseUnknown();
        return options;
    }

    /// <summary>Reads <c>Harvest</c>.</summary>
    public static HarvestOptions ReadHarvest(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("Harvest"), problems);
        var defaults = new HarvestOptions();
        var options = new HarvestOptions
        {
            IsScheduled = reader.Boolean("IsScheduled", defaults.IsScheduled),
            Cron = ReadCron(reader, "Cron", defaults.Cron),
            FilesCron = ReadCron(reader, "FilesCron", defaults.FilesCron),
            DemoCron = ReadCron(reader, "DemoCron", defaults.DemoCron),
            Backfill = reader.Duration("Backfill", defaults.Backfill, TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
            MaxWindow = reader.Duration("MaxWindow", defaults.MaxWindow, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
            BatchEvents = (int)reader.Integer("BatchEvents", defaults.BatchEvents, 10, 5_000),
            LeaseDuration = reader.Duration("LeaseDuration", defaults.LeaseDuration, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            ScanOneByOne = reader.Boolean("ScanOneByOne", defaults.ScanOneByOne),
            Economy = reader.Boolean("Economy", defaults.Economy),
            PricePerGigabyte = reader.Number("PricePerGigabyte", defaults.PricePerGigabyte, 0, 100),
            DailyBudget = reader.Number("DailyBudget", defaults.DailyBudget, 0, 100_000),
            BudgetReserve = reader.Number("BudgetReserve", defaults.BudgetReserve, 0, 0.9),
            LookBack = reader.Duration("LookBack", defaults.LookBack, TimeSpan.Zero, TimeSpan.FromDays(400)),
            LookBackShare = reader.Number("LookBackShare", defaults.LookBackShare, 0, 0.5),
            MaxLineBytes = (int)reader.Integer("MaxLineBytes", defaults.MaxLineBytes, 64 * 1024, 64 * 1024 * 1024),
        };
        reader.RefuseUnknown();
        return options;
    }

    /// <summary>Reads <c>Retention</c>.</summary>
    public static RetentionOptions ReadRetention(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("Retention"), problems);
        var defaults = new RetentionOptions();
        var options = new RetentionOptions
        {
            Days = ReadDays("Days", defaults.Days),
            DemoDays = ReadDays("DemoDays", defaults.DemoDays),
            ActivityDays = ReadDays("ActivityDays", defaults.ActivityDays),
        };
        reader.RefuseUnknown();
        return options;

        int ReadDays(string name, int fallback) => (int)reader.Integer(name, fallback, RetentionOptions.MinDays, RetentionOptions.MaxDays);
    }

    private static string ReadCron(SettingsReader reader, string name, string fallback)
    {
        var text = reader.Text(name, fallback);
        if (CronText.FindProblem(text) is not { } problem)
        {
            return text;
        }

        reader.Refuse(name, problem);
        return fallback;
    }
}
