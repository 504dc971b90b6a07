using System.IO.Enumeration;

namespace AuditDashboard.Harvest.Input;

/// <summary>Finds the files behind the paths that people write.</summary>
internal static class InputPaths
{
    /// <summary>Standard input, written as a path.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Extensions = [".log", ".json", ".ndjson", ".jsonl"];

    /// <summary>Turns paths into files: those named as they are, the files of a folder and the folders in it by name, ordinal.</summary>
    /// <exception cref="InputException">A path does not exist or a folder cannot be listed.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (path != StandardInput && Directory.Exists(path))
            {
                files.AddRange(ListFolder(path));
            }
            else if (path == StandardInput || File.Exists(path) || IsSpecial(path))
            {
                files.Add(path);
            }
            else
            {
                throw new InputException($"{path} cannot be read: there is no such file or folder.");
            }
        }

        return files;
    }

    /// <summary>The audit files of a folder and of the folders in it, by name, ordinal. Links, pipes and devices are left out.</summary>
    /// <exception cref="InputException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> ListFolder(string folder)
    {
        try
        {
            var found = new FileSystemEnumerable<string>(
                folder,
                (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false })
            {
                // Pipes and devices can't be told from files by their attributes, but they have no length; and an empty file has nothing to read.
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.Length > 0 && IsAuditFileName(entry.FileName),
            };
            var files = found.ToList();
            files.Sort(StringComparer.Ordinal);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The folder {folder} cannot be read: {InputStream.Reason(e)}.", e);
        }
    }

    /// <summary>True for names that a folder gives: <c>*.log *.json *.ndjson *.jsonl</c>, rotated <c>*.log.7</c>, each also with <c>.gz</c>; and <c>000000.gz</c> as CloudWatch exports to S3.</summary>
    public static bool IsAuditFileName(ReadOnlySpan<char> name)
    {
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^3];
            if (name.Length > 0 && name.IndexOfAnyExceptInRange('0', '9') < 0)
            {
                return true;
            }
        }

        var end = name.LastIndexOfAnyExceptInRange('0', '9');
        if (end > 0 && end < name.Length - 1 && name[end] == '.')
        {
            name = name[..end];
            return name.EndsWith(".log", StringComparison.OrdinalIgnoreCase);
        }

        foreach (var extension in Extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpecial(string path)
    {
        // A pipe that the shell made, such as <(zcat x): it exists, though not as a regular file.
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
