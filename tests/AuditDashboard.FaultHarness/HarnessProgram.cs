using System.Diagnostics;

namespace AuditDashboard.FaultHarness;

/// <summary>Where the program is that is started to be killed, and how it is started.</summary>
internal static class HarnessProgram
{
    private const string Name = "AuditDashboard.KillHarness";

    /// <summary>What a process is started with; its output and its errors are read.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <remarks><c>AUDIT_KILL_HARNESS</c> names a folder with the program compiled ahead of time, as <c>.ci/run</c> makes one: half of the life of a process that is killed after a second is else spent compiling.</remarks>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var folder = Environment.GetEnvironmentVariable("AUDIT_KILL_HARNESS") is { Length: > 0 } given ? given : AppContext.BaseDirectory;
        var start = new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // It lives for seconds: what the runtime learns about hot code, and a thread that collects garbage meanwhile, would never pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        return start;
    }
}
