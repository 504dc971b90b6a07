using System.Text;
using AuditDashboard.Packets;
using AuditDashboard.Reviews;
using AuditDashboard.Reviews.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Reviews;

/// <summary>Packets of reviews of a database that is filled as harvest fills it.</summary>
public abstract class PacketTestContext : PageTestContext
{
    private const string View = "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&v=1";

    protected static Reviewer Ann { get; } = new("ann", IsVerified: true);

    internal ReviewDesk Desk => Services.GetRequiredService<ReviewDesk>();

    internal ReviewReader Reader => Services.GetRequiredService<ReviewReader>();

    protected SnapshotKey Key => Services.GetRequiredService<SnapshotKeyHolder>().Key;

    /// <summary>A review of two changes, one of them marked.</summary>
    protected async Task<string> StartAsync(string title = "The title")
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(20, "delete", "roles", "reader"));
        return await StartOfStoredAsync(title);
    }

    protected async Task<string> StartOfStoredAsync(string title = "The title", string note = "")
    {
        var code = await Desk.OpenAsync(View, new NewReview(title, note, 1), Ann, Token);
        var document = await DocumentAsync(code);
        await Desk.MarkAsync(document, [document.Items[0].Id], new NewMark(ReviewDecision.ExpectedWithTicket, "SEC-1", "as planned"), Ann, Token);
        return code;
    }

    protected async Task CloseAsync(string code) => await Desk.CloseAsync(await DocumentAsync(code), mayLeaveOpen: true, Ann, Token);

    protected async Task<ReviewDocument> DocumentAsync(string code) =>
        (await Reader.ReadAsync(code, Token))?.Document ?? throw new InvalidOperationException("There is no review.");

    /// <summary>The files of a review's packet.</summary>
    protected async Task<List<PacketFile>> FilesAsync(string code) =>
        [.. await Services.GetRequiredService<ReviewPacketMaker>().MakeAsync(await Reader.ReadAsync(code, Token) ?? throw new InvalidOperationException("There is no review."), "ann", Token)];

    /// <summary>Its archive.</summary>
    protected async Task<byte[]> PacketAsync(string code) => Pack(await FilesAsync(code));

    protected static byte[] Pack(IReadOnlyList<PacketFile> files) => [.. PacketArchive.Write(files).SelectMany(stretch => stretch.ToArray())];

    /// <summary>With one file's text changed.</summary>
    protected static List<PacketFile> Change(IEnumerable<PacketFile> files, string name, string from, string to) =>
    [
        .. files.Select(file => file.Name == name ? file with { Content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Content.Span).Replace(from, to, StringComparison.Ordinal)) } : file),
    ];

    /// <summary>With a manifest that fits the files; its signature is made by the function, or left as it is.</summary>
    protected static List<PacketFile> Rewrite(IReadOnlyList<PacketFile> files, Func<PacketManifest, PacketManifest>? change = null, Func<byte[], byte[]>? sign = null)
    {
        var old = files.Single(file => file.Name == "manifest.json");
        Assert.True(PacketManifest.TryRead(old.Content.Span, out var manifest));
        List<PacketManifestFile> entries = [.. files.Where(file => file.Name is not ("manifest.json" or "manifest.sig")).Select(PacketManifestFile.Of)];
        var fitting = manifest with { Files = entries, Totals = manifest.Totals with { Files = entries.Count, Bytes = entries.Sum(entry => entry.Length) } };
        var bytes = (change is null ? fitting : change(fitting)).ToBytes();
        return [.. files.Select(file => file.Name == "manifest.json" ? file with { Content = bytes } : file.Name == "manifest.sig" && sign is not null ? file with { Content = sign(bytes) } : file)];
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
