using System.Globalization;
using System.IO.Compression;
using System.Text;
using AuditDashboard.Harvest.Sources.Demo;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>What the killed processes work on: a demo cluster whose time goes on, a folder of growing and rotated files, a folder to import; and the truth about all three.</summary>
internal sealed class KillScene : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Backfill = TimeSpan.FromHours(2);

    private readonly TempFolder _folder = new();
    private readonly DemoCluster _demo = new(7, 6, 4);
    private readonly DemoCluster _fileCluster = new(99, 6, 4);
    private readonly Dictionary<string, ExpectedEvent> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpectedEvent> _imported = new(StringComparer.Ordinal);
    private readonly List<ExpectedEvent> _demoTruth = [];
    private long _demoMinute = (Start - Backfill).ToUnixTimeSeconds() / 60;
    private long _fileMinute = Start.ToUnixTimeSeconds() / 60;
    private byte[] _halfLine = [];
    private int _step;

    public KillScene()
    {
        Directory.CreateDirectory(Logs);
        Directory.CreateDirectory(Archive);
        WriteArchive();
    }

    public string Database => _folder["audit.db"];

    /// <summary>The folder that is followed.</summary>
    public string Logs => _folder["logs"];

    /// <summary>The folder that is imported.</summary>
    public string Archive => _folder["archive"];

    public IReadOnlyCollection<ExpectedEvent> Files => _files.Values;

    public IReadOnlyCollection<ExpectedEvent> Imported => _imported.Values;

    /// <summary>The demo's events that exist at most by now.</summary>
    public IReadOnlyList<ExpectedEvent> Demo
    {
        get
        {
            for (var last = (Start + TimeSpan.FromMinutes(10 * (_step + 2))).ToUnixTimeSeconds() / 60; _demoMinute <= last; _demoMinute++)
            {
                _demoTruth.AddRange(_demo.GetMinute(_demoMinute).Select(r => ExpectedEvent.From(r.Message)).OfType<ExpectedEvent>());
            }

            return _demoTruth;
        }
    }

    /// <summary>Time goes on by ten minutes, and the files grow.</summary>
    public void Step()
    {
        _step++;
        if (_step % 5 == 0)
        {
            File.Move(Path.Combine(Logs, "audit.log"), Path.Combine(Logs, string.Create(CultureInfo.InvariantCulture, $"audit-{_step:0000}.log")));
        }

        // The writer, too, may be caught in the middle of a line.
        var bytes = new List<byte>(_step % 5 == 0 ? [] : _halfLine);
        if (_step % 5 == 0 && _halfLine.Length > 0)
        {
            File.AppendAllText(Path.Combine(Logs, string.Create(CultureInfo.InvariantCulture, $"audit-{_step:0000}.log")), Encoding.UTF8.GetString(_halfLine));
        }

        foreach (var line in NextLines(10, _files))
        {
            bytes.AddRange(line);
            bytes.Add((byte)'\n');
        }

        _halfLine = [];
        if (_step % 3 == 0)
        {
            _halfLine = [.. bytes[^20..]];
            bytes.RemoveRange(bytes.Count - 20, 20);
        }

        using var stream = new FileStream(Path.Combine(Logs, "audit.log"), FileMode.Append);
        stream.Write([.. bytes]);
    }

    /// <summary>Ends the line that the writer was in.</summary>
    public void EndLines()
    {
        File.AppendAllText(Path.Combine(Logs, "audit.log"), Encoding.UTF8.GetString(_halfLine));
        _halfLine = [];
    }

    public IReadOnlyList<string> Arguments(string mode, int stopAt, int nth, string mutant, TimeProvider clock)
    {
        var shift = Start + TimeSpan.FromMinutes(10 * _step) - clock.GetUtcNow();
        return
        [
            "db=" + Database, "mode=" + mode, "files=" + (mode == "import" ? Archive : Logs), "mutant=" + mutant,
            string.Create(CultureInfo.InvariantCulture, $"backfill={Backfill.TotalMinutes}"),
            string.Create(CultureInfo.InvariantCulture, $"shift={shift.TotalSeconds}"),
            string.Create(CultureInfo.InvariantCulture, $"stop={stopAt}"),
            string.Create(CultureInfo.InvariantCulture, $"nth={nth}"),
        ];
    }

    public void Dispose() => _folder.Dispose();

    private void WriteArchive()
    {
        File.WriteAllBytes(Path.Combine(Archive, "a.log"), Join(NextLines(60, _imported)));
        using var packed = new GZipStream(File.Create(Path.Combine(Archive, "b.log.gz")), CompressionLevel.Fastest);
        packed.Write(Join(NextLines(60, _imported)));
    }

    private static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(l => l.Append((byte)'\n'))];

    /// <summary>Some minutes of events with what a real folder holds besides: repeated lines, broken ones, other JSON.</summary>
    private List<byte[]> NextLines(int minutes, Dictionary<string, ExpectedEvent> truth)
    {
        var lines = new List<byte[]>();
        for (var i = 0; i < minutes; i++)
        {
            foreach (var record in _fileCluster.GetMinute(_fileMinute))
            {
                lines.Add(record.Message.ToArray());
                if (ExpectedEvent.From(record.Message) is { } expected)
                {
                    truth.TryAdd(Encoding.UTF8.GetString(record.Message.Span), expected);
                    if (lines.Count % 7 == 0)
                    {
                        lines.Add(record.Message.ToArray());
                    }
                }
            }

            lines.Add(Encoding.UTF8.GetBytes($"{{\"kind\":\"Event\",\"verb\":\"create\",\"objectRef\":{{\"resource\":\"roles\",\"name\":\"cut{_fileMinute}"));
            lines.Add("""{"eventSource":"eks.amazonaws.com","eventName":"ListClusters"}"""u8.ToArray());
            _fileMinute++;
        }

        return lines;
    }
}
