using System.Text;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.Files;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Tests.Sources.Files;

/// <summary>Reads a source again and again and keeps its positions, as the database does.</summary>
internal sealed class Follower(IReadOnlyList<string> paths, int maxRecords = 5_000)
{
    private readonly Dictionary<(string, int), FilePosition> _positions = [];
    private FileLogSource _source = new(paths, 1024 * 1024);

    public List<string> Texts { get; } = [];

    public List<string> Problems { get; } = [];

    public IReadOnlyCollection<FilePosition> Positions => _positions.Values;

    public void Restart() => _source = new FileLogSource(paths, 1024 * 1024);

    /// <summary>Another process forgets the cluster, while this one goes on.</summary>
    public void Forget() => _positions.Clear();

    public async Task<List<FileSlice>> ReadAsync()
    {
        var slices = new List<FileSlice>();
        await foreach (var slice in _source.ReadNewAsync([.. _positions.Values], maxRecords, TestContext.Current.CancellationToken))
        {
            Assert.InRange(slice.Records.Count, 0, maxRecords);
            slices.Add(slice);
            Texts.AddRange(slice.Records.Where(r => r.Problem is null).Select(r => Encoding.UTF8.GetString(r.Message.Span)));
            if (slice.Problem is { } problem)
            {
                Problems.Add(problem);
            }

            if (slice.Position is { } p)
            {
                _positions[(p.Fingerprint, p.FingerprintLength)] = p;
            }
        }

        return slices;
    }
}
