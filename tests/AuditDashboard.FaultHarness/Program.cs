using System.Globalization;
using AuditDashboard.FaultHarness;
using AuditDashboard.LocalCloudWatch.Queries;

const string Usage = """
    Proves that nothing is lost, doubled or claimed: schedulers of the product read a log group of a local CloudWatch Logs server
    whose calls fail in every way, and are killed, stopped and continued; a judge that shares no code with them compares the database with the truth.

      --kills N       how often schedulers are killed; default 200
      --seed N        which records, kills and calls; default 1
      --records N     records of the log group; default 200,000
      --flood N       anonymous requests in one second beside one binding, after that; default 200,000, 0 for no flood
      --reading R     what the inclusive end of a query's window means: Instant, WholeSecond or Both (half of the kills each); default Both
    """;

var (kills, seed, records, flood) = (200, 1, 200_000, 200_000);
EndReading[] readings = [EndReading.Instant, EndReading.WholeSecond];
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
    switch (args[i])
    {
        case "--kills" when isNumber:
            kills = number;
            break;
        case "--seed" when isNumber:
            seed = number;
            break;
        case "--records" when number >= 1_000:
            records = number;
            break;
        case "--flood" when number is 0 or >= 100 && isNumber:
            flood = number;
            break;
        case "--reading" when Enum.TryParse<EndReading>(value, ignoreCase: true, out var reading):
            readings = [reading];
            break;
        case "--reading" when value.Equals("Both", StringComparison.OrdinalIgnoreCase):
            break;
        default:
            Console.WriteLine(Usage);
            return 2;
    }
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
var isWell = true;
try
{
    for (var i = 0; i < readings.Length; i++)
    {
        var share = kills / readings.Length + (i < kills % readings.Length ? 1 : 0);
        if (share == 0)
        {
            continue;
        }

        var report = await FaultRun.KillAsync(new FaultRunOptions { Kills = share, Seed = seed, Records = records, Reading = readings[i] }, Console.WriteLine, stop.Token);
        Console.WriteLine(report.Say());
        isWell &= report.Faults.Count == 0 && report.Kills == share && report.KillsInRuns * 5 >= share * 4;
    }

    if (flood > 0)
    {
        var faults = await FaultRun.FloodAsync(flood, stop.Token);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A flood of {flood} requests: {faults.Count} faults. {string.Join('\n', faults.Take(10))}"));
        isWell &= faults.Count == 0;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return 2;
}

Console.WriteLine(isWell ? "All is well." : "Something is wrong.");
return isWell ? 0 : 1;
