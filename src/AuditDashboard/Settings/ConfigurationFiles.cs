using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AuditDashboard.Settings;

/// <summary>Where settings come from, for the web application and for commands alike.</summary>
public static class ConfigurationFiles
{
    /// <summary>The folder that holds appsettings.json and wwwroot: beside the program once published, else where the program was started.</summary>
    public static string FindContentRoot() =>
        Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT") is { Length: > 0 } configured ? Path.GetFullPath(configured)
        : Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory
        : Directory.GetCurrentDirectory();

    /// <summary>Reads appsettings.json, appsettings.ENVIRONMENT.json, the environment and the command line, later ones over earlier ones.</summary>
    /// <param name="contentRoot">Where the files are.</param>
    /// <param name="args">Settings of the command line, such as <c>--Storage:Path=/tmp/a.db</c>.</param>
    /// <param name="configuration">What was read.</param>
    /// <param name="problem">Why it cannot be read: names the file and the place.</param>
    public static bool TryRead(
        string contentRoot, IReadOnlyList<string> args,
        [NotNullWhen(true)] out IConfigurationRoot? configuration, [NotNullWhen(false)] out string? problem)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;
        try
        {
            configuration = new ConfigurationBuilder()
                .SetBasePath(contentRoot)
                .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
                .AddJsonFile($"appsettings.{environment}.json", optional: true, reloadOnChange: false)
                .AddEnvironmentVariables()
                .AddCommandLine([.. args])
                .Build();
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            configuration = null;
            problem = Describe(exception);
            return false;
        }
    }

    /// <summary>One sentence for a settings file that cannot be read.</summary>
    public static string Describe(Exception exception)
    {
        // The configuration system wraps: InvalidDataException (names the file) > FormatException > JsonException (has the place).
        var causes = new List<Exception>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            causes.Add(cause);
        }

        var outer = exception.Message.TrimEnd('.');
        return causes.OfType<JsonException>().FirstOrDefault() is { LineNumber: { } line } json
            ? $"{outer}: it is not JSON at line {line + 1}, byte {json.BytePositionInLine + 1}. Mend the file."
            : causes.Count > 1 ? $"{outer}: {causes[^1].Message.TrimEnd('.')}. Mend the file." : $"{outer}.";
    }
}
