using System.Text.RegularExpressions;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>What a scalar without quotes is.</summary>
internal enum AwsAuthScalarKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>Null, or nothing.</summary>
    Null,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Truth,
}

/// <summary>Tells what a scalar without quotes is, as YAML 1.1 does: <c>on</c> is true, and <c>0x1f</c> a number.</summary>
internal static partial class AwsAuthScalarKinds
{
    private static readonly HashSet<string> Truths = new(
        ["y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF"], StringComparer.Ordinal);

    /// <summary>The kind.</summary>
    public static AwsAuthScalarKind Of(string text) =>
        text is "" or "~" or "null" or "Null" or "NULL" ? AwsAuthScalarKind.Null
        : Truths.Contains(text) ? AwsAuthScalarKind.Truth
        : Number().IsMatch(text) ? AwsAuthScalarKind.Number
        : AwsAuthScalarKind.Text;

    [GeneratedRegex(@"^(?:[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))\z", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
