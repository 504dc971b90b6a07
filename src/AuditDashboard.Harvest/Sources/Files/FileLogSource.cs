using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Follows audit files and folders: growing files, rotation by any name, truncation, <c>.gz</c>.</summary>
/// <remarks>
/// A file is told by the fingerprint of its beginning. Of a file shorter than 64 KiB the fingerprint covers all that was read, so that only known bytes are skipped.
/// Where it is not certain that a file was read, it is read from its beginning: an event's identity makes a repeat harmless.
/// </remarks>
public sealed class FileLogSource : IFileLogSource
{
    /// <summary>How often the paths are listed again in one reading because a file was rotated under it.</summary>
    private const int MaxRounds = 3;

    private readonly IReadOnlyList<string> _paths;
    private readonly int _maxLineBytes;

    /// <summary>Compressed files that are damaged, so that they are not unpacked again before they change; and whether a position says that what could be read of them is stored.</summary>
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, string Problem, bool HasPosition)> _damaged = new(StringComparer.Ordinal);

    /// <summary>Compressed files that were read to their end, as they were then.</summary>
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written)> _complete = new(StringComparer.Ordinal);

    /// <summary>Makes a source.</summary>
    /// <param name="paths">Absolute paths of files and folders.</param>
    /// <param name="maxLineBytes">Longest record, 64 bytes to 64 MiB.</param>
    public FileLogSource(IReadOnlyList<string> paths, int maxLineBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineBytes, RecordParser.MaxDocumentBytes);
        _paths = [.. paths.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];
        _maxLineBytes = maxLineBytes;
    }

    /// <inheritdoc/>
    public string Kind => "Files";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(() => Check(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileSlice> ReadNewAsync(
        IReadOnlyList<FilePosition> known, int maxRecords, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        var positions = known.ToDictionary(p => (p.Fingerprint, p.FingerprintLength));
        var isSettled = false;
        for (var round = 0; round < MaxRounds && !isSettled; round++)
        {
            isSettled = true;
            var listing = FileListing.Of(_paths, cancellationToken);
            var (files, unreadable) = Look(listing, [.. positions.Values], cancellationToken);
            if (round == 0)
            {
                foreach (var problem in listing.Problems.Concat(unreadable))
                {
                    yield return new FileSlice(problem.Path, null, [], 0, problem.Sentence);
                }

                foreach (var path in listing.Readable.Where(p => unreadable.All(u => u.Path != p)))
                {
                    yield return new FileSlice(path, null, [], 0, null);
                }
            }

            var reading = new FileReading(files, [.. positions.Values], maxRecords, _maxLineBytes);
            foreach (var file in files)
            {
                if (IsUnchanged(file, out var standing))
                {
                    yield return new FileSlice(file.File.Path, null, [], 0, standing);
                    continue;
                }

                var hasPosition = file.Known is not null;
                await foreach (var slice in reading.ReadAsync(file, cancellationToken))
                {
                    if (slice.Position is { } position)
                    {
                        hasPosition = true;
                        positions[(position.Fingerprint, position.FingerprintLength)] = position;
                    }

                    yield return slice;
                }

                Remember(file.File, reading, hasPosition);
                isSettled &= !reading.WasReplaced;
            }
        }
    }

    private List<string> Check(CancellationToken cancellationToken)
    {
        if (_paths.Count == 0)
        {
            return ["No path is configured."];
        }

        var listing = FileListing.Of(_paths, cancellationToken);
        var sentences = listing.Problems.Select(p => p.Sentence).ToList();
        sentences.AddRange(listing.WithoutFiles.Select(p => $"{p} holds no audit files (*.log, *.json, *.ndjson, *.jsonl, rotated ones, and each with .gz)."));
        foreach (var file in listing.Files.Where(f => !f.IsSibling))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var opened = OpenedFile.Open(file.Path);
            }
            catch (InputException e)
            {
                sentences.Add(e.Message);
            }
        }

        return sentences;
    }

    private static (IReadOnlyList<FileMatch> Files, List<PathProblem> Unreadable) Look(
        FileListing listing, IReadOnlyList<FilePosition> known, CancellationToken cancellationToken)
    {
        var byLength = known.ToLookup(p => p.FingerprintLength);
        var lengths = byLength.Select(g => g.Key).Where(l => l > 0).Order().ToList();
        var files = new List<FileMatch>();
        var unreadable = new List<PathProblem>();
        foreach (var file in listing.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var opened = OpenedFile.Open(file.Path);
                if (!opened.Beginning.IsEmpty || opened.Problem is not null)
                {
                    files.Add(new FileMatch(
                        file, opened.Beginning.Length, Fingerprints.Of(opened.Beginning.Span), FileMatcher.Candidates(opened.Beginning, byLength, lengths)));
                }
            }
            catch (InputException e)
            {
                // Gone since it was listed: it was rotated, and is found under its new name now or in the next reading.
                if (!file.IsSibling && File.Exists(file.Path))
                {
                    unreadable.Add(new PathProblem(file.Path, e.Message));
                }
            }
        }

        FileMatcher.Match(files);
        return (FileMatcher.WithoutStrangers(files), unreadable);
    }

    private bool IsUnchanged(FileMatch match, out string? problem)
    {
        var file = match.File;
        problem = null;
        if (_damaged.TryGetValue(file.Path, out var damaged) && damaged.Length == file.Length && damaged.Written == file.Written
            && (match.Known is not null || !damaged.HasPosition))
        {
            problem = damaged.Problem;
            return true;
        }

        return match.Known is { IsComplete: true } known && known.Path == file.Path
            && _complete.TryGetValue(file.Path, out var complete) && complete == (file.Length, file.Written);
    }

    private void Remember(FoundFile file, FileReading reading, bool hasPosition)
    {
        _damaged.TryRemove(file.Path, out _);
        _complete.TryRemove(file.Path, out _);
        if (reading.Damage is { } damage)
        {
            _damaged[file.Path] = (file.Length, file.Written, damage, hasPosition);
        }
        else if (reading.IsComplete)
        {
            _complete[file.Path] = (file.Length, file.Written);
        }
    }
}
