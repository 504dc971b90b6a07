using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.Files;
using AuditDashboard.Harvest.Tests.Input;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Tests.Sources.Files;

/// <summary>Reads a file source again and again, keeping positions as the database does.</summary>
internal sealed class FileFollower
{
    private readonly Dictionary<(string, int), FilePosition> _positions = [];
    private readonly IReadOnlyList<string> _paths;
    private readonly int _maxLineBytes;
    private FileLogSource _source;

    public FileFollower(IReadOnlyList<string> paths, int maxLineBytes = 100_000)
    {
        _paths = paths;
        _maxLineBytes = maxLineBytes;
        _source = Make();
    }

    public List<InputRecord> Records { get; } = [];

    public List<string> Problems { get; } = [];

    public IReadOnlyCollection<FilePosition> Positions => _positions.Values;

    /// <summary>As after a restart: what is not stored is forgotten.</summary>
    public void Restart() => _source = Make();

    /// <summary>Reads once; stops after that many slices with records, as a kill would.</summary>
    public async Task<List<FileSlice>> ReadAsync(int maxRecords = 5_000, int killAfter = int.MaxValue)
    {
        var slices = new List<FileSlice>();
        await foreach (var slice in _source.ReadNewAsync([.. _positions.Values], maxRecords, TestContext.Current.CancellationToken))
        {
            if (slices.Count(s => s.Records.Count > 0) == killAfter)
            {
                Restart();
                break;
            }

            Assert.InRange(slice.Records.Count, 0, maxRecords);
            slices.Add(slice);
            Records.AddRange(slice.Records);
            if (slice.Problem is not null)
            {
                Problems.Add(slice.Problem);
            }

            if (slice.Position is { } p)
            {
                _positions[(p.Fingerprint, p.FingerprintLength)] = p;
            }
        }

        return slices;
    }

    public IEnumerable<string> Texts => Records.Texts();

    private FileLogSource Make() => new(_paths, _maxLineBytes);
}
