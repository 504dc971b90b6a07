using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace AuditDashboard.Shell;

/// <summary>Sets logging up.</summary>
internal static class LoggingExtensions
{
    /// <summary>The console: one line an entry, unless the settings name another formatter; and no secrets, whichever it is.</summary>
    public static ILoggingBuilder AddLines(this ILoggingBuilder logging)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.AddConsole();
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= LineFormatter.FormatterName);

        // The framework's own are known by their type alone, and the console takes the first of a name.
        foreach (var formatter in logging.Services.Where(service => service.ServiceType == typeof(ConsoleFormatter) && service.ImplementationType is not null).ToList())
        {
            logging.Services.Remove(formatter);
            logging.Services.AddSingleton<ConsoleFormatter>(services =>
                new DiscreetFormatter((ConsoleFormatter)ActivatorUtilities.CreateInstance(services, formatter.ImplementationType!))); // asked for above
        }

        return logging;
    }
}
