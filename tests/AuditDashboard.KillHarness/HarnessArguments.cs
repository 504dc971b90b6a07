using System.Globalization;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.KillHarness;

/// <summary>What the parent wants, as <c>name=value</c> arguments.</summary>
internal sealed record HarnessArguments
{
    /// <summary><c>db</c>: the SQLite file.</summary>
    public string Database { get; init; } = "";

    /// <summary><c>mode</c>: <c>harvest</c>, <c>import</c>, <c>forget</c> for what is stored of the cluster <c>demo</c>, <c>prune</c> for what it has of this day and before, or <c>cloudwatch</c> for a scheduler that harvests a log group again and again.</summary>
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

    /// <summary><c>url</c>: where CloudWatch Logs answers.</summary>
    public string Url { get; init; } = "";

    /// <summary><c>clock</c>: the file of the scene's clock.</summary>
    public string Clock { get; init; } = "";

    /// <summary><c>speed</c>: seconds that are waited in one of the machine's.</summary>
    public double Speed { get; init; } = 1;

    /// <summary><c>rows</c>: most rows of a query.</summary>
    public int RowLimit { get; init; } = 100_000;

    /// <summary><c>timeout</c>: how long a call may take, in seconds of the machine's clock.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>deadline</c>: how long a query may take, in minutes of the scene's clock: one that never ends costs that much.</summary>
    public TimeSpan QueryDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>runs</c>: end after so many runs, whatever came of them; 0 for no end.</summary>
    public int Runs { get; init; }

    /// <summary><c>clean</c>: end after so many runs in which nothing failed; 0 for no end.</summary>
    public int CleanRuns { get; init; }

    /// <summary><c>window</c>: the longest window of a scan, in minutes.</summary>
    public TimeSpan MaxWindow { get; init; } = TimeSpan.FromHours(2);

    /// <summary><c>budget</c>: what scans may cost in a day, in US dollars; 0 for no limit.</summary>
    public double DailyBudget { get; init; }

    /// <summary><c>price</c>: price of 10⁹ bytes scanned, in US dollars.</summary>
    public double PricePerGigabyte { get; init; } = 0.005;

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
                "url" => parsed with { Url = value },
                "clock" => parsed with { Clock = value },
                "speed" => parsed with { Speed = Number(value) },
                "rows" => parsed with { RowLimit = (int)Number(value) },
                "timeout" => parsed with { CallTimeout = TimeSpan.FromSeconds(Number(value)) },
                "deadline" => parsed with { QueryDeadline = TimeSpan.FromMinutes(Number(value)) },
                "runs" => parsed with { Runs = (int)Number(value) },
                "window" => parsed with { MaxWindow = TimeSpan.FromMinutes(Number(value)) },
                "budget" => parsed with { DailyBudget = Number(value) },
                "price" => parsed with { PricePerGigabyte = Number(value) },
                "clean" => parsed with { CleanRuns = (int)Number(value) },
                "mutant" => parsed with { Mutant = value },
                var name => throw new ArgumentException($"Unknown argument {name}.", nameof(args)),
            };
        }

        return parsed;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
