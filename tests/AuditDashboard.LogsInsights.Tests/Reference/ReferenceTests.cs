using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Tests.Scanning;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>
/// The engine against the reference evaluator, over random queries and events. The environment variable AUDIT_PAIRS asks for
/// more (query, event) pairs than run by default, AUDIT_SEED for others.
/// </summary>
public sealed class ReferenceTests
{
    private const int RecordsOfARound = 25;
    private const int SelectionsOfARound = 8;
    private const int QueriesOfARound = 6;

    private static readonly byte[] LinesBehind = [(byte)'\n', .. Enumerable.Repeat((byte)' ', 64)];

    private static int Pairs => int.Parse(Environment.GetEnvironmentVariable("AUDIT_PAIRS") ?? "150000", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("AUDIT_SEED") ?? "20261123", CultureInfo.InvariantCulture);

    [Fact]
    public void Selections_RandomPairs_SameAsReference()
    {
        var faults = new Faults();
        var (records, known) = (0L, 0L);
        for (var round = 0; round * SelectionsOfARound * RecordsOfARound < Pairs / 2; round++)
        {
            var random = new Random(unchecked(Seed + (round * 7_919)));
            var (queries, events) = (new RandomQueries(random), new RandomEvents(random));
            var selections = Enumerable.Range(0, SelectionsOfARound).Select(_ => SelectionTests.Compile(queries.Condition())).ToList();
            var set = new SelectionSet(selections);
            var plain = new SelectionSet(selections, usesLiterals: false);
            var scan = set.Start([]);
            for (var i = 0; i < RecordsOfARound; i++)
            {
                if (i == RecordsOfARound / 2)
                {
                    // With room for more shapes that begin unlike.
                    known += scan.Fields.LinesOfKnownShape;
                    scan = set.Start([]);
                }

                var record = events.Next();
                var row = Row.Of(record, i);
                var together = set.Match(record);
                var parsed = plain.Match(record);
                var walked = Walked(record, scan.Fields, random) is { } line ? (Mask: scan.Match(line), Expected: plain.Match(line)) : default;
                faults.Check(walked.Mask == walked.Expected, () => $"{Text(record)}\n  read in one walk {walked.Mask:b}, in full {walked.Expected:b}");
                for (var s = 0; s < selections.Count; s++)
                {
                    var expected = ReferenceQuery.Matches(selections[s].Condition, row);
                    var found = (together >> s & 1) == 1;
                    faults.Check(expected == found, () => $"{selections[s].Text}\n  {Text(record)}\n  expected {expected}, in a set {found}");
                    faults.Check(found == ((parsed >> s & 1) == 1), () => $"{selections[s].Text}\n  {Text(record)}\n  with literals {found}, without not");
                    faults.Check(found == selections[s].Matches(record), () => $"{selections[s].Text}\n  {Text(record)}\n  in a set {found}, alone not");
                }
            }

            records += RecordsOfARound;
            known += scan.Fields.LinesOfKnownShape;
        }

        faults.AssertNone();

        // The record of other values in front taught the shape of many.
        Assert.InRange(known, records / 5, records * 2);
    }

    [Fact]
    public void Queries_RandomPairs_SameRowsAsReference()
    {
        var faults = new Faults();
        for (var round = 0; round * QueriesOfARound * RecordsOfARound < Pairs / 2; round++)
        {
            var random = new Random(unchecked(Seed + (round * 7_919) + 1));
            var (queries, events) = (new RandomQueries(random), new RandomEvents(random));
            var records = Enumerable.Range(0, RecordsOfARound).Select(_ => events.Next()).ToList();
            for (var q = 0; q < QueriesOfARound; q++)
            {
                var text = queries.Query();
                var expected = Expected(text, records);
                if (expected != Found(text, records, isWalked: false) || expected != Found(text, records, isWalked: true))
                {
                    faults.Check(false, () => Smallest(text, records));
                }
            }
        }

        faults.AssertNone();
    }

    internal static string Expected(string text, IReadOnlyList<LogRecord> records)
    {
        var (columns, rows) = new ReferenceQuery(text).Run(records);
        return Print(columns, rows);
    }

    // As files are read: what one quick walk proves is taken from it, the rest is read in full.
    internal static string Found(string text, IReadOnlyList<LogRecord> records, bool isWalked)
    {
        var run = CaseTests.Start(text, records);
        var ahead = run.StartFilter([]);
        var store = new FieldStore();
        var random = new Random(Seed);
        foreach (var record in records)
        {
            if (!isWalked || record.Message.IsEmpty || Walked(record, ahead.Fields, random)?.Message.Length != record.Message.Length)
            {
                run.Add(record);
            }
            else if (ahead.Matches(record))
            {
                store.Clear();
                run.AddRead(record, store, ahead.Save(store));
            }
            else
            {
                run.PassOver(1, record.Message.Length);
            }
        }

        var result = run.Complete();
        return Print(result.Columns, result.Rows.Select(r => r.Cells));
    }

    // The record as the walk takes it: without the blanks behind it. Null if the walk leaves it to the full reader.
    private static LogRecord? Walked(LogRecord record, RecordFields fields, Random random)
    {
        if (random.Next(4) == 0)
        {
            return Walked(record, fields, record.Message.Span);
        }

        // A line in front that differs in its values alone teaches the shape, and the record is then read by that.
        fields.Read([.. OtherValues.Put(record.Message.ToArray(), random, badOneIn: 0), .. LinesBehind]);
        return Walked(record, fields, [.. record.Message.Span, .. LinesBehind]);
    }

    private static LogRecord? Walked(LogRecord record, RecordFields fields, ReadOnlySpan<byte> text) =>
        fields.Read(text) is var length and >= 0 ? record with { Message = record.Message[..length] } : null;

    private static string Print(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string?>> rows) =>
        string.Join(" | ", columns) + string.Concat(rows.Select(r => "\n    " + string.Join(" | ", r.Select(c => c ?? "-"))));

    // The least records over which the answers still differ.
    private static string Smallest(string text, List<LogRecord> records)
    {
        for (var i = records.Count - 1; i >= 0; i--)
        {
            var fewer = records.Where((_, at) => at != i).ToList();
            if (Expected(text, fewer) is var rows && (rows != Found(text, fewer, isWalked: false) || rows != Found(text, fewer, isWalked: true)))
            {
                records = fewer;
            }
        }

        return $"{text}\n  over\n{string.Join('\n', records.Select(r => "    " + Text(r)))}\n  expected {Expected(text, records)}\n  found {Found(text, records, isWalked: false)}\n  in one walk {Found(text, records, isWalked: true)}";
    }

    private static string Text(LogRecord record) =>
        $"{record.TimestampMicros?.ToString(CultureInfo.InvariantCulture) ?? "-"} {record.LogStream ?? "-"} {Encoding.UTF8.GetString(record.Message.Span).ReplaceLineEndings("\\n")}";

    // Reports the first few disagreements rather than the first.
    private sealed class Faults
    {
        private readonly List<string> _texts = [];

        public void Check(bool holds, Func<string> tell)
        {
            if (!holds && _texts.Count < 8)
            {
                _texts.Add(tell());
            }
        }

        public void AssertNone() => Assert.True(_texts.Count == 0, string.Join("\n\n", _texts));
    }
}
