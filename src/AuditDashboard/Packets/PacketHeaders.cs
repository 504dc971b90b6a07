using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Packets;

/// <summary>What a packet's archive says of a file of it.</summary>
/// <param name="Name">Its name: ASCII letters, digits, points and hyphens, no folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Crc">The archive's check sum of them.</param>
internal sealed record PacketHead(string Name, long Length, uint Crc);

/// <summary>
/// The one form that a packet's zip archive has: files stored as they are, one after the other, no time, no comment, nothing optional. So the same
/// files give the same bytes, there is no byte that says nothing, and nothing has to be unpacked to be checked.
/// </summary>
internal static class PacketHeaders
{
    /// <summary>Bytes before a file, apart from its name.</summary>
    public const int LocalLength = 30;

    /// <summary>Bytes of a file in the list at the end, apart from its name.</summary>
    public const int CentralLength = 46;

    /// <summary>Bytes behind that list.</summary>
    public const int EndLength = 22;

    /// <summary>Longest name.</summary>
    public const int MaxName = 64;

    private const uint LocalHeader = 0x04034b50;
    private const uint CentralHeader = 0x02014b50;
    private const uint End = 0x06054b50;
    private const ushort Version = 20;
    private const ushort FirstDay = 0x21; // 1 January 1980, where the format's time begins

    /// <summary>What stands before a file.</summary>
    public static byte[] LocalOf(PacketHead file)
    {
        var header = new byte[LocalLength + file.Name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalHeader);
        WriteCommon(header.AsSpan(4), file);
        Encoding.ASCII.GetBytes(file.Name, header.AsSpan(LocalLength));
        return header;
    }

    /// <summary>What stands behind the last file.</summary>
    public static byte[] TailOf(IReadOnlyList<PacketHead> files)
    {
        var tail = new byte[files.Sum(file => CentralLength + file.Name.Length) + EndLength];
        var (at, start) = (0, 0L);
        foreach (var file in files)
        {
            var header = tail.AsSpan(at);
            BinaryPrimitives.WriteUInt32LittleEndian(header, CentralHeader);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
            WriteCommon(header[6..], file);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)start);
            Encoding.ASCII.GetBytes(file.Name, header[CentralLength..]);
            at += CentralLength + file.Name.Length;
            start += LocalLength + file.Name.Length + file.Length;
        }

        var end = tail.AsSpan(at);
        BinaryPrimitives.WriteUInt32LittleEndian(end, End);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)files.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)files.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)at);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)start);
        return tail;
    }

    /// <summary>True if bytes begin as what stands before a file does.</summary>
    /// <param name="header">As many as there are, <see cref="LocalLength"/> at most.</param>
    public static bool IsLocal(ReadOnlySpan<byte> header) => header.Length == LocalLength && BinaryPrimitives.ReadUInt32LittleEndian(header) == LocalHeader;

    /// <summary>What keeps the bytes before a file from being read, as a sentence; null if nothing does.</summary>
    /// <param name="header">The first <see cref="LocalLength"/> bytes.</param>
    /// <param name="at">Where they lie in the archive.</param>
    /// <param name="left">Bytes of the archive behind them.</param>
    public static string? FindProblem(ReadOnlySpan<byte> header, long at, long left)
    {
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
        var (length, name) = (LengthOf(header), NameLengthOf(header));
        return (flags & 1) != 0 ? "It is encrypted, and a packet never is."
            : method != 0 ? "It is compressed, and a packet never is: it was not written by the dashboard, or packed anew."
            : name is 0 or > MaxName || name > left ? $"The name of a file at byte {at} is not as the dashboard writes it."
            : length > left - name ? $"It is cut off within the file at byte {at}, or says a wrong length."
            : null;
    }

    /// <summary>Bytes of the name that follows.</summary>
    public static int NameLengthOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);

    /// <summary>What the bytes before a file say of it.</summary>
    public static PacketHead Read(ReadOnlySpan<byte> header, string name) => new(name, LengthOf(header), BinaryPrimitives.ReadUInt32LittleEndian(header[14..]));

    private static long LengthOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);

    // version, flags, method, time, date, check sum, length, length, length of the name: 24 bytes that both headers have.
    private static void WriteCommon(Span<byte> to, PacketHead file)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(to[10..], file.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(to[14..], (uint)file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[18..], (uint)file.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[22..], (ushort)file.Name.Length);
    }
}
