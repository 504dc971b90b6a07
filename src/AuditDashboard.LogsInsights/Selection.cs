using System.Diagnostics.CodeAnalysis;

namespace AuditDashboard.LogsInsights;

/// <summary>A filter expression of the query language, compiled: tells whether one record matches.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class Selection
{
    private Selection()
    {
        Text = "";
        CanonicalText = "";
    }

    /// <summary>The expression as written, without the word <c>filter</c>.</summary>
    public string Text { get; }

    /// <summary>The expression printed in one canonical way: two texts that differ in blanks, case of keywords or quotes print alike.</summary>
    public string CanonicalText { get; }

    /// <summary>Compiles a filter expression such as <c>objectRef.resource = "roles" and verb in ["create"]</c>.</summary>
    public static bool TryCompile(
        string expression, [NotNullWhen(true)] out Selection? selection, [NotNullWhen(false)] out QueryDiagnostic? error) =>
        throw new NotSupportedException("contract only");

    /// <summary>True if the record matches. A record that is not JSON has <c>@message</c> and the source's fields only.</summary>
    public bool Matches(in LogRecord record) => throw new NotSupportedException("contract only");

    /// <summary>True if the bytes hold literals that a match of this selection needs: for records that cannot be read, "may match".</summary>
    public bool MayMatchUnreadable(ReadOnlySpan<byte> record) => throw new NotSupportedException("contract only");
}
