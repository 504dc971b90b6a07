using AuditDashboard.LocalCloudWatch.Faults;

namespace AuditDashboard.FaultHarness;

/// <summary>What came of a fault run.</summary>
/// <param name="Faults">What the database held that it must not, or lacked; none if all is well.</param>
/// <param name="Kills">Processes killed by plan.</param>
/// <param name="KillsInRuns">Those of them that were inside an open transaction or between two numbered crash points.</param>
/// <param name="Injected">How often each fault was met.</param>
/// <param name="Sentence">What happened, in words, the seed among them.</param>
internal sealed record FaultReport(
    IReadOnlyList<string> Faults, int Kills, int KillsInRuns, IReadOnlyList<KeyValuePair<FaultKind, int>> Injected, string Sentence)
{
    /// <summary>The first faults, in words.</summary>
    public string Say() => $"{Sentence}\n{Faults.Count} faults{(Faults.Count > 0 ? ", such as:\n" + string.Join('\n', Faults.Take(10)) : ".")}";
}
