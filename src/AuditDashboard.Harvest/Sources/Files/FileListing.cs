using System.Formats.Tar;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>What configured paths give now: regular files, and a sentence for each thing that cannot be read.</summary>
internal sealed class FileListing
{
    private readonly Dictionary<string, FoundFile> _files = new(StringComparer.Ordinal);

    private FileListing()
    {
    }

    /// <summary>The files that hold something, older ones first, so that rotated files come before the live one.</summary>
    public IReadOnlyList<FoundFile> Files =>
        [.. _files.Values.OrderBy(f => f.Written).ThenBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>What cannot be read.</summary>
    public List<PathProblem> Problems { get; } = [];

    /// <summary>Configured paths that can be read.</summary>
    public List<string> Readable { get; } = [];

    /// <summary>Readable folders without any audit file, empty ones included.</summary>
    public List<string> WithoutFiles { get; } = [];

    /// <summary>Lists the paths.</summary>
    public static FileListing Of(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var listing = new FileListing();
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            listing.AddConfigured(path, cancellationToken);
        }

        return listing;
    }

    private void AddConfigured(string path, CancellationToken cancellationToken)
    {
        var problems = Problems.Count;
        if (Directory.Exists(path))
        {
            var found = 0;
            AddFolder(path, ref found, cancellationToken);
            if (found == 0 && Problems.Count == problems)
            {
                WithoutFiles.Add(path);
            }
        }
        else
        {
            Try(path, () => AddFile(path, path));
            AddSiblings(path);
        }

        if (Problems.Count == problems)
        {
            Readable.Add(path);
        }
    }

    private void AddFolder(string folder, ref int found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<FileSystemInfo> entries = [];
        if (!Try(folder, () => entries.AddRange(new DirectoryInfo(folder).EnumerateFileSystemInfos())))
        {
            return;
        }

        foreach (var entry in entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            var isLink = entry.LinkTarget is not null;
            if (entry is DirectoryInfo && !isLink)
            {
                AddFolder(entry.FullName, ref found, cancellationToken);
            }
            else if (InputPaths.IsAuditFileName(entry.Name))
            {
                found++;
                if (isLink)
                {
                    // A link in a folder may lead in a circle, or to a file that the folder gives anyway.
                    Problems.Add(new PathProblem(entry.FullName, $"{entry.FullName} is not read: links in a folder are not followed. Configure the file that it leads to."));
                }
                else
                {
                    Try(entry.FullName, () => AddFile(entry.FullName, entry.FullName, isListed: true));
                }
            }
        }
    }

    /// <summary>A configured file that was rotated goes on under a name beside it.</summary>
    private void AddSiblings(string path)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return;
        }

        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFiles())
            {
                if (entry.FullName != path && entry.LinkTarget is null && entry.Length > 0 && RotationName.LivePath(entry.FullName) == path)
                {
                    _files.TryAdd(entry.FullName, new FoundFile(entry.FullName, entry.LastWriteTimeUtc, entry.Length, IsSibling: true));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The configured file may be readable where its folder cannot be listed; what was rotated is then out of reach.
        }
    }

    private void AddFile(string path, string shown, bool isListed = false)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            info = info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : throw new IOException("The link leads to no file.");
        }

        if (!info.Exists)
        {
            if (!isListed)
            {
                Problems.Add(new PathProblem(shown, $"{shown} cannot be read: there is no such file or folder."));
            }

            // A listed file that is gone was renamed or deleted meanwhile.
            return;
        }

        if (info.Length > 0)
        {
            _files[shown] = new FoundFile(shown, info.LastWriteTimeUtc, info.Length, IsSibling: false);
        }
        else if (!IsRegular(info.FullName))
        {
            Problems.Add(new PathProblem(shown, $"{shown} is not read: it is a pipe, a socket or a device, not a file."));
        }
    }

    /// <summary>Told without opening it, for opening a pipe waits for its writer. The framework's only look at an entry's kind is that of its tar writer.</summary>
    private static bool IsRegular(string path)
    {
        var header = new MemoryStream();
        try
        {
            using (var tar = new TarWriter(header, TarEntryFormat.Pax, leaveOpen: true))
            {
                tar.WriteEntry(path, "entry");
            }

            header.Position = 0;
            using var reader = new TarReader(header);
            return reader.GetNextEntry()?.EntryType is TarEntryType.RegularFile or TarEntryType.HardLink or null;
        }
        catch (UnauthorizedAccessException)
        {
            // A regular file that may not be opened: opening it later says so.
            return true;
        }
        catch (IOException)
        {
            return !File.Exists(path);
        }
    }

    private bool Try(string path, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problems.Add(new PathProblem(path, $"{path} cannot be read: {InputStream.Reason(e)}."));
            return false;
        }
    }
}
