using System.IO.Compression;
using System.Text;
using AuditDashboard.Commands;
using AuditDashboard.Commands.Output;
using AuditDashboard.Commands.Querying;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Tests.Commands.Scanning;

/// <summary>A folder of files to ask, and what is printed when they are asked; deleted at the end.</summary>
internal sealed class ScanFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scan-").FullName;

    /// <summary>The path of a file or folder in it, whether it is there or not.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Writes a file and gives its path; one that is named <c>.gz</c> is compressed.</summary>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], name.EndsWith(".gz", StringComparison.Ordinal) ? Compress(content) : content);
        return this[name];
    }

    /// <summary>A query by its text or, without one, no query yet; all of its rows as NDJSON.</summary>
    public static QueryRequest Request(string[] files, string? text, TimeBounds bounds = default) => new()
    {
        Files = files,
        Cluster = null,
        Bounds = bounds,
        Format = OutputFormat.Ndjson,
        Limit = null,
        IsDistinct = false,
        IsBins = false,
        HasStats = false,
        Query = text is null ? null : Compile(text, bounds),
        Canned = [],
    };

    /// <summary>Runs a request while no time passes, so that what is said of it is the same too.</summary>
    public static ScanOutcome Run(QueryRequest request, RecordReader reader)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        var console = new CommandConsole(Stream.Null, output, errors);
        var run = new FileQuery(console, request, new StoppedClock(), reader);
        run.Run(TestContext.Current.CancellationToken);
        console.Output.Flush();
        return new ScanOutcome(output.ToArray(), Encoding.UTF8.GetString(errors.ToArray()), run.Statistics.SkippedRecords, run.Statistics.Scanned);
    }

    private static InsightsQuery Compile(string text, TimeBounds bounds)
    {
        var options = new QueryOptions { FromMicros = bounds.FromMicros, ToMicros = bounds.ToMicros };
        Assert.True(InsightsQuery.TryCompile(text, options, out var query, out var error), error?.ToString());
        return query;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}

/// <summary>What was printed, what was reported, and how many records were passed over and read.</summary>
internal sealed record ScanOutcome(byte[] Output, string Errors, long Skipped, long Scanned)
{
    /// <summary>Fails, naming the case, unless the other printed and reported the same, byte for byte.</summary>
    public void AssertSame(ScanOutcome actual, string what)
    {
        Assert.Equal(Errors, actual.Errors);
        Assert.True(Output.AsSpan().SequenceEqual(actual.Output), what);
    }
}
