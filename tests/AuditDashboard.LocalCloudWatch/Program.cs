using System.Globalization;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Tokens;

const string Usage = """
    A CloudWatch Logs server on this machine, for trying and testing. Access key test, secret test.

      --urls URL            where it listens; default http://127.0.0.1:5090
      --load GROUP=PATH     fills a log group from a file or folder; may be given several times
      --faults FILE         what goes wrong: a JSON list such as [{"operation": "StartQuery", "nth": 3, "fault": "Throttle"}]
      --role ARN[=ID]       a role that may be assumed, with this external id; may be given several times. Clients find it by AWS_ENDPOINT_URL_STS
      --journal FILE        writes every call to a file, one JSON object a line
      --delay SECONDS       how long after PutLogEvents an event becomes visible; default 0
      --concurrency N       most queries at once; default 100
      --whole-second        the end of a query's window means the whole second, not its first instant
      --all-fields          discovers all fields of an event instead of the first 200
    """;

var urls = "http://127.0.0.1:5090";
var loads = new List<(string Group, string Path)>();
var roles = new List<(string Arn, string? ExternalId)>();
string? faults = null;
string? journal = null;
var delay = TimeSpan.Zero;
var concurrency = 100;
var isWholeSecond = false;
var hasAllFields = false;
for (var i = 0; i < args.Length; i++)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--urls" when value.Length > 0:
            urls = value;
            break;
        case "--load" when value.Split('=', 2) is [{ Length: > 0 } group, { Length: > 0 } path]:
            loads.Add((group, path));
            break;
        case "--role" when value.Split('=', 2) is [{ Length: > 0 } arn, .. var id]:
            roles.Add((arn, id is [{ Length: > 0 } given] ? given : null));
            break;
        case "--faults" when value.Length > 0:
            faults = value;
            break;
        case "--journal" when value.Length > 0:
            journal = value;
            break;
        case "--delay" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6:
            delay = TimeSpan.FromSeconds(seconds);
            break;
        case "--concurrency" when int.TryParse(value, CultureInfo.InvariantCulture, out var queries) && queries > 0:
            concurrency = queries;
            break;
        case "--whole-second":
            isWholeSecond = true;
            continue;
        case "--all-fields":
            hasAllFields = true;
            continue;
        case "--help" or "-h":
            Console.WriteLine(Usage);
            return 0;
        default:
            Console.Error.WriteLine($"{args[i]} is not understood.\n\n{Usage}");
            return 2;
    }

    i++;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var options = new LocalServerOptions
    {
        Url = urls,
        MaxConcurrentQueries = concurrency,
        EndReading = isWholeSecond ? AuditDashboard.LocalCloudWatch.Queries.EndReading.WholeSecond : AuditDashboard.LocalCloudWatch.Queries.EndReading.Instant,
        VisibleAt = now => now + delay,
    };
    if (hasAllFields)
    {
        options.MaxDiscoveredFields = null;
    }

    foreach (var (arn, externalId) in roles)
    {
        options.Roles[arn] = new LocalRole { ExternalId = externalId };
    }

    await using var server = await LocalServer.StartAsync(options, stop.Token);
    if (faults is not null)
    {
        server.Faults.AddFile(faults);
    }

    if (journal is not null)
    {
        server.Journal.WriteTo(journal);
    }

    foreach (var (group, path) in loads)
    {
        var count = LogFiles.Load(server.Logs, group, [path], stop.Token);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loaded {count} events into {group}."));
    }

    Console.WriteLine($"CloudWatch Logs answers on {server.Url}. Clients find it by AWS_ENDPOINT_URL_CLOUDWATCH_LOGS={server.Url}.");
    await server.WaitAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (Exception e) when (e is InputException or IOException or System.Text.Json.JsonException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
