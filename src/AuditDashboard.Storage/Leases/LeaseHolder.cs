using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AuditDashboard.Storage.Leases;

/// <summary>Names of lease holders: <c>place/process/start/random</c>.</summary>
/// <remarks>
/// The place is the machine, on Linux with its boot and process-id namespace, so that the same process number in another
/// container or after a reboot is never taken for ours. It lets a restarted server take over at once what a killed one held,
/// instead of waiting until the lease expires; the fencing number keeps even a wrong guess harmless.
/// </remarks>
internal static class LeaseHolder
{
    private static readonly string Place = FindPlace();

    /// <summary>A new holder's name for this process.</summary>
    public static string MakeNew()
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Place}/{Environment.ProcessId}/{StartOf(self)}/{Guid.NewGuid():N}");
    }

    /// <summary>True only if the holder was a process of this very place that is gone for certain.</summary>
    public static bool IsGone(string holder)
    {
        var parts = holder.Split('/');
        if (parts.Length != 4 || parts[0] != Place || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return StartOf(process) != parts[2];
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended while we looked, or may not be looked at: the lease's own end decides.
            return false;
        }
    }

    private static string StartOf(Process process)
    {
        // Ticks since boot: unlike the wall clock's start time, both processes compute the very same number.
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat");
        if (File.Exists(path))
        {
            var stat = File.ReadAllText(path);
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // A killed process stays visible until its parent has asked for its end.
            return fields[0] is "Z" or "X" ? "ended" : fields[19];
        }

        return process.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
    }

    private static string FindPlace()
    {
        var place = Environment.MachineName;
        if (File.Exists("/proc/sys/kernel/random/boot_id"))
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var space = File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "none";
            place = $"{place}:{boot}:{space}";
        }

        return place.Replace('/', '_');
    }
}
