using AuditDashboard.Exports;

namespace AuditDashboard.Explore.Downloads;

/// <summary>Where results are downloaded.</summary>
internal static class ResultPaths
{
    /// <summary>Route of a result.</summary>
    public const string Route = "/explore/results/{key}";

    /// <summary>Parameter that names the format.</summary>
    public const string FormatKey = "format";

    /// <summary>Address of an offered result as a file.</summary>
    public static string Of(string key, ExportFormat format) => $"/explore/results/{key}?{FormatKey}={format.Key}";
}
