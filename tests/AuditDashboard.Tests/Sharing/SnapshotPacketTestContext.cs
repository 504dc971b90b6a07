using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.Reviews;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>Packets of snapshots of a database that is filled as harvest fills it, and what somebody makes of them.</summary>
public abstract class SnapshotPacketTestContext : PageTestContext
{
    protected const string View = "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1";

    protected SnapshotKey Key => Services.GetRequiredService<SnapshotKeyHolder>().Key;

    protected Task<string> FreezeAsync(TimeSpan? lifetime = null, string title = "The title") =>
        Services.GetRequiredService<SnapshotMaker>().MakeAsync(View, new SnapshotRequest(title, "the note", lifetime), Person.Local, progress: null, Token);

    internal async Task<IReadOnlyList<PacketSource>> MakeAsync(string code) => await Services.GetRequiredService<SnapshotPacketMaker>().MakeAsync(
        await Services.GetRequiredService<SnapshotReader>().FindAsync(code, Token) ?? throw new InvalidOperationException("There is no snapshot."), "ann", Token);

    protected async Task<byte[]> PacketAsync(string code)
    {
        var files = await MakeAsync(code);
        using var packet = new MemoryStream();
        await PacketArchive.WriteAsync(files, packet, Token);
        Assert.Equal(PacketArchive.LengthOf(files), packet.Length);
        return packet.ToArray();
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }

    protected static List<PacketFile> FilesOf(byte[] packet)
    {
        var problems = new List<string>();
        var files = PacketBytes.Read(packet, problems);
        Assert.Empty(problems);
        return [.. files!];
    }

    protected static string TextOf(IEnumerable<PacketFile> files, string name) => Encoding.UTF8.GetString(files.Single(file => file.Name == name).Content.Span);

    protected static byte[] Pack(IReadOnlyList<PacketFile> files) => [.. PacketArchive.Write(files).SelectMany(stretch => stretch.ToArray())];

    protected static IReadOnlyList<string> Verify(IReadOnlyList<PacketFile> files) => PacketBytes.Verify(Pack(files), askedKey: null).Broken;

    protected static List<PacketFile> Change(IEnumerable<PacketFile> files, string name, Action<byte[]> change) => Replace(files, name, bytes =>
    {
        change(bytes);
        return bytes;
    });

    protected static List<PacketFile> Replace(IEnumerable<PacketFile> files, string name, Func<byte[], byte[]> change) =>
        [.. files.Select(file => file with { Content = file.Name == name ? change(file.Content.ToArray()) : file.Content.ToArray() })];

    /// <summary>With a manifest that fits the files; its signature is made by the function, or left as it is.</summary>
    protected static List<PacketFile> Rewrite(IReadOnlyList<PacketFile> files, Func<byte[], byte[]>? sign)
    {
        Assert.True(PacketManifest.TryRead(files.Single(file => file.Name == "manifest.json").Content.Span, out var manifest));
        List<PacketManifestFile> entries = [.. files.Where(file => file.Name is not ("manifest.json" or "manifest.sig")).Select(PacketManifestFile.Of)];
        var bytes = (manifest with { Files = entries, Totals = manifest.Totals with { Bytes = entries.Sum(entry => entry.Length) } }).ToBytes();
        return [.. files.Select(file => file.Name == "manifest.json" ? file with { Content = bytes } : file.Name == "manifest.sig" && sign is not null ? file with { Content = sign(bytes) } : file)];
    }

    /// <summary>Rewritten and signed by somebody who has the installation's key.</summary>
    protected List<PacketFile> SignAnew(IReadOnlyList<PacketFile> files) => Rewrite(files, bytes => PacketSeal.Sign(bytes, Key));

    /// <summary>Rewritten and signed with a key of one's own, which stands in the packet.</summary>
    protected static List<PacketFile> SignWith(ECDsa own, IReadOnlyList<PacketFile> files) => Rewrite(
        Replace(files, "public-key.pem", _ => Encoding.ASCII.GetBytes(own.ExportSubjectPublicKeyInfoPem() + "\n")),
        bytes => own.SignData(PacketSeal.Signed(bytes, PacketManifest.FormatOfToday), HashAlgorithmName.SHA256));

    /// <summary>With lines that fit whatever stands among the records: as many as there were, each up to a line feed.</summary>
    protected static List<PacketFile> Reindex(IReadOnlyList<PacketFile> files)
    {
        var records = files.Single(file => file.Name == "events.ndjson").Content.ToArray();
        return Replace(files, "events-index.ndjson", lines =>
        {
            var offset = 0;
            var made = new System.Buffers.ArrayBufferWriter<byte>();
            foreach (var line in Encoding.UTF8.GetString(lines).TrimEnd('\n').Split('\n'))
            {
                var header = Encoding.UTF8.GetBytes(System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetRawText());
                var length = Math.Max(0, records.AsSpan(offset).IndexOf((byte)'\n'));
                SnapshotLine.Write(made, header, offset, records.AsSpan(offset, length));
                offset += length + 1;
            }

            return made.WrittenSpan.ToArray();
        });
    }
}
