using System.Text;
using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary><c>not x</c>: unknown stays unknown.</summary>
internal sealed class NotNode(Node operand) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [operand];

    public override bool? Test(Frame frame) => !operand.Test(frame);
}

/// <summary><c>a and b …</c>: false if one is false, else unknown if one is unknown.</summary>
internal sealed class AndNode(Node[] operands) : ConditionNode
{
    public override IReadOnlyList<Node> Children => operands;

    public override bool? Test(Frame frame)
    {
        bool? result = true;
        foreach (var operand in operands)
        {
            switch (operand.Test(frame))
            {
                case false:
                    return false;
                case null:
                    result = null;
                    break;
            }
        }

        return result;
    }
}

/// <summary><c>a or b …</c>: true if one is true, else unknown if one is unknown.</summary>
internal sealed class OrNode(Node[] operands) : ConditionNode
{
    public override IReadOnlyList<Node> Children => operands;

    public override bool? Test(Frame frame)
    {
        bool? result = false;
        foreach (var operand in operands)
        {
            switch (operand.Test(frame))
            {
                case true:
                    return true;
                case null:
                    result = null;
                    break;
            }
        }

        return result;
    }
}

/// <summary>A comparison of any two values.</summary>
internal sealed class ComparisonNode(TokenKind comparison, Node left, Node right) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [left, right];

    public override bool? Test(Frame frame) => Comparisons.Test(comparison, left.Evaluate(frame), right.Evaluate(frame));
}

/// <summary><c>x in [a, b]</c> of any values.</summary>
internal sealed class InNode(Node value, Node[] items) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [value, .. items];

    public override bool? Test(Frame frame)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Evaluate(frame);
        }

        return Comparisons.IsIn(value.Evaluate(frame), values);
    }
}

/// <summary>
/// A discovered field that equals one of some constants: decided on the record's own bytes where the field is a plain string and
/// on the decoded value otherwise. Gives exactly what <see cref="InNode"/> and <see cref="ComparisonNode"/> would.
/// </summary>
internal sealed class FieldInConstantsNode : ConditionNode
{
    private readonly int _slot;
    private readonly Value[] _constants;
    private readonly TextSet _texts;
    private readonly bool _hasNumbers;

    public FieldInConstantsNode(int slot, Value[] constants)
    {
        _slot = slot;
        _constants = constants;
        var texts = new List<byte[]>();
        foreach (ref readonly var constant in constants.AsSpan())
        {
            if (constant.IsNumeric)
            {
                _hasNumbers = true;
            }
            else
            {
                texts.Add(Encoding.UTF8.GetBytes(constant.AsText()!)); // constants are texts and numbers
            }
        }

        _texts = new TextSet([.. texts]);
    }

    /// <summary>The slot of the field.</summary>
    public int Slot => _slot;

    /// <summary>The constants in UTF-8, if none of them is a number or reads as one; else null.</summary>
    public IReadOnlyList<byte[]>? Texts => _hasNumbers ? null : _texts.Texts;

    public override void CollectSlots(ISet<int> slots) => slots.Add(_slot);

    public override bool? Test(Frame frame)
    {
        if (!frame.TryGetRaw(_slot, out var raw))
        {
            return Comparisons.IsIn(frame.Get(_slot), _constants);
        }

        if (raw.Kind == RawKind.Missing)
        {
            return null;
        }

        if (raw.Kind == RawKind.Text && !raw.IsEscaped)
        {
            var message = frame.Message;
            var found = _texts.Find(message, raw.Start, raw.Length);
            if (found >= 0)
            {
                return true;
            }

            // Only text that starts like a number can equal a number; the decoded value decides those.
            if (found == TextSet.None
                && !(_hasNumbers && raw.Length > 0 && message[raw.Start] is (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return Comparisons.IsIn(frame.Get(_slot), _constants);
    }
}

/// <summary>A discovered field that does not equal a constant: decided as <see cref="FieldInConstantsNode"/> does, and exactly as <see cref="ComparisonNode"/> would.</summary>
internal sealed class FieldIsNotNode(int slot, Value constant) : ConditionNode
{
    private readonly FieldInConstantsNode _equal = new(slot, [constant]);

    public override void CollectSlots(ISet<int> slots) => slots.Add(slot);

    // What a kept row holds may be a map or a list, of which nothing holds, neither this nor its opposite.
    public override bool? Test(Frame frame) =>
        frame.IsRow ? Comparisons.Test(TokenKind.NotEqual, frame.Get(slot), constant) : !_equal.Test(frame);
}

/// <summary>A text that holds another: <c>x like "text"</c>.</summary>
internal sealed class ContainsNode(Node value, Node part) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [value, part];

    public override bool? Test(Frame frame) =>
        value.Evaluate(frame).AsText() is { } text && part.Evaluate(frame).AsText() is { } sought
            ? text.Contains(sought, StringComparison.Ordinal)
            : null;
}

/// <summary><c>@message like "text"</c>, searched in the record's bytes without decoding them.</summary>
internal sealed class MessageContainsNode(int slot, string part) : ConditionNode
{
    private readonly byte[] _part = Encoding.UTF8.GetBytes(part);

    public override void CollectSlots(ISet<int> slots) => slots.Add(slot);

    public override bool? Test(Frame frame) =>
        frame.IsRow ? frame.Get(slot).AsText()?.Contains(part, StringComparison.Ordinal) : frame.Message.IndexOf(_part) >= 0;
}

/// <summary>A text that a regular expression finds something in: <c>x like /re/</c>.</summary>
internal sealed class RegexNode(Node value, Regex regex) : ConditionNode
{
    public override IReadOnlyList<Node> Children => [value];

    public override bool? Test(Frame frame) => value.Evaluate(frame).AsText() is { } text ? GuardedRegex.Finds(regex, text) : null;
}
