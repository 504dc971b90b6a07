using System.CommandLine;
using AuditDashboard.Commands.Output;
using AuditDashboard.Commands.Querying;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Settings;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Commands;

/// <summary><c>query</c>: a query text or canned queries over files or stored events.</summary>
internal sealed class QueryCommand : Command
{
    private const string Either = "Write either --file with the files to read or --cluster with the cluster to query; a query whose SOURCE names the log group of one cluster needs neither.";

    private readonly Option<string[]> _file = new("--file")
    {
        Description = "Audit files or folders, also .gz; - is standard input. Files are shown as they are: secrets in them are not taken out.",
        HelpName = "PATH…",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _cluster = new("--cluster") { Description = "Query the stored events of this cluster.", HelpName = "NAME" };
    private readonly Option<string?> _query = new("--query") { Description = "Query text in the language of CloudWatch Logs Insights.", HelpName = "TEXT" };

    private readonly Option<string[]> _canned = new("--canned")
    {
        Description = "Canned queries, parted by commas, or all: their events, newest first, grouped by query.",
        HelpName = "ID[,ID…]|all",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _from = new("--from") { Description = "First instant: RFC 3339, or relative such as -7d.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "First instant after the window.", HelpName = "T" };
    private readonly Option<string?> _format = FormatOption.Create("ndjson");
    private readonly Option<string?> _limit = new("--limit") { Description = "Most rows; with --canned, of each query. Overrides the query's own limit.", HelpName = "N" };
    private readonly Option<bool> _distinct = new("--distinct") { Description = "Print exact repeats of a record once." };
    private readonly Option<bool> _bins = new("--bins") { Description = "With --canned: counts per minute instead of events." };
    private readonly Option<bool> _explain = new("--explain") { Description = "With --query: print what the query would do instead of running it: window, filter, literals, fields, notes." };
    private readonly Option<string?> _index = new("--index")
    {
        Description = "With --file: folder for indexes of large files that no longer change, made at the first reading; later ones pass over what cannot match.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _stats = new("--stats") { Description = "Print records matched and scanned, bytes and seconds on standard error." };

    /// <summary>Makes the command.</summary>
    public QueryCommand()
        : base("query", "Run a query over audit files, standard input or stored events.")
    {
        foreach (var option in new Option[] { _file, _cluster, _query, _canned, _from, _to, _format, _limit, _distinct, _bins, _explain, _index, _stats })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(_file) ?? [];
        var cluster = parsed.GetValue(_cluster);
        if (parsed.GetValue(_explain))
        {
            Explain(console, parsed);
            return;
        }

        if (files.Length > 0 && cluster is not null)
        {
            throw new CommandFailure(ExitCodes.BadRequest, Either);
        }

        if (files.Length == 0 && parsed.GetValue(_index) is not null)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "--index goes with --file: the database has indexes of its own.");
        }

        // Files need the user's queries alone; the other settings may be wrong or lacking.
        var settings = files.Length > 0 ? null : CommandServices.LoadSettings();
        var request = ReadRequest(parsed, files, cluster, settings?.Catalog);
        if (settings is not null)
        {
            request = request with { Cluster = cluster = ChooseCluster(request.Query?.Source, cluster, settings) };
        }

        SayNotes(console, request.Query);
        try
        {
            if (settings is null || cluster is null)
            {
                new FileQuery(console, request, TimeProvider.System, new RecordReader()).Run(cancellationToken);
            }
            else
            {
                await RunOverClusterAsync(console, request, settings, cluster, cancellationToken);
            }
        }
        catch (QueryLimitException exception)
        {
            throw new CommandFailure(ExitCodes.Failure, exception.Message);
        }
    }

    // By itself, so that a query over files does not load what a database needs.
    private static async Task RunOverClusterAsync(
        CommandConsole console, QueryRequest request, DashboardSettings settings, string cluster, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        await CommandRecord.AddAsync(services, console, ActivityKind.Query, $"Queried the stored events of {cluster} on the command line.", cancellationToken);
        var run = new ClusterQuery(
            console, request, services.GetRequiredService<EventReader>(), services.GetRequiredService<ClusterStore>(),
            services.GetRequiredService<CoverageReader>(), TimeProvider.System);
        await run.RunAsync(cluster, cancellationToken);
    }

    // A plan depends on the text and the window alone: no file is opened, no cluster looked up.
    private void Explain(CommandConsole console, ParseResult parsed)
    {
        if (parsed.GetValue(_query) is not { } text || parsed.GetValue(_canned) is { Length: > 0 })
        {
            throw new CommandFailure(ExitCodes.BadRequest, "--explain goes with --query and a query text; canned ID prints the text of a canned query.");
        }

        var limit = (int?)NumberArgument.ParseWhole("--limit", parsed.GetValue(_limit), 1, int.MaxValue);
        var bounds = TimeBounds.Parse(parsed.GetValue(_from), parsed.GetValue(_to), TimeProvider.System.GetUtcNow());
        var query = Compile(text, bounds, limit);
        var index = parsed.GetValue(_index) is null ? "" : IndexNeed.Explain(query, bounds, parsed.GetValue(_distinct));
        console.Output.Write(System.Text.Encoding.UTF8.GetBytes(query.Explain() + index));
    }

    private static string ChooseCluster(QuerySource? source, string? cluster, DashboardSettings settings)
    {
        var choice = SourceChoice.Make(source, cluster, settings.Clusters);
        return choice.Refusal is { } refusal ? throw new CommandFailure(ExitCodes.BadRequest, refusal)
            : choice.Cluster ?? throw new CommandFailure(ExitCodes.BadRequest, Either);
    }

    private QueryRequest ReadRequest(ParseResult parsed, string[] files, string? cluster, QueryCatalog? catalog)
    {
        var text = parsed.GetValue(_query);
        var canned = parsed.GetValue(_canned) ?? [];
        if (text is null == (canned.Length == 0))
        {
            throw new CommandFailure(ExitCodes.BadRequest, "Write either --query with a query text or --canned with ids of canned queries.");
        }

        if (text is not null && parsed.GetValue(_bins))
        {
            throw new CommandFailure(ExitCodes.BadRequest, "--bins goes with --canned. Write stats count(*) by bin(1m) into the query instead.");
        }

        var limit = (int?)NumberArgument.ParseWhole("--limit", parsed.GetValue(_limit), 1, int.MaxValue);
        var bounds = TimeBounds.Parse(parsed.GetValue(_from), parsed.GetValue(_to), TimeProvider.System.GetUtcNow());
        return new QueryRequest
        {
            Files = files,
            Cluster = cluster,
            IndexFolder = parsed.GetValue(_index) is { Length: > 0 } folder ? folder : null,
            Bounds = bounds,
            Format = FormatOption.Read(parsed.GetValue(_format), OutputFormat.Ndjson),
            Limit = limit,
            IsDistinct = parsed.GetValue(_distinct),
            IsBins = parsed.GetValue(_bins),
            HasStats = parsed.GetValue(_stats),
            Query = text is null ? null : Compile(text, bounds, limit),
            Canned = canned.Length == 0 ? [] : CannedIds.Resolve(canned, catalog),
        };
    }

    private static InsightsQuery Compile(string text, TimeBounds bounds, int? limit)
    {
        // Whoever runs the program may use the machine's memory: groups are bounded by that alone.
        var options = new QueryOptions
        {
            FromMicros = bounds.FromMicros,
            ToMicros = bounds.ToMicros,
            LimitOverride = limit,
            MaximumGroups = int.MaxValue,
            MaximumTimeGroups = int.MaxValue,
        }.ForAuditEvents();
        return InsightsQuery.TryCompile(text, options, out var query, out var error)
            ? query
            : throw new CommandFailure(ExitCodes.BadRequest, error.ToString());
    }

    private static void SayNotes(CommandConsole console, InsightsQuery? query)
    {
        foreach (var note in query?.Notes ?? [])
        {
            console.Say($"{(note.Severity == DiagnosticSeverity.Note ? "note" : "warning")}: {note}");
        }
    }
}
