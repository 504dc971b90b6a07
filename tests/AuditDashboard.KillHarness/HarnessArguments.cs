using System.Globalization;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.KillHarness;

/// <summary>What the parent wants, as <c>name=value</c> arguments.</summary>
internal sealed record HarnessArguments
{
    /// <summary><c>db</c>: the SQLite file.</summary>
    public string Database { get; init; } = "";

    /// <summary><c>mode</c>: <c>harvest</c>, <c>import</c>, or <c>forget</c>: what is stored of the cluster <c>demo</c>.</summary>
    public string Mode { get; init; } = "harvest";

    /// <summary><c>files</c>: the folder that the cluster <c>files</c> follows, or that is imported.</summary>
    public string Files { get; init; } = "";

    /// <summary><c>shift</c>: how far the clock is from the machine's, in seconds.</summary>
    public TimeSpan ClockShift { get; init; }

    /// <summary><c>backfill</c>: how far back the demo cluster is collected, in minutes.</summary>
    public TimeSpan Backfill { get; init; } = TimeSpan.FromHours(6);

    /// <summary><c>batch</c>: events a transaction.</summary>
    public int BatchEvents { get; init; } = 200;

    /// <summary><c>lease</c>: how long a lease lasts, in milliseconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary><c>stop</c>: crash point at which to stand still for ever, by number; 0 for none.</summary>
    public CrashPoint StopAt { get; init; }

    /// <summary><c>nth</c>: at which passing of it.</summary>
    public int StopAtPassing { get; init; } = 1;

    /// <summary><c>mutant</c>: a fault to put in, see <see cref="Mutants"/>; empty for none.</summary>
    public string Mutant { get; init; } = "";

    public static HarnessArguments Parse(IEnumerable<string> args)
    {
        var parsed = new HarnessArguments();
        foreach (var arg in args)
        {
            var split = arg.IndexOf('=', StringComparison.Ordinal);
            var value = arg[(split + 1)..];
            parsed = arg[..split] switch
            {
                "db" => parsed with { Database = value },
                "mode" => parsed with { Mode = value },
                "files" => parsed with { Files = value },
                "shift" => parsed with { ClockShift = TimeSpan.FromSeconds(Number(value)) },
                "backfill" => parsed with { Backfill = TimeSpan.FromMinutes(Number(value)) },
                "batch" => parsed with { BatchEvents = (int)Number(value) },
                "lease" => parsed with { Lease = TimeSpan.FromMilliseconds(Number(value)) },
                "stop" => parsed with { StopAt = (CrashPoint)(int)Number(value) },
                "nth" => parsed with { StopAtPassing = (int)Number(value) },
                "mutant" => parsed with { Mutant = value },
                var name => throw new ArgumentException($"Unknown argument {name}.", nameof(args)),
            };
        }

        return parsed;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
