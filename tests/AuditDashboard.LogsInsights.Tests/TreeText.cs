using System.Collections;
using System.Reflection;
using System.Text;
using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>
/// A syntax tree as text, node by node and without the printer: two trees are the same if their texts are. Places, and source texts
/// that name columns, are no part of a tree; the case of a function's name and the spelling of a unit mean nothing either.
/// </summary>
internal static class TreeText
{
    public static string Of(object? node)
    {
        var output = new StringBuilder();
        Write(output, node);
        return output.ToString();
    }

    private static void Write(StringBuilder output, object? node)
    {
        switch (node)
        {
            case null:
                output.Append("null");
                break;
            case string or bool or int or Enum:
                output.Append(node).Append(';');
                break;
            case PeriodLiteral { Text: var text }:
                output.Append("Period(").Append(Period.TryParse(text, out var period) ? period.ToString() : text).Append(')');
                break;
            case Call call:
                output.Append("Call(").Append(FunctionNames.Canonical(call.Name)).Append(call.IsStar).Append(' ');
                Write(output, call.Arguments);
                output.Append(')');
                break;
            case IEnumerable items:
                output.Append('[');
                foreach (var item in items)
                {
                    Write(output, item);
                    output.Append(',');
                }

                output.Append(']');
                break;
            default:
                output.Append(node.GetType().Name).Append('(');
                foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.PropertyType != typeof(TextSpan) && p.Name is not ("SourceText" or "Name" or "EqualityContract") | p.DeclaringType != typeof(Item))
                    .OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    output.Append(property.Name).Append('=');
                    Write(output, property.GetValue(node));
                }

                output.Append(')');
                break;
        }
    }
}
