using System.Collections.Immutable;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Makes a plan out of commands: binds them in written order, moves filters, and joins sorts and limits.</summary>
internal sealed class Planner
{
    private readonly string _text;
    private readonly QueryOptions _options;
    private readonly List<QueryDiagnostic> _notes;
    private readonly List<Step> _steps = [];
    private readonly List<Command> _order = [];
    private readonly List<BoundCommand> _segment = [];
    private readonly Columns _columns = new();
    private readonly Layout _firstLayout;
    private readonly List<Expr> _leadingFilters = [];

    private Scope _scope;
    private List<OrderKey> _pendingKeys = [];
    private KeepStep? _lastKeep;
    private bool _isOrdered;
    private int _statsCount;
    private bool _isAfterDedup;

    private Planner(string text, QueryOptions options, List<QueryDiagnostic> notes)
    {
        _text = text;
        _options = options;
        _notes = notes;
        _scope = new Scope(text, notes);
        _firstLayout = _scope.Layout;
    }

    /// <summary>Makes the plan of a query.</summary>
    /// <exception cref="QueryFault">The commands cannot be run.</exception>
    public static Plan Make(string text, ImmutableArray<Command> commands, QueryOptions options, List<QueryDiagnostic> notes) =>
        new Planner(text, options, notes).Make(commands);

    private Plan Make(ImmutableArray<Command> commands)
    {
        foreach (var command in commands)
        {
            Take(command);
        }

        EndSegment();
        EndWithLimit();
        if (_columns.IsEmpty)
        {
            _columns.Add("@timestamp", _scope.Layout.System(SystemField.Timestamp));
            _columns.Add("@message", _scope.Layout.System(SystemField.Message));
        }

        _firstLayout.Seal();
        var slots = _columns.Slots;
        ChooseKeptSlots(slots);
        var clauses = _leadingFilters.SelectMany(f => RequiredLiterals.Derive(f, Selection.IsDiscovered, isLoose: false)).ToImmutableArray();
        return new Plan
        {
            Layout = _firstLayout,
            Steps = _steps,
            Columns = _columns.Names,
            ColumnSlots = slots,
            Search = clauses.IsEmpty ? null : new LiteralSearch([clauses]),
            EffectiveText = _order.SequenceEqual(commands) ? _text : string.Join(" | ", _order.Select(SourceOf)),
        };
    }

    private void Take(Command command)
    {
        if (_isAfterDedup && command is not LimitCommand)
        {
            throw new QueryFault("E-DEDUP", "Only 'limit' can follow 'dedup'; write this command before it.", command.Span);
        }

        switch (command)
        {
            case SourceCommand:
                _scope.Note("N-SOURCE", DiagnosticSeverity.Note, "SOURCE is passed over: the local engine reads what the caller gives it.", command.Span);
                _order.Add(command);
                break;
            case FieldsCommand fields:
                _segment.Add(new BoundCommand(command) { Steps = BindItems(fields) });
                break;
            case FilterCommand filter:
                _segment.Add(new BoundCommand(command) { Steps = [new FilterStep(Bind(filter.Condition))] });
                break;
            case SortCommand sort:
                _segment.Add(new BoundCommand(command) { SortKeys = [.. sort.Keys.Select(k => new OrderKey(Bind(k.Expression), k.IsDescending))] });
                break;
            case LimitCommand limit:
                _segment.Add(new BoundCommand(command) { Limit = limit.Rows });
                break;
            case ParseGlobCommand parse:
                var value = parse.Value is null ? Message() : Bind(parse.Value);
                _segment.Add(new BoundCommand(command) { Steps = [new GlobStep(value, parse.Pattern, [.. parse.Names.Select(_scope.Create)])] });
                break;
            case ParseRegexCommand parse:
                _segment.Add(new BoundCommand(command) { Steps = [BindRegex(parse)] });
                break;
            case UnnestCommand unnest:
                var list = Bind(unnest.Value);
                _segment.Add(new BoundCommand(command) { Steps = [new UnnestStep(list, _scope.Create(unnest.Name))] });
                break;
            case DedupCommand dedup:
                _segment.Add(new BoundCommand(command) { DedupKeys = [.. dedup.Keys.Select(Bind)] });
                _isAfterDedup = true;
                break;
            case StatsCommand stats:
                TakeStats(stats);
                break;
            default:
                throw new InvalidOperationException("Unknown command.");
        }
    }

    private Node Bind(Expr expression) => new Binder(_scope).Bind(expression);

    private Node Message() => new Binder(_scope).Bind(new FieldName(default, "@message", ["@message"]));

    private List<Step> BindItems(FieldsCommand command)
    {
        if (command.IsDisplay)
        {
            _columns.Clear();
        }

        var isAdded = command.IsDisplay || !_columns.IsDisplay;
        _columns.IsDisplay |= command.IsDisplay;
        var steps = new List<Step>();
        foreach (var item in command.Items)
        {
            var node = Bind(item.Expression);
            int slot;
            if (item.Alias is null && node is SlotNode existing)
            {
                slot = existing.Slot;
            }
            else
            {
                slot = item.Alias is { } alias ? _scope.Create(alias) : _scope.Layout.Created();
                steps.Add(new AssignStep(slot, node));
            }

            if (isAdded)
            {
                _columns.Add(item.Name, slot);
            }
        }

        return steps;
    }

    private RegexStep BindRegex(ParseRegexCommand command)
    {
        var value = command.Value is null ? Message() : Bind(command.Value);
        var regex = RegexCompiler.Compile(command.Regex);
        var numbers = regex.GetGroupNumbers().Where(n => n != 0).ToList();
        var unnamed = numbers.Where(n => char.IsAsciiDigit(regex.GroupNameFromNumber(n)[0])).ToList();
        if (numbers.Count == 0)
        {
            throw new QueryFault("E-PARSE", "The regular expression has no group, expected one for each value, such as (?<user>\\w+).", command.Regex.Span);
        }

        if (command.Names.Length != 0 && command.Names.Length != unnamed.Count)
        {
            throw new QueryFault("E-PARSE", $"Found {command.Names.Length} names for {unnamed.Count} groups without a name, expected one for each.", command.Regex.Span);
        }

        var groups = numbers.Except(unnamed).Select(n => (n, _scope.Create(new Alias(regex.GroupNameFromNumber(n), command.Regex.Span)))).ToList();
        groups.AddRange(command.Names.Select((name, i) => (unnamed[i], _scope.Create(name))));
        return new RegexStep(value, regex, [.. groups], command.IsMulti);
    }

    private void TakeStats(StatsCommand command)
    {
        if (_statsCount == QueryLimits.StatsCommands)
        {
            throw new QueryFault("E-STATS", "The query has more than two 'stats', two are allowed.", command.Span);
        }

        var ordering = _segment.FirstOrDefault(c => c.IsOrdering);
        if (_statsCount == 1 && ordering is not null)
        {
            throw new QueryFault("E-STATS", "'sort' and 'limit' can only come after the second 'stats'; write them behind it.", ordering.Source.Span);
        }

        if (_segment.FirstOrDefault(c => c.Limit is not null) is { } limit)
        {
            _scope.Note("W-LIMIT-STATS", DiagnosticSeverity.Warning, $"'stats' counts at most the {limit.Limit} rows that this limit leaves; leave the limit out to count all.", limit.Source.Span);
        }

        EndSegment();

        // The order of rows means nothing to an aggregate.
        _pendingKeys = [];
        var (step, scope) = StatsPlanner.Plan(command, _scope, _text, _notes, _columns);
        _steps.Add(step);
        _order.Add(command);
        _scope = scope;
        _statsCount++;
        _isOrdered = true;
        _lastKeep = null;
    }

    private void EndSegment()
    {
        IReadOnlyList<BoundCommand> commands = _segment;
        if (!_options.IsWrittenOrder)
        {
            commands = FilterHoisting.Reorder(_segment, out var moved);
            NoteMoved(commands, moved);
        }

        foreach (var command in commands)
        {
            _order.Add(command.Source);
            Emit(command);
        }

        _segment.Clear();
    }

    private void Emit(BoundCommand command)
    {
        _steps.AddRange(command.Steps);

        // Only what runs on every record, before any row is held back, may pass over records by their literals.
        if (command.Source is FilterCommand filter && _statsCount == 0 && _lastKeep is null && !UsesCreated(filter.Condition))
        {
            _leadingFilters.Add(filter.Condition);
        }

        if (command.SortKeys is { } keys)
        {
            // A later sort comes first; the earlier one decides among its ties.
            _pendingKeys = [.. keys, .. _pendingKeys];
        }
        else if (command.Limit is { } limit)
        {
            _lastKeep = new KeepStep(TakeOrder(), limit);
            _steps.Add(_lastKeep);
        }
        else if (command.DedupKeys is { } dedup)
        {
            _steps.Add(new DedupStep(TakeOrder(), dedup));
            _lastKeep = null;
        }
    }

    private RowOrder TakeOrder()
    {
        var order = new RowOrder([.. _pendingKeys], isByTime: !_isOrdered);
        _pendingKeys = [];
        _isOrdered = true;
        return order;
    }

    private void EndWithLimit()
    {
        if (_lastKeep is null || _pendingKeys.Count > 0)
        {
            _lastKeep = new KeepStep(TakeOrder(), QueryLimits.DefaultRows);
            _steps.Add(_lastKeep);
        }

        _lastKeep.Limit = _options.LimitOverride ?? _lastKeep.Limit;
    }

    private void NoteMoved(IReadOnlyList<BoundCommand> commands, IReadOnlyList<Command> moved)
    {
        if (moved.Count > 0)
        {
            var rewritten = string.Join(" | ", _order.Concat(commands.Select(c => c.Source)).Select(SourceOf));
            _scope.Note("N-FILTER-MOVED", DiagnosticSeverity.Note, $"This filter follows 'sort' or 'limit' and runs before them: {rewritten}", moved[0].Span);
        }
    }

    private string SourceOf(Command command) => _text.Substring(command.Span.Start, command.Span.Length);

    // A name that the query made may hide a field of the record: its literals say nothing of the record's bytes.
    private bool UsesCreated(Expr condition) => FieldsOf.Any(condition, f => !Selection.IsUntouched(f, _scope.Created.Keys));

    // Rows that are held keep only what is read later.
    private void ChooseKeptSlots(int[] columnSlots)
    {
        var live = new HashSet<int>(columnSlots);
        foreach (var step in Enumerable.Reverse(_steps))
        {
            switch (step)
            {
                case KeepStep keep:
                    keep.Kept = [.. live];
                    break;
                case DedupStep dedup:
                    dedup.Kept = [.. live];
                    break;
                case StatsStep:
                    live = [];
                    break;
            }

            step.CollectSlots(live);
        }
    }
}
