using System.Runtime.CompilerServices;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>A page of a snapshot.</summary>
/// <param name="Manifest">What it says of itself; null if that does not hold, and then nothing of it is shown.</param>
/// <param name="Broken">What does not hold, one sentence each; empty so far as it was looked.</param>
/// <param name="Events">The page's events; null if their part is not what was frozen.</param>
/// <param name="FirstPosition">Position of the first of them in the list, from 1.</param>
public sealed record SnapshotView(SnapshotManifest? Manifest, IReadOnlyList<string> Broken, IReadOnlyList<FrozenEvent>? Events, long FirstPosition);

/// <summary>What is signed of a snapshot.</summary>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Bytes">The bytes that are signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record FrozenSnapshot(SnapshotManifest Manifest, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Signature);

/// <summary>Reads and checks snapshots. Singleton: holds nothing between loads.</summary>
internal sealed class SnapshotReader(SnapshotStore store, SnapshotKeyHolder keys, TimeProvider clock)
{
    /// <summary>Events a page.</summary>
    public const int PageSize = 100;

    /// <summary>Most snapshots that a page lists.</summary>
    public const int MaxListed = 500;

    /// <summary>Fingerprint of the installation's key.</summary>
    public string Fingerprint => keys.Key.Fingerprint;

    /// <summary>Reads a page, and checks what it shows: description, signature, the link to the one before, and the part that holds its events.</summary>
    /// <returns>Null if there is none of this code, or it is revoked or has expired, without saying which.</returns>
    public async Task<SnapshotView?> ReadAsync(string code, int page, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(code, cancellationToken) is not { RevokedAt: null } stored)
        {
            return null;
        }

        var problem = SnapshotSeal.Read(stored, keys.Key, out var manifest);
        if (manifest is null)
        {
            return new SnapshotView(null, [problem ?? "It cannot be read."], null, 0);
        }

        if (IsOver(manifest))
        {
            return null;
        }

        var broken = new List<string>();
        var previous = await store.FindManifestHashAsync(manifest.Sequence - 1, cancellationToken);
        if (SnapshotSeal.CheckChain(manifest, previous) is { } cut)
        {
            broken.Add(cut);
        }

        var (number, skipped, position) = PlaceOf(manifest, page);
        if (number < 0)
        {
            return new SnapshotView(manifest, broken, [], 0);
        }

        var entry = manifest.Parts[number];
        if (!SnapshotPart.TryRead(entry, await store.FindPartAsync(code, number, cancellationToken), skipped, PageSize, out var events))
        {
            broken.Add(BrokenPart(number));
            return new SnapshotView(manifest, broken, null, 0);
        }

        return new SnapshotView(manifest, broken, events, position);
    }

    /// <summary>Reads what is signed of a snapshot that opens, for handing it on.</summary>
    /// <returns>Null if there is none of this code, or it is revoked or has expired, without saying which.</returns>
    /// <exception cref="StorageException">It does not hold; the message is a sentence for people.</exception>
    public async Task<FrozenSnapshot?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(code, cancellationToken) is not { RevokedAt: null } stored)
        {
            return null;
        }

        var problem = SnapshotSeal.Read(stored, keys.Key, out var manifest);
        if (manifest is not null)
        {
            if (IsOver(manifest))
            {
                return null;
            }

            problem = SnapshotSeal.CheckChain(manifest, await store.FindManifestHashAsync(manifest.Sequence - 1, cancellationToken));
            problem ??= await store.CountPartsAsync(code, cancellationToken) > manifest.Parts.Count ? "There are more parts than were frozen." : null;
        }

        return problem is null && manifest is not null
            ? new FrozenSnapshot(manifest, stored.Manifest, stored.Signature)
            : throw new StorageException("The snapshot does not hold, and is not handed out as if it did. " + problem);
    }

    /// <summary>Its events, part by part.</summary>
    /// <exception cref="StorageException">A part is not what was frozen; the message is a sentence for people.</exception>
    public async IAsyncEnumerable<IReadOnlyList<FrozenEvent>> ReadPartsAsync(SnapshotManifest manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; number < manifest.Parts.Count; number++)
        {
            yield return SnapshotPart.TryRead(manifest.Parts[number], await store.FindPartAsync(manifest.Code, number, cancellationToken), out var events)
                ? events
                : throw new StorageException("The snapshot does not hold, and is not handed out as if it did. " + BrokenPart(number));
        }
    }

    /// <summary>Checks every part.</summary>
    /// <returns>What is broken, one sentence each.</returns>
    public async Task<IReadOnlyList<string>> CheckPartsAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        for (var number = 0; number < manifest.Parts.Count; number++)
        {
            if (!SnapshotPart.IsWhole(manifest.Parts[number], await store.FindPartAsync(manifest.Code, number, cancellationToken)))
            {
                broken.Add(BrokenPart(number));
            }
        }

        if (await store.CountPartsAsync(manifest.Code, cancellationToken) > manifest.Parts.Count)
        {
            broken.Add("There are more parts than were frozen.");
        }

        return broken;
    }

    /// <summary>True while a snapshot that was read opens: it is there, not revoked, and has not expired.</summary>
    public async Task<bool> IsOpenAsync(SnapshotManifest manifest, CancellationToken cancellationToken) =>
        !IsOver(manifest) && await store.IsOpenAsync(manifest.Code, cancellationToken);

    /// <summary>The newest snapshots, newest first, with what of their descriptions and of the chain between them does not hold.</summary>
    /// <param name="limit">Most of them, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<SnapshotRow>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await store.GetAsync(limit + 1, cancellationToken);
        var rows = new List<SnapshotRow>();
        for (var i = 0; i < Math.Min(found.Count, limit); i++)
        {
            var stored = found[i];
            var problem = SnapshotSeal.Read(stored, keys.Key, out var manifest);
            if (manifest is not null)
            {
                // The one before may be of clusters that the reader may not see, and is not listed then.
                var previous = i + 1 < found.Count && found[i + 1].Sequence == stored.Sequence - 1
                    ? SnapshotManifest.HashOf(found[i + 1].Manifest.Span)
                    : await store.FindManifestHashAsync(stored.Sequence - 1, cancellationToken);
                problem = SnapshotSeal.CheckChain(manifest, previous);
            }

            rows.Add(new SnapshotRow(stored.Sequence, stored.Code, manifest, problem, stored.RevokedAt, stored.RevokedBy, manifest is not null && IsOver(manifest)));
        }

        return rows;
    }

    /// <summary>Pages of a snapshot, 1 or more.</summary>
    public static int PagesOf(SnapshotManifest manifest) => (int)Math.Max(1, manifest.Parts.Sum(part => (long)((part.Events + PageSize - 1) / PageSize)));

    private bool IsOver(SnapshotManifest manifest) => manifest.ExpiresAt is { } end && end <= clock.GetUtcNow();

    // A page never reaches over the end of a part.
    private static (int Number, int Skipped, long Position) PlaceOf(SnapshotManifest manifest, int page)
    {
        var left = page - 1;
        var before = 0L;
        for (var number = 0; number < manifest.Parts.Count; number++)
        {
            var pages = (manifest.Parts[number].Events + PageSize - 1) / PageSize;
            if (left < pages)
            {
                return (number, left * PageSize, before + (left * PageSize) + 1);
            }

            left -= pages;
            before += manifest.Parts[number].Events;
        }

        return (-1, 0, 0);
    }

    private static string BrokenPart(int number) => $"Part {number + 1} of its events was changed or is gone.";
}
