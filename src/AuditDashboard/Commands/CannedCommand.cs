using System.CommandLine;
using AuditDashboard.Commands.Output;
using AuditDashboard.Queries;
using AuditDashboard.Settings;

namespace AuditDashboard.Commands;

/// <summary><c>canned</c>: the catalog, or one query's text.</summary>
internal sealed class CannedCommand : Command
{
    private readonly Argument<string?> _id = new("ID") { Description = "A canned query: prints its text.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _format = FormatOption.Create("table for the catalog, the bare text for one query");

    /// <summary>Makes the command.</summary>
    public CannedCommand()
        : base("canned", "List the canned queries, or print one query's text.")
    {
        Add(_id);
        Add(_format);
        SetAction((parsed, _) => CommandLine.RunAsync(console =>
        {
            Run(console, parsed);
            return Task.CompletedTask;
        }));
    }

    /// <summary>Reads the catalog: the built-in queries and those of the settings.</summary>
    /// <exception cref="CommandFailure">The setting <c>Queries</c> is wrong.</exception>
    public static QueryCatalog LoadCatalog()
    {
        var problems = new List<string>();
        return CatalogSettings.Read(CommandServices.ReadConfiguration(out _), problems)
            ?? throw new CommandFailure(ExitCodes.Failure, problems);
    }

    private void Run(CommandConsole console, ParseResult parsed)
    {
        var catalog = LoadCatalog();
        var format = parsed.GetValue(_format);
        if (parsed.GetValue(_id) is not { } id)
        {
            Print(console, FormatOption.Read(format, OutputFormat.Table), catalog.Queries);
            return;
        }

        var query = CannedIds.Find(id, catalog);
        if (format is null)
        {
            console.Output.Write(System.Text.Encoding.UTF8.GetBytes(query.Text.TrimEnd('\n') + "\n"));
        }
        else
        {
            Print(console, FormatOption.Read(format, OutputFormat.Table), [query]);
        }
    }

    private static void Print(CommandConsole console, OutputFormat format, IReadOnlyList<CannedQuery> queries)
    {
        // A table is for reading: the texts would break its lines.
        var isTable = format == OutputFormat.Table;
        using var writer = RowWriter.Create(format, console.Output, isTable
            ? ["id", "title", "purpose"]
            : ["id", "title", "purpose", "selection", "text", "guideText", "differenceFromGuide"]);
        foreach (var query in queries)
        {
            Cell[] cells = [Cell.Of(query.Id), Cell.Of(query.Title), Cell.Of(query.Purpose)];
            writer.Write(isTable
                ? cells
                : [.. cells, Cell.Of(query.SelectionText), Cell.Of(query.Text), Cell.Of(query.GuideText), Cell.Of(query.DifferenceFromGuide)]);
        }

        writer.Complete();
    }
}
