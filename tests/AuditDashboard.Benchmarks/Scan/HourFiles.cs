using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>A day of events in 24 compressed files of an hour each, with one event of a user who is nowhere else.</summary>
internal static class HourFiles
{
    /// <summary>The first hour.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The user of the one event.</summary>
    public const string RareUser = "visitor-of-one-afternoon";

    /// <summary>Hours, and files.</summary>
    public const int Hours = 24;

    private const int RareHour = 15;

    /// <summary>Writes the files, if they are not there yet, and reads them once, so that nothing waits for a disk.</summary>
    /// <param name="program">The published program, which makes the events.</param>
    /// <param name="folder">Where the folder of files goes.</param>
    /// <param name="bytes">Size of the day before it is compressed, about.</param>
    /// <returns>The folder of files.</returns>
    public static string Prepare(string program, string folder, long bytes)
    {
        var events = bytes / Corpus.EventBytes;
        var hours = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"hours-{events}"));
        if (!Directory.Exists(hours))
        {
            var draft = Directory.CreateDirectory(hours + ".part").FullName;
            for (var hour = 0; hour < Hours; hour++)
            {
                Write(program, draft, hour, events / Hours);
            }

            Directory.Move(draft, hours);
        }

        foreach (var file in Directory.GetFiles(hours))
        {
            using var stream = File.OpenRead(file);
            stream.CopyTo(Stream.Null, 1024 * 1024);
        }

        return hours;
    }

    private static void Write(string program, string folder, int hour, long events)
    {
        var plain = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"audit-{hour:00}.part"));
        var start = Start.AddHours(hour);
        ProcessRun.Median(1, program,
        [
            "generate", "--events", events.ToString(CultureInfo.InvariantCulture), "--seed", (hour + 1).ToString(CultureInfo.InvariantCulture),
            "--start", start.ToString("O", CultureInfo.InvariantCulture), "--rate", Math.Min(3_000, events / 60.0).ToString(CultureInfo.InvariantCulture), "--out", plain,
        ]);
        using (var from = File.OpenRead(plain))
        using (var to = new GZipStream(File.Create(Path.ChangeExtension(plain, ".log.gz")), CompressionLevel.Optimal))
        {
            from.CopyTo(to);
            if (hour == RareHour)
            {
                to.Write(Encoding.UTF8.GetBytes(
                    $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"one","stage":"ResponseComplete","verb":"get","user":{"username":"{{{RareUser}}}"},"stageTimestamp":"{{{start.AddMinutes(59):yyyy-MM-dd'T'HH:mm:ss'Z'}}}"}""" + "\n"));
            }
        }

        File.Delete(plain);
    }
}
