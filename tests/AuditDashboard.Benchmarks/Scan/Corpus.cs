using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>The published program and the files that it made, kept for the next time.</summary>
internal sealed class Corpus
{
    /// <summary>Bytes of a generated event on average.</summary>
    public const long EventBytes = 1_172;

    // A busy cluster, so that counts per minute are many events and few rows.
    private const string Rate = "3000";

    private Corpus(string program, string file, string small)
    {
        Program = program;
        File = file;
        Small = small;
        Bytes = new FileInfo(file).Length;
    }

    /// <summary>The published program.</summary>
    public string Program { get; }

    /// <summary>The events, one a line.</summary>
    public string File { get; }

    /// <summary>The same, compressed.</summary>
    public string Compressed => File + ".gz";

    /// <summary>One event.</summary>
    public string Small { get; }

    /// <summary>Size of <see cref="File"/>.</summary>
    public long Bytes { get; }

    /// <summary>Publishes and generates what is not there yet.</summary>
    public static Corpus Prepare(ScanOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        var program = options.Program ?? Publish(Path.Combine(options.Folder, "program"));
        var events = (options.Bytes / EventBytes).ToString(CultureInfo.InvariantCulture);
        var corpus = new Corpus(program, Generate(program, options.Folder, events), Generate(program, options.Folder, "1"));
        if (!System.IO.File.Exists(corpus.Compressed))
        {
            using var from = System.IO.File.OpenRead(corpus.File);
            using var to = new GZipStream(System.IO.File.Create(corpus.Compressed + ".part"), CompressionLevel.Optimal);
            from.CopyTo(to);
            to.Dispose();
            System.IO.File.Move(corpus.Compressed + ".part", corpus.Compressed);
        }

        // What is measured is reading that does not wait for a disk.
        foreach (var file in (string[])[corpus.File, corpus.Compressed])
        {
            using var stream = System.IO.File.OpenRead(file);
            stream.CopyTo(Stream.Null, 1024 * 1024);
        }

        return corpus;
    }

    /// <summary>Makes a file of some events, if it is not there yet.</summary>
    public static string Generate(string program, string folder, string events)
    {
        var file = Path.Combine(folder, $"events-{events}.ndjson");
        if (!System.IO.File.Exists(file))
        {
            ProcessRun.Median(1, program, ["generate", "--events", events, "--seed", "1", "--rate", Rate, "--out", file + ".part"]);
            System.IO.File.Move(file + ".part", file);
        }

        return file;
    }

    /// <summary>Publishes the program of this repository.</summary>
    public static string Publish(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(root.FullName, "AuditDashboard.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Run the benchmark from its repository, or give --program.");
        }

        using var publish = Process.Start("dotnet", ["publish", Path.Combine(root.FullName, "src", "AuditDashboard"), "-c", "Release", "-o", folder, "-v", "quiet", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]);
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(folder, "AuditDashboard") : throw new InvalidOperationException("The program cannot be published.");
    }
}
