namespace AuditDashboard.LogsInsights.Execution;

/// <summary>The values of a query inside <c>in (…)</c>, found by equality of value (A7) without comparing one by one.</summary>
internal sealed class ValueSet
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<decimal> _numbers = [];
    private readonly List<Value> _others = [];

    // A number that JSON writes with an exponent equals a text of the very same characters, which is no number.
    private readonly HashSet<string> _numberTexts = new(StringComparer.Ordinal);

    public ValueSet(IEnumerable<Value> values)
    {
        foreach (var value in values.Where(v => !v.IsMissing && !v.IsComposite))
        {
            if (value.Kind != ValueKind.Instant && value.IsNumeric)
            {
                if (!NumberText.IsDecimal(value.AsText()))
                {
                    _numberTexts.Add(value.AsText()!); // a number by its kind
                }

                if (value.TryGetDecimal(out var number))
                {
                    _numbers.Add(number);
                }
                else
                {
                    // Numbers beyond decimal: rare, so they are compared one by one.
                    _others.Add(value);
                }
            }
            else if (value.Kind == ValueKind.Instant)
            {
                _others.Add(value);
            }
            else
            {
                _texts.Add(value.AsText()!); // neither missing nor a map or list
            }
        }
    }

    /// <summary>How many values there are.</summary>
    public int Count => _texts.Count + _numbers.Count + _others.Count;

    /// <summary>True if a value is equal to one of them; null where the value is missing.</summary>
    public bool? Holds(in Value value)
    {
        if (value.IsMissing)
        {
            return null;
        }

        if (value.IsComposite)
        {
            return false;
        }

        if (value.Kind != ValueKind.Instant && (value.IsNumeric ? HoldsNumber(value) : HoldsText(value.AsText()!))) // neither missing nor composite
        {
            return true;
        }

        foreach (var other in _others)
        {
            if (Comparisons.AreEqual(value, other) == true)
            {
                return true;
            }
        }

        // An instant equals a number of milliseconds, so numbers are looked at for instants.
        return value.Kind == ValueKind.Instant && value.TryGetDouble(out var millis) && _numbers.Contains((decimal)millis);
    }

    private bool HoldsText(string text) => _texts.Contains(text) || _numberTexts.Contains(text);

    private bool HoldsNumber(in Value value)
    {
        if (_texts.Contains(value.AsText()!)) // a number by its kind
        {
            return true;
        }

        if (value.TryGetDecimal(out var number))
        {
            return _numbers.Contains(number);
        }

        // More digits than a decimal holds, though they may be zeros in front: rare, so they are compared one by one.
        foreach (var other in _numbers)
        {
            if (Comparisons.AreEqual(value, Value.OfNumber(other)) == true)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary><c>x in (query)</c>, once the query's values are known.</summary>
internal sealed class InSetNode(Node value, ValueSet set) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [value];

    public override bool? Test(Frame frame) => set.Holds(value.Evaluate(frame));
}
