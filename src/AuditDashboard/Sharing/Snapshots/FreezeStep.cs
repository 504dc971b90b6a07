using System.Globalization;
using AuditDashboard.Shell;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>How far freezing and its packet are, as the box draws it.</summary>
/// <param name="Name">What is going on, a few words.</param>
/// <param name="Words">The same with its numbers.</param>
/// <param name="Value">How much is done; null while nobody knows.</param>
/// <param name="Max">How much there is, 1 or more.</param>
internal sealed record FreezeStep(string Name, string Words, long? Value, long Max)
{
    private const long MiB = 1024 * 1024;

    /// <summary>Before the first event: another snapshot may be being made.</summary>
    public static FreezeStep Waiting { get; } = new("Freezing", "Freezing …", null, 1);

    /// <summary>The snapshot is there, and the first byte of its packet is not.</summary>
    public static FreezeStep Packing { get; } = new("Packet", "Making the packet …", null, 1);

    /// <summary>Some events are frozen.</summary>
    public static FreezeStep Of(SnapshotProgress progress) => new(
        "Freezing", string.Create(CultureInfo.InvariantCulture, $"Freezing: {progress.Events:N0} of {progress.Of:N0} events"), progress.Events, Math.Max(1, progress.Of));

    /// <summary>Some of the packet is there.</summary>
    public static FreezeStep Of(DownloadProgress progress) => progress.Of > 0
        ? new("Packet", string.Create(CultureInfo.InvariantCulture, $"Packet: {Mebibytes(progress.Bytes)} of {Mebibytes(progress.Of)} MiB"), progress.Bytes, progress.Of)
        : new("Packet", string.Create(CultureInfo.InvariantCulture, $"Packet: {Mebibytes(progress.Bytes)} MiB"), null, 1);

    private static string Mebibytes(long bytes) => ((double)bytes / MiB).ToString("N1", CultureInfo.InvariantCulture);
}
