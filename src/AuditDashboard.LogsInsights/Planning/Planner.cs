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

    private const string ApproximateCount = "_approxcount";

    private Scope _scope;
    private List<OrderKey> _pendingKeys = [];
    private KeepStep? _lastKeep;
    private bool _isOrdered;
    private int _statsCount;
    private bool _isAfterDedup;
    private (StatsCommand Command, StatsStep Step)? _fillable;
    private readonly SortedSet<string> _fieldsRead;

    private Planner(string text, QueryOptions options, List<QueryDiagnostic> notes, Subqueries? subqueries)
    {
        _text = text;
        _options = options;
        _notes = notes;
        _scope = new Scope(text, notes) { Subqueries = subqueries };
        _firstLayout = _scope.Layout;
        _fieldsRead = _scope.FieldsRead;
    }

    /// <summary>Makes the plan of a query.</summary>
    /// <exception cref="QueryFault">The commands cannot be run.</exception>
    public static Plan Make(string text, ImmutableArray<Command> commands, QueryOptions options, List<QueryDiagnostic> notes, Subqueries subqueries) =>
        new Planner(text, options, notes, subqueries).Make(commands, membership: null);

    /// <summary>Makes the plan of a query inside <c>in (…)</c>: its rows are the different values of one column, without any default limit.</summary>
    /// <exception cref="QueryFault">The commands cannot be run, or do not give one column.</exception>
    public static Plan MakeInner(string text, InQuery membership, QueryOptions options, List<QueryDiagnostic> notes) =>
        new Planner(text, options, notes, subqueries: null).Make(membership.Commands, membership);

    private Plan Make(ImmutableArray<Command> commands, InQuery? membership)
    {
        foreach (var command in commands)
        {
            Take(command);
        }

        EndSegment();
        EndWithLimit(isInner: membership is not null);
        if (_columns.IsEmpty)
        {
            _fieldsRead.UnionWith(["@timestamp", "@message"]);
            _columns.Add("@timestamp", _scope.Layout.System(SystemField.Timestamp));
            _columns.Add("@message", _scope.Layout.System(SystemField.Message));
        }

        int? valueSlot = membership is null ? null : _columns.Slots[ValueColumn(membership)];

        _firstLayout.Seal();
        var slots = _columns.Slots;
        ChooseKeptSlots(slots);
        var clauses = _leadingFilters.SelectMany(f => RequiredLiterals.Derive(f, Selection.IsDiscovered, isLoose: false)).ToArray();
        return new Plan
        {
            ValueSlot = valueSlot,
            FieldsRead = [.. _fieldsRead],
            LeadingFilters = _leadingFilters,
            Literals = [.. clauses.Select(clause => string.Join(" or ", clause.Select(l => l.IsQuoted ? $"\"{l.Text}\"" : l.Text).Distinct(StringComparer.Ordinal)))],
            Order = _order,
            Limit = _lastKeep?.Limit,
            Layout = _firstLayout,
            Steps = _steps,
            Columns = _columns.Names,
            ColumnSlots = slots,
            Search = clauses.Length == 0 ? null : new LiteralSearch([clauses]),
            EffectiveText = _order.SequenceEqual(commands) ? _text : string.Join(" | ", _order.Select(SourceOf)),
        };
    }

    private void Take(Command command)
    {
        if (_isAfterDedup && command is not LimitCommand)
        {
            throw new QueryFault("E-DEDUP", "Only 'limit' can follow 'dedup'; write this command before it.", command.Span);
        }

        var fillable = _fillable;
        _fillable = null;
        switch (command)
        {
            case SourceCommand:
                _scope.Note("N-SOURCE", DiagnosticSeverity.Note, "SOURCE chooses among configured clusters by their log groups; over files it is passed over.", command.Span);
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
            case ParseLogfmtCommand parse:
                var line = parse.Value is null ? Message() : Bind(parse.Value);
                _segment.Add(new BoundCommand(command) { Steps = [new AssignStep(_scope.Create(parse.Name), new FunctionNode((_, a) => Logfmt.Parse(a[0]), [line]))] });
                break;
            case ParseCsvCommand parse:
                var record = parse.Value is null ? Message() : Bind(parse.Value);
                _segment.Add(new BoundCommand(command) { Steps = [new CsvStep(record, [.. parse.Names.Select(_scope.Create)])] });
                break;
            case ExpandCommand expand:
                _segment.Add(new BoundCommand(command) { Steps = [BindExpand(expand.Field)] });
                break;
            case JsonCommand json:
                _segment.Add(new BoundCommand(command) { Steps = BindJson(json) });
                break;
            case FillMissingCommand fill:
                if (fillable is not { } filled)
                {
                    throw new QueryFault("E-FILLMISSING", "'fillmissing' can only stand directly behind stats ... by bin(...).", command.Span);
                }

                filled.Step.Fill = StatsPlanner.PlanFill(fill, filled.Command, _scope);
                _order.Add(command);
                break;
            case CountFrequentCommand frequent:
                TakeCountFrequent(frequent);
                break;
            case DedupCommand dedup:
                _segment.Add(new BoundCommand(command) { DedupKeys = [.. dedup.Keys.Select(Bind)] });
                _isAfterDedup = true;
                break;
            case StatsCommand stats:
                TakeStats(stats, stats);
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

    private ExpandStep BindExpand(FieldName field)
    {
        // The record is looked into where discovery has cut an array into its elements.
        var isOfRecord = !_scope.IsAfterStats && Selection.IsDiscovered(field) && Selection.IsUntouched(field, _scope.Created.Keys);
        var value = new ArrayNode(field.Name, Bind(field), isOfRecord ? Message() : null);
        var slot = _scope.Replace(field.Name);
        _columns.Move(field.Name, slot);
        return new ExpandStep(value, slot);
    }

    private List<Step> BindJson(JsonCommand command)
    {
        var isMessage = command.Value is null;
        var value = isMessage ? Message() : Bind(command.Value!);
        var parsed = _scope.Layout.Created();
        var steps = new List<Step> { new AssignStep(parsed, new FunctionNode((_, a) => a[0].IsComposite || a[0].AsText() is not { } text ? a[0] : isMessage ? JsonValues.ParseMessage(text) : JsonValues.Parse(text), [value])) };
        foreach (var path in command.Paths)
        {
            // user.names[0] and user.names.0 are the same.
            var name = path.Path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).TrimStart('.');
            if (name.Length == 0)
            {
                throw new QueryFault("E-JSON", "Found an empty path, expected one such as \"user.name\".", path.PathSpan);
            }

            var slot = _scope.Create(path.Alias ?? new Alias(path.Path, path.PathSpan));
            steps.Add(new AssignStep(slot, new FunctionNode((_, a) => a[0].IsComposite ? FlattenedPath.Find(a[0], name) : default, [new SlotNode(parsed)])));
        }

        return steps;
    }

    // countFrequent f, g  is  stats count(*) as _approxcount by f, g | sort _approxcount desc; the engine counts exactly.
    private void TakeCountFrequent(CountFrequentCommand command)
    {
        var count = new Item(new Call(command.Span, "count", command.Span, [], true), "count(*)", new Alias(ApproximateCount, command.Span));
        TakeStats(new StatsCommand(command.Span, [count], [.. command.Fields.Select(f => new Item(f, f.Name, null))]), command);
        _fillable = null;
        _pendingKeys = [new OrderKey(new SlotNode(_scope.Created[ApproximateCount]), IsDescending: true)];
    }

    // The one column, or among several the one that is named as the field outside.
    private int ValueColumn(InQuery membership)
    {
        var names = _columns.Names;
        var index = names.Count == 1 ? 0 : membership.Value is FieldName field ? names.ToList().IndexOf(field.Name) : -1;
        return index >= 0
            ? index
            : throw new QueryFault("E-SUBQUERY", $"The query inside 'in (...)' gives {names.Count} columns, expected one; end it with display and the field.", membership.QuerySpan);
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

    private void TakeStats(StatsCommand command, Command written)
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
        _order.Add(written);
        _scope = scope;
        _statsCount++;
        _fillable = (command, step);
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

    private void EndWithLimit(bool isInner)
    {
        if (isInner)
        {
            // A set of values has no order, and a value that a default limit cut off would be a wrong answer.
            return;
        }

        if (_lastKeep is null || _pendingKeys.Count > 0)
        {
            // A limit in front of the last sort is the query's own.
            var isDefault = _lastKeep is null && _options.LimitOverride is null;
            _lastKeep = new KeepStep(TakeOrder(), QueryLimits.DefaultRows) { IsDefault = isDefault };
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
