using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AuditDashboard.LogsInsights.Planning;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights;

/// <summary>A compiled Logs Insights query, immutable and safe to share between threads.</summary>
public sealed class InsightsQuery
{
    private readonly ImmutableArray<Command> _commands;
    private readonly QueryOptions _options;
    private readonly Plan _plan;

    private InsightsQuery(string text, ImmutableArray<Command> commands, QueryOptions options, Plan plan, List<QueryDiagnostic> notes)
    {
        Text = text;
        _commands = commands;
        _options = options;
        _plan = plan;
        Notes = [.. notes.OrderBy(n => n.Start)];
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The commands in the order they run: the text itself, or the rewritten text where filters were moved (N-FILTER-MOVED).</summary>
    public string EffectiveText => _plan.EffectiveText;

    /// <summary>Names of the columns that a run gives.</summary>
    public IReadOnlyList<string> Columns => _plan.Columns;

    /// <summary>Notes and warnings found while compiling, in order of position.</summary>
    public IReadOnlyList<QueryDiagnostic> Notes { get; }

    /// <summary>Compiles a query text.</summary>
    /// <returns>True with <paramref name="query"/>; false with the first <paramref name="error"/>, which has line and column.</returns>
    public static bool TryCompile(
        string text, QueryOptions options, [NotNullWhen(true)] out InsightsQuery? query, [NotNullWhen(false)] out QueryDiagnostic? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LimitOverride ?? 0, nameof(options));
        try
        {
            var notes = new List<QueryDiagnostic>();
            var commands = QueryParser.ParseQuery(text);
            query = new InsightsQuery(text, commands, options, Planner.Make(text, commands, options, notes), notes);
            error = null;
            return true;
        }
        catch (QueryFault fault)
        {
            query = null;
            error = fault.ToDiagnostic(text);
            return false;
        }
    }

    /// <summary>Starts a run; feed it every record, then call <see cref="QueryRun.Complete"/>.</summary>
    public QueryRun Start() => Start([]);

    /// <summary>Starts a run whose reader asks for members beside those that the query reads.</summary>
    /// <param name="members">Names of members, as the language writes them; <see cref="RecordFields.ShapeOf"/> takes their places here.</param>
    public QueryRun Start(IReadOnlyList<string> members) => new(_plan, _options, members);

    /// <summary>The conjunction of the query's filters in front of its first <c>stats</c>, as a selection.</summary>
    /// <param name="leftOut">Conditions, in canonical print, that are not taken over.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="error">Why there is none: no filter, or one that uses a name the query itself makes.</param>
    public bool TryGetSelection(
        IReadOnlyList<string> leftOut, [NotNullWhen(true)] out Selection? selection, [NotNullWhen(false)] out QueryDiagnostic? error)
    {
        ArgumentNullException.ThrowIfNull(leftOut);
        try
        {
            var text = FilterExtraction.Extract(_commands, leftOut, Text.Length);
            selection = Selection.Compile(text, QueryParser.ParseExpression(text));
            error = null;
            return true;
        }
        catch (QueryFault fault)
        {
            selection = null;
            error = fault.ToDiagnostic(Text);
            return false;
        }
    }
}
