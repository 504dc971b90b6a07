using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Planning;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights;

/// <summary>A compiled Logs Insights query, immutable and safe to share between threads.</summary>
public sealed class InsightsQuery
{
    private readonly ImmutableArray<Command> _commands;
    private readonly QueryOptions _options;
    private readonly Plan _plan;
    private readonly IReadOnlyList<Plan> _inner;

    private InsightsQuery(
        string text, ImmutableArray<Command> commands, QueryOptions options, Plan plan, IReadOnlyList<Plan> inner, List<QueryDiagnostic> notes)
    {
        _inner = inner;
        Text = text;
        _commands = commands;
        _options = options;
        _plan = plan;
        Source = commands.OfType<SourceCommand>().FirstOrDefault()?.Source;
        Notes = [.. notes.OrderBy(n => n.Start)];
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The commands in the order they run: the text itself, or the rewritten text where filters were moved (N-FILTER-MOVED).</summary>
    public string EffectiveText => _plan.EffectiveText;

    /// <summary>What the query's <c>SOURCE</c> names; null without one. The caller maps it to what it reads.</summary>
    public QuerySource? Source { get; }

    /// <summary>
    /// True if the query has queries inside <c>in (…)</c>: then records are read twice, first by <see cref="StartSubqueries"/>, then by
    /// the run that it gives. The same records must come both times.
    /// </summary>
    public bool HasSubqueries => _inner.Count > 0;

    /// <summary>The query printed in one canonical way; it parses back to the same tree.</summary>
    public string CanonicalText => Printer.Print(_commands);

    /// <summary>
    /// Comparisons that every record fulfils which comes past the filters that a run begins with: clauses, all of which hold, of alternatives, one of
    /// which does. None if the run begins with no filter or nothing is certain. Records that do not fulfil them change nothing in its rows.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<FieldCondition>> NecessaryConditions
    {
        get
        {
            // Behind any other step the names may be the query's own, and rows may have been taken or counted. Each filter is one step.
            var first = _plan.Steps.TakeWhile(step => step is FilterStep).Count();
            return [.. _plan.Order.OfType<FilterCommand>().Take(first).SelectMany(filter => Planning.NecessaryConditions.Derive(filter.Condition))];
        }
    }

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
            var subqueries = new Subqueries();
            var plan = Planner.Make(text, commands, options, notes, subqueries);
            List<Plan> inner = [.. subqueries.Found.Select(membership => Planner.MakeInner(text, membership, options, notes))];
            Lints.Check(text, commands, options, notes);
            query = new InsightsQuery(text, commands, options, plan, inner, notes);
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
    /// <exception cref="InvalidOperationException">The query has queries inside <c>in (…)</c>: start with <see cref="StartSubqueries"/>.</exception>
    public QueryRun Start() => Start([]);

    /// <summary>Starts a run whose reader asks for members beside those that the query reads.</summary>
    /// <param name="members">Names of members, as the language writes them; <see cref="RecordFields.ShapeOf"/> takes their places here.</param>
    /// <exception cref="InvalidOperationException">The query has queries inside <c>in (…)</c>: start with <see cref="StartSubqueries"/>.</exception>
    public QueryRun Start(IReadOnlyList<string> members) => HasSubqueries
        ? throw new InvalidOperationException("The query has queries inside 'in (...)'; start with StartSubqueries.")
        : new QueryRun(_plan, _options, members);

    /// <summary>Starts the first of two passes, for a query with queries inside <c>in (…)</c>. Without such, the pass has nothing to gather.</summary>
    public SubqueryPass StartSubqueries() => new(this, [.. _inner.Select(plan => new QueryRun(plan, _options, []))]);

    /// <summary>What a run does, as text for people: what is read, what is pushed down, which literals records must hold, and the notes.</summary>
    public string Explain() => PlanText.Print(_plan, _inner, _options, Source, Notes);

    /// <summary>The run of the second pass.</summary>
    internal QueryRun StartWith(IReadOnlyList<ValueSet> values, IReadOnlyList<string> members) =>
        new(Planner.Make(Text, _commands, _options, [], new Subqueries(values)), _options, members);

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
