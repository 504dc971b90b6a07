using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Reads the files of one round, one after the other.</summary>
/// <param name="files">All files of the round, with their positions.</param>
/// <param name="known">All known positions.</param>
/// <param name="maxRecords">Records in a slice.</param>
/// <param name="maxLineBytes">Longest record.</param>
internal sealed class FileReading(IReadOnlyList<FileMatch> files, IReadOnlyList<FilePosition> known, int maxRecords, int maxLineBytes)
{
    /// <summary>Put behind the path of a position whose file was truncated or replaced.</summary>
    private const string LostMark = " (replaced)";

    private readonly HashSet<string> _paths = files.Select(f => f.File.Path).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), string> _owners = files.Where(f => f.Known is not null)
        .GroupBy(f => (f.Known!.Fingerprint, f.Known.FingerprintLength)) // Not null: filtered in the line above.
        .ToDictionary(g => g.Key, g => g.First().File.Path);

    /// <summary>Which file has the beginning of which position: of a young file several positions are kept, and all of them are its own.</summary>
    private readonly ILookup<(string, int), string> _holders = files
        .SelectMany(f => f.Candidates, (f, p) => (Key: (p.Fingerprint, p.FingerprintLength), f.File.Path))
        .ToLookup(h => h.Key, h => h.Path);

    private readonly ReadBuffer _buffer = new();
    private IReadOnlyList<FilePosition> _lost = [];

    /// <summary>True if the path held another file than before, so that it has to be looked at again.</summary>
    public bool WasReplaced { get; private set; }

    /// <summary>What is wrong with the compressed file that was read last.</summary>
    public string? Damage { get; private set; }

    /// <summary>True if the compressed file that was read last was read to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads what is new in a file.</summary>
    public async IAsyncEnumerable<FileSlice> ReadAsync(FileMatch match, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (WasReplaced, Damage, IsComplete, _lost) = (false, null, false, []);
        var path = match.File.Path;
        if (!TryOpen(match, out var opened, out var failure))
        {
            yield return new FileSlice(path, null, [], 0, failure);
            yield break;
        }

        try
        {
            var canRead = TrySettle(match, ref opened, out var problem);
            if (problem is not null)
            {
                // What a file lost is past mending; that it cannot be read is not.
                yield return new FileSlice(path, null, [], 0, problem) { IsNotice = canRead };
            }

            if (!canRead)
            {
                yield break;
            }

            foreach (var position in _lost)
            {
                // Told once: the next file of this name is not compared with it again.
                yield return new FileSlice(path, position with { Path = position.Path + LostMark }, [], 0, null);
            }

            foreach (var position in match.Candidates.Where(p => p.Path != path && !_holders[(p.Fingerprint, p.FingerprintLength)].Contains(p.Path)))
            {
                // Left behind under the name that the file had, it would be missed there.
                yield return new FileSlice(path, position with { Path = path }, [], 0, null);
            }

            var start = StartOf(match, opened);
            if (match.Known is { IsComplete: true } done && opened.IsGzip && opened.HasUnpackedLength(done.Offset))
            {
                IsComplete = true;
                yield return new FileSlice(path, IsMoved(match) ? start : null, [], 0, null);
                yield break;
            }

            var cutter = new SliceCutter(start, maxRecords);
            var parser = new RecordParser(path, maxLineBytes, cutter);
            parser.Resume(opened.Beginning.Span, start.Offset, start.Line);
            if (!TryGoTo(opened, start.Offset, path, out var content, out problem))
            {
                if (problem is not null)
                {
                    yield return new FileSlice(path, null, [], 0, problem);
                }

                yield break;
            }

            _buffer.Reset();
            for (var isOpen = true; isOpen;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = await TryReadAsync(content, path, cancellationToken);
                isOpen = count > 0;
                _buffer.Advance(Math.Max(count, 0));
                var isEnd = !isOpen && Damage is null && (opened.IsGzip ? opened.Problem is null : match.IsRotated);
                _buffer.Pass(parser, isOpen ? InputEnd.More : isEnd ? InputEnd.Final : InputEnd.Tail);
                if (isEnd)
                {
                    IsComplete = opened.IsGzip;
                    cutter.Complete(parser.Offset, parser.Line, IsComplete);
                }

                if (!isOpen)
                {
                    cutter.Send();
                }

                while (cutter.TryTake(out var slice) && slice is not null)
                {
                    yield return slice;
                }
            }

            var last = cutter.Position;
            if (last.Offset == start.Offset)
            {
                // Nothing new; only where the file is now, or that it is complete, may have to be kept.
                var isNews = match.Known is { } before && (IsMoved(match) || before.IsComplete != last.IsComplete);
                yield return new FileSlice(path, isNews ? last : null, [], 0, null);
            }

            if ((Damage ?? (opened.Problem is { } damage ? $"{path}: {damage}" : null)) is { } sentence)
            {
                Damage = opened.IsGzip ? sentence : null;
                yield return new FileSlice(path, null, [], 0, sentence);
            }
        }
        finally
        {
            opened.Dispose();
        }
    }

    private bool TryOpen(FileMatch match, out OpenedFile opened, out string? problem)
    {
        try
        {
            opened = OpenedFile.Open(match.File.Path);
            problem = null;
            return true;
        }
        catch (InputException e)
        {
            WasReplaced = !File.Exists(match.File.Path);
            problem = WasReplaced ? null : e.Message;
            opened = null!; // Not used by the caller where this gives false.
            return false;
        }
    }

    /// <summary>Makes sure that the file is the one that was looked at, and finds where reading goes on.</summary>
    /// <returns>False if nothing can be read: it was replaced, or the problem says why.</returns>
    private bool TrySettle(FileMatch match, ref OpenedFile opened, out string? problem)
    {
        try
        {
            problem = IsSame(match, opened) ? Settle(match, ref opened) : null;
            return !WasReplaced;
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // Rotated away between two looks is no problem: it is found under its new name.
            WasReplaced = !File.Exists(match.File.Path);
            problem = WasReplaced ? null : $"{match.File.Path} cannot be read: {InputStream.Reason(e.InnerException ?? e)}.";
            return false;
        }
    }

    /// <summary>Goes to where reading starts. Gives false if the file was truncated since it was looked at, or the problem says why.</summary>
    private bool TryGoTo(OpenedFile opened, long offset, string path, [NotNullWhen(true)] out Stream? content, out string? problem)
    {
        problem = null;
        content = null;
        try
        {
            content = opened.From(offset);
            WasReplaced = content is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {InputStream.Reason(e)}.";
        }

        return content is not null;
    }

    private bool IsSame(FileMatch match, OpenedFile opened)
    {
        WasReplaced = opened.Beginning.Length < match.BeginningLength
            || Fingerprints.Of(opened.Beginning.Span[..match.BeginningLength]) != match.Beginning;
        return !WasReplaced;
    }

    /// <summary>Makes sure that reading can go on at the known position; else forgets it. Leaves the file open at its beginning.</summary>
    /// <returns>A sentence if the file was shortened or overwritten.</returns>
    private string? Settle(FileMatch match, ref OpenedFile opened)
    {
        var path = match.File.Path;
        if (match.Known is { } position)
        {
            if (opened.IsGzip && opened.HasUnpackedLength(position.Offset) && position.IsComplete)
            {
                return null;
            }

            var isThere = opened.From(position.Offset) is not null;
            if (opened.IsGzip && !opened.IsSmall)
            {
                // Unpacked data cannot be wound back.
                opened.Dispose();
                opened = OpenedFile.Open(path);
                if (!IsSame(match, opened))
                {
                    return null;
                }
            }

            if (isThere)
            {
                return null;
            }

            match.Known = null;
            return position.Path == path
                ? string.Create(CultureInfo.InvariantCulture, $"{path} is shorter than the {position.Offset} bytes that were read of it, or was overwritten; it is read from its beginning.")
                : null;
        }

        _lost = [.. known.Where(p => p.Path == path && !_holders.Contains((p.Fingerprint, p.FingerprintLength)))];
        return _lost.Count > 0
            ? $"{path} was truncated or replaced, and what it held before is not found under another name; it is read from its beginning."
            : null;
    }

    private FilePosition StartOf(FileMatch match, OpenedFile opened)
    {
        var path = match.File.Path;
        var offset = match.Known?.Offset ?? 0;
        var line = match.Known?.Line ?? 0;
        if (match.Known is { FingerprintLength: >= Fingerprints.UsualBytes } own && _owners.GetValueOrDefault((own.Fingerprint, own.FingerprintLength)) == path)
        {
            return own with { Path = path, IsComplete = false };
        }

        // A long file needs a position that no other file has: lengths are tried until one is free.
        var length = Math.Min(Fingerprints.UsualBytes, opened.Beginning.Length);
        var fingerprint = Fingerprints.Of(opened.Beginning.Span[..length]);
        while (length >= Fingerprints.UsualBytes && length < opened.Beginning.Length
            && _owners.GetValueOrDefault((fingerprint, length), path) != path)
        {
            length++;
            fingerprint = Fingerprints.Of(opened.Beginning.Span[..length]);
        }

        _owners.TryAdd((fingerprint, length), path);
        return new FilePosition(fingerprint, length, path, offset, line, false);
    }

    /// <summary>True if the file's position names a path where no file is any more.</summary>
    private bool IsMoved(FileMatch match) => match.Known is { } position && position.Path != match.File.Path && !_paths.Contains(position.Path);

    private async ValueTask<int> TryReadAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(_buffer.Free, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Damage = $"{path} cannot be read on: {InputStream.Reason(e)}.";
            return -1;
        }
    }
}
