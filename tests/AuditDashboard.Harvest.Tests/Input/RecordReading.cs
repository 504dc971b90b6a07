using System.Text;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Tests.Input;

/// <summary>Short ways to read input in tests.</summary>
internal static class RecordReading
{
    public static List<InputRecord> Read(string text, int maxLineBytes = RecordReader.DefaultMaxLineBytes) => Read(Encoding.UTF8.GetBytes(text), maxLineBytes);

    public static List<InputRecord> Read(byte[] bytes, int maxLineBytes = RecordReader.DefaultMaxLineBytes)
    {
        var records = new List<InputRecord>();
        new RecordReader(maxLineBytes).Visit(["-"], new MemoryStream(bytes), (in RecordView r) =>
        {
            records.Add(r.ToRecord());
            return true;
        }, TestContext.Current.CancellationToken);
        return records;
    }

    public static List<InputRecord> ReadFiles(params string[] paths)
    {
        var records = new List<InputRecord>();
        new RecordReader().Visit(paths, null, (in RecordView r) =>
        {
            records.Add(r.ToRecord());
            return true;
        }, TestContext.Current.CancellationToken);
        return records;
    }

    public static string Text(this InputRecord record) => Encoding.UTF8.GetString(record.Message.Span);

    public static IEnumerable<string> Texts(this IEnumerable<InputRecord> records) => records.Select(r => r.Text());
}
