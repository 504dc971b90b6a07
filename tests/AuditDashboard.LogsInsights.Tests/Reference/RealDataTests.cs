using System.Text;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Queries;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>The catalog's queries over real audit events, which are kept outside the repository, against the reference evaluator.</summary>
public sealed class RealDataTests
{
    private static readonly IReadOnlyList<CannedQuery> Queries = QueryCatalog.BuiltIn.Queries;

    [Fact]
    public void Canned_FilesReadByTheProduct_SelectTheSameRecordsAsTheReference()
    {
        var selected = 0;
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.ndjson").Order(StringComparer.Ordinal))
        {
            // A wrapped file holds the records of the file that has its name otherwise.
            var records = Lines(file.Replace(".wrapped.", ".", StringComparison.Ordinal));
            var expected = Queries.Select(q => records.Where(r => ReferenceQuery.Matches(q.SelectionText, r)).Select(IdOf).ToList()).ToList();

            var found = ReadByTheProduct(file);

            for (var i = 0; i < Queries.Count; i++)
            {
                Assert.True(expected[i].SequenceEqual(found[i]), $"{Path.GetFileName(file)}, {Queries[i].Id}: expected {expected[i].Count}, found {found[i].Count}");
                selected += found[i].Count;
            }
        }

        Assert.True(selected > 20, $"only {selected} records");
    }

    [Fact]
    public void CannedTexts_AllRecords_GiveTheSameRowsAsTheReference()
    {
        var records = Directory.EnumerateFiles(Folder(), "*.ndjson").Order(StringComparer.Ordinal).SelectMany(Lines).ToList();
        foreach (var query in Queries)
        {
            foreach (var text in new[] { query.Text, query.GuideText }.OfType<string>().Where(t => InsightsQuery.TryCompile(t, QueryOptions.Default, out _, out _)))
            {
                Assert.Equal(ReferenceTests.Expected(text, records), ReferenceTests.Found(text, records, isWalked: false));
                Assert.Equal(ReferenceTests.Expected(text, records), ReferenceTests.Found(text, records, isWalked: true));
            }
        }
    }

    // As the query command reads: plain events ahead of their turn, all others in full.
    private static List<List<string>> ReadByTheProduct(string file)
    {
        var merged = new MergedScan(Queries);
        var sink = new Sink(Queries.Count);
        new RecordReader().Visit([file], null, Take, () => new Judge(merged.Start(PlainEvents.Members)), sink, TestContext.Current.CancellationToken);
        return sink.Found;

        bool Take(in RecordView record)
        {
            if (record.Problem is null && AuditEventReader.Read(record.Message.Span) is AuditReadResult.Readable)
            {
                var taken = new LogRecord { Message = record.Message };
                sink.Add(merged.Match(taken), taken);
            }

            return true;
        }
    }

    private static List<LogRecord> Lines(string file) =>
    [
        .. File.ReadLines(file).Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => Encoding.UTF8.GetBytes(l)).Select(l => new LogRecord
        {
            Message = l,
            TimestampMicros = AuditEventReader.ReadTimeMicros(l),
            LogStream = "kube-apiserver-audit-1",
        }),
    ];

    private static string IdOf(LogRecord record) => ReferenceJson.Fields(Encoding.UTF8.GetString(record.Message.Span)).GetValueOrDefault("auditID") as string ?? "none";

    private static string Folder()
    {
        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (top is not null && !File.Exists(Path.Combine(top.FullName, "AuditDashboard.sln")))
        {
            top = top.Parent;
        }

        var folder = Environment.GetEnvironmentVariable("AUDIT_REAL_DATA") is { Length: > 0 } named ? named : Path.Combine(top?.FullName ?? "", "..", "shared", "data", "real");
        Assert.SkipUnless(Directory.Exists(folder), "no real audit events found; set AUDIT_REAL_DATA to the folder that holds them");
        return folder;
    }

    private sealed class Judge(SelectionScan scan) : PlainJudge(new PlainEvents(scan.Fields, isEnvelopeRead: true))
    {
        public override bool Keep(ReadOnlyMemory<byte> message, FieldStore fields, ref PlainRecord record)
        {
            record.Mask = scan.Match(new LogRecord { Message = message });
            return record.Mask != 0;
        }
    }

    private sealed class Sink(int queries) : IPlainSink
    {
        public List<List<string>> Found { get; } = [.. Enumerable.Range(0, queries).Select(_ => new List<string>())];

        public void Count(long records, long bytes)
        {
        }

        public void Take(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields) => Add(record.Mask, new LogRecord { Message = message });

        public void Add(ulong mask, LogRecord record)
        {
            for (var i = 0; i < Found.Count; i++)
            {
                if ((mask >> i & 1) != 0)
                {
                    Found[i].Add(IdOf(record));
                }
            }
        }
    }
}
