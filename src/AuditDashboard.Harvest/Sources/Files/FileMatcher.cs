using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Finds for each file the position that is its own.</summary>
internal static class FileMatcher
{
    /// <summary>The positions that a beginning has, the longest fingerprint first.</summary>
    public static IReadOnlyList<FilePosition> Candidates(ReadOnlyMemory<byte> beginning, ILookup<int, FilePosition> byLength, IReadOnlyList<int> lengths)
    {
        var found = new List<FilePosition>();
        foreach (var (length, fingerprint) in Fingerprints.Of(beginning, lengths))
        {
            found.AddRange(byLength[length].Where(p => p.Fingerprint == fingerprint && p.Offset >= 0));
        }

        return [.. found.OrderByDescending(p => p.FingerprintLength).ThenByDescending(p => p.Offset)];
    }

    /// <summary>Gives positions to files: first those under the same path, then the others. In doubt none: a repeat is harmless, a skip is not.</summary>
    public static void Match(IReadOnlyList<FileMatch> files)
    {
        var taken = new HashSet<FilePosition>();
        foreach (var file in files)
        {
            Take(file, file.Candidates.FirstOrDefault(p => p.Path == file.File.Path));
        }

        foreach (var file in files.Where(f => f.Known is null))
        {
            // A position whose fingerprint covers all that was read may serve several files: they have these very bytes.
            Take(file, file.Candidates.FirstOrDefault(p => !taken.Contains(p) || p.Offset <= p.FingerprintLength));
        }

        foreach (var family in files.GroupBy(f => RotationName.LivePath(f.File.Path), StringComparer.Ordinal))
        {
            var newest = family.Max(f => f.File.Written);
            foreach (var file in family)
            {
                file.IsRotated = file.File.Path != family.Key && file.File.Written < newest;
            }
        }

        void Take(FileMatch file, FilePosition? position)
        {
            if (position is not null)
            {
                file.Known = position;
                taken.Add(position);
            }
        }
    }

    /// <summary>Leaves out files beside a configured one unless they were that file: known ones, and what was rotated after them.</summary>
    public static IReadOnlyList<FileMatch> WithoutStrangers(IReadOnlyList<FileMatch> files)
    {
        var since = files.Where(f => f.File.IsSibling && f.Known is not null)
            .GroupBy(f => RotationName.LivePath(f.File.Path), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(f => f.File.Written), StringComparer.Ordinal);
        return [.. files.Where(f => !f.File.IsSibling
            || (since.TryGetValue(RotationName.LivePath(f.File.Path), out var first) && f.File.Written >= first))];
    }
}
