using System.Xml.Linq;
using AuditDashboard.Settings;
using AuditDashboard.Shell;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AuditDashboard.SignIn.Keys;

/// <summary>
/// The keys of cookies, forms and circuits. They lie beside the database, so that a restart does not make open pages' tokens unreadable; with a
/// certificate they are wrapped, and those that are not count for nothing.
/// </summary>
internal static partial class KeyRing
{
    /// <summary>Adds the keys.</summary>
    /// <exception cref="StartupException">A certificate of the settings cannot be used.</exception>
    public static void AddKeys(this IServiceCollection services, ILoggingBuilder logging, DashboardSettings settings)
    {
        var problems = new List<string>();
        var certificates = CertificateReader.Read(settings.SignIn.Keys, settings.ContentRoot, TimeProvider.System.GetUtcNow(), problems);
        if (problems.Count > 0)
        {
            throw new StartupException(problems);
        }

        var folder = new DirectoryInfo(FolderOf(settings));
        var protection = services.AddDataProtection().SetApplicationName("AuditDashboard");
        services.AddSingleton(new KeyCertificates(certificates));
        if (certificates.Count == 0)
        {
            protection.PersistKeysToFileSystem(folder);

            // It warns that keys are not encrypted at rest: they are no more secret than the database beside them.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
            return;
        }

        protection.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate([.. certificates.Skip(1)]);
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((options, loggers) => options.XmlRepository = new WrappedKeys(new FileSystemXmlRepository(folder, loggers)));
    }

    /// <summary>Makes the folder, for its owner alone, and looks whether the keys in it can be used.</summary>
    /// <exception cref="StartupException">They are wrapped by a certificate that the settings do not name.</exception>
    public static void Open(IServiceProvider services)
    {
        var settings = services.GetRequiredService<DashboardSettings>();
        var folder = FolderOf(settings);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var keys = new FileSystemXmlRepository(new DirectoryInfo(folder), services.GetRequiredService<ILoggerFactory>()).GetAllElements().Where(WrappedKey.IsKey).ToList();
        var certificates = services.GetRequiredService<KeyCertificates>();
        if (FindProblem(keys, certificates.Thumbprints, folder, services.GetRequiredService<TimeProvider>().GetUtcNow()) is { } problem)
        {
            throw new StartupException([problem]);
        }

        if (certificates.Thumbprints.Count > 0 && keys.Count(key => !WrappedKey.IsWrapped(key)) is > 0 and var plain)
        {
            LogPlainKeys(services.GetRequiredService<ILogger<WrappedKeys>>(), plain, folder);
        }
    }

    private static string? FindProblem(List<XElement> keys, IReadOnlyList<string> thumbprints, string folder, DateTimeOffset now)
    {
        var missing = keys.Where(key => WrappedKey.IsWrapped(key) && WrappedKey.IsInUse(key, now)).Select(WrappedKey.ThumbprintOf).OfType<string>()
            .Except(thumbprints, StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var where = thumbprints.Count == 0 ? "SignIn:Keys:Certificate" : "SignIn:Keys:Older:0:Certificate";
        return $"{where} does not name the certificate {string.Join(" and ", missing)} (thumbprint), which wrapped keys of cookies in the folder {folder}. "
            + "Name its file, or delete the files key-*.xml in that folder, which signs everybody out.";
    }

    [LoggerMessage(EventId = 2204, Level = LogLevel.Warning, Message = "{Keys} keys of cookies in {Folder} are not wrapped by a certificate and open nothing any more: who signed in with one signs in anew. Delete their files.")]
    private static partial void LogPlainKeys(ILogger logger, int keys, string folder);

    private static string FolderOf(DashboardSettings settings) => Path.Combine(Path.GetDirectoryName(settings.DatabasePath) ?? settings.ContentRoot, "keys");
}
