using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary><c>a + b</c> and alike: exact where decimal can be, missing where a side is not a number or the result is none.</summary>
internal sealed class ArithmeticNode(TokenKind operation, Node left, Node right) : Node
{
    public override IReadOnlyList<Node> Children => [left, right];

    public override Value Evaluate(Frame frame) => Apply(operation, left.Evaluate(frame), right.Evaluate(frame));

    /// <summary>Applies an operation.</summary>
    public static Value Apply(TokenKind operation, in Value left, in Value right)
    {
        if (TryDecimal(left, out var a) && TryDecimal(right, out var b) && TryExact(operation, a, b, out var exact))
        {
            return exact;
        }

        if (!left.TryGetDouble(out var x) || !right.TryGetDouble(out var y))
        {
            return default;
        }

        return operation switch
        {
            TokenKind.Plus => Value.OfDouble(x + y),
            TokenKind.Minus => Value.OfDouble(x - y),
            TokenKind.Star => Value.OfDouble(x * y),
            TokenKind.Slash => Value.OfDouble(x / y),
            TokenKind.Percent => Value.OfDouble(x % y),
            _ => Value.OfDouble(Math.Pow(x, y)),
        };
    }

    // Instants take part as milliseconds since 1970.
    private static bool TryDecimal(in Value value, out decimal number)
    {
        if (value.Kind == ValueKind.Instant)
        {
            number = ValueFormat.Millis(value.Micros);
            return true;
        }

        return value.TryGetDecimal(out number);
    }

    private static bool TryExact(TokenKind operation, decimal a, decimal b, out Value result)
    {
        result = default;
        try
        {
            switch (operation)
            {
                case TokenKind.Plus:
                    result = Value.OfNumber(a + b);
                    return true;
                case TokenKind.Minus:
                    result = Value.OfNumber(a - b);
                    return true;
                case TokenKind.Star:
                    result = Value.OfNumber(a * b);
                    return true;
                case TokenKind.Slash when b == 0:
                case TokenKind.Percent when b == 0:
                    return true;
                case TokenKind.Slash:
                    result = Value.OfNumber(a / b);
                    return true;
                case TokenKind.Percent:
                    result = Value.OfNumber(a % b);
                    return true;
                default:
                    return false;
            }
        }
        catch (OverflowException)
        {
            // Beyond decimal: the caller goes on with floating point.
            return false;
        }
    }
}
