using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Tests;

/// <summary>A source that vouches for time and gives exactly the records that a test put in.</summary>
internal sealed class ScriptedSource(TimeProvider? clock = null) : IWindowLogSource
{
    /// <summary>Set by the host's clock where the test has none of its own.</summary>
    public TimeProvider? Clock { get; set; } = clock;

    public List<Scripted> Records { get; } = [];

    /// <summary>The windows asked for, with the ids of the queries.</summary>
    public List<(TimeWindow Window, string Queries)> Asked { get; } = [];

    public bool IsInOrder { get; set; } = true;

    /// <summary>Called before each record with how many of the scan came before it; may throw.</summary>
    public Func<TimeWindow, int, Task>? Before { get; set; }

    public string Kind => "Scripted";

    public long AvailableToMicros => TimeWindow.ToMicrosSinceEpoch(Clock!.GetUtcNow());

    public TimeSpan DeliveryDelay { get; set; }

    public bool IsOrdered => IsInOrder;

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public async IAsyncEnumerable<InputRecord> ScanAsync(
        TimeWindow window, MergedScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Add((window, string.Join(',', scan.Queries.Select(q => q.Id))));
        var now = AvailableToMicros;
        var count = 0;
        foreach (var record in Records.Where(r => window.Contains(r.TimeMicros) && r.DeliveredMicros <= now))
        {
            if (Before is not null)
            {
                await Before(window, count);
            }

            cancellationToken.ThrowIfCancellationRequested();
            count++;
            yield return new InputRecord { Message = record.Message, SourceTimeMicros = record.TimeMicros, File = "", Line = count, LogStream = "scripted" };
        }

        if (Before is not null)
        {
            await Before(window, count);
        }
    }
}

/// <summary>A record of a <see cref="ScriptedSource"/>.</summary>
/// <param name="TimeMicros">The source's time.</param>
/// <param name="Message">The bytes.</param>
/// <param name="DeliveredMicros">Since when the source shows it.</param>
internal sealed record Scripted(long TimeMicros, byte[] Message, long DeliveredMicros = 0);
