using AuditDashboard.Investigation;
using AuditDashboard.Ledger;
using AuditDashboard.Settings;
using AuditDashboard.Shell;
using AuditDashboard.Storage;
using Microsoft.Extensions.Logging.Console;

namespace AuditDashboard.Commands;

/// <summary>Settings and services for commands: a plain service collection, no web host.</summary>
internal static class CommandServices
{
    /// <summary>Reads where settings come from.</summary>
    /// <exception cref="CommandFailure">A settings file cannot be read.</exception>
    public static IConfiguration ReadConfiguration(out string contentRoot)
    {
        contentRoot = ConfigurationFiles.FindContentRoot();
        return ConfigurationFiles.TryRead(contentRoot, [], out var configuration, out var problem)
            ? configuration
            : throw new CommandFailure(ExitCodes.Failure, problem);
    }

    /// <summary>Reads and checks all settings.</summary>
    /// <exception cref="CommandFailure">Something is wrong; each sentence names its key.</exception>
    public static DashboardSettings LoadSettings()
    {
        var configuration = ReadConfiguration(out var contentRoot);
        return DashboardSettings.TryLoad(configuration, contentRoot, out var settings, out var problems)
            ? settings
            : throw new CommandFailure(ExitCodes.Failure, problems);
    }

    /// <summary>Makes the services and opens the database, bringing its schema up to date.</summary>
    public static async Task<ServiceProvider> OpenAsync(DashboardSettings settings, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();

        // Standard output is for results alone. What fails in part the command says itself, in sentences.
        services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Error)
            .AddLines()
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddDashboardCore(settings);
        services.AddInvestigation();
        services.AddLedger();
        var provider = services.BuildServiceProvider();
        try
        {
            await provider.GetRequiredService<AuditDatabase>().InitializeAsync(cancellationToken);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }
}
